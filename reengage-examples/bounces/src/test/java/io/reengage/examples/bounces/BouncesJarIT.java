// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.bounces;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one jar that users run: with all libraries inside, and nothing else beside. */
class BouncesJarIT {
    private static final Path JAR = Path.of("target", "bounces.jar").toAbsolutePath();
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final int PATIENCE_SECONDS = 120;

    private static List<String> run(Path folder) throws IOException, InterruptedException {
        Path out = folder.resolveSibling("out.txt");
        Process process = new ProcessBuilder(JAVA.toString(), "-jar", JAR.toString(), folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue()).isZero();
        return Files.readAllLines(out, StandardCharsets.UTF_8);
    }

    @Test
    void printsOneTabSeparatedLineARecipientAndNothingElse(@TempDir Path directory) throws Exception {
        Path folder = Files.createDirectory(directory.resolve("bounces"));
        Files.writeString(folder.resolve("report.eml"), """
                From: MAILER-DAEMON@mx.example.org
                Subject: =?ISO-2022-JP?B?GyRCR1s/LiVoJWkhPBsoQg==?=
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: text/plain; charset=ISO-2022-JP
                Content-Transfer-Encoding: base64

                GyRCR1s/LiVoJWkhPBsoQgo=
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example.org

                Final-Recipient: rfc822; a@example.com
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1 User unknown

                Final-Recipient: rfc822; b@example.com
                Action: failed
                Status: 5.2.2
                Diagnostic-Code: smtp; 552 5.2.2 Mailbox full
                --b--
                """);

        assertThat(run(folder))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.split("\t", -1)).hasSize(6))
                .anySatisfy(line -> assertThat(line).startsWith("report.eml\t1\tADDRESS_DEAD\thard\t5.1.1\t"))
                .anySatisfy(line -> assertThat(line).startsWith("report.eml\t2\tMAILBOX_FULL\tsoft\t5.2.2\t"));
    }
}
