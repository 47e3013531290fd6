// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.bounces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BouncesTest {

    /** Real bounces with what others expect of them; they stay outside the repository. */
    private static final Path REAL = Path.of(System.getProperty("bounces", "../../../shared/data/bounces"));

    @Test
    void agreesWithOthersAboutRealBouncesAndCallsNoSoftOneHard() throws IOException {
        assumeTrue(
                Files.isReadable(REAL.resolve("expected.tsv")),
                "skipped: there are no real bounces at " + REAL.toAbsolutePath().normalize() + " (-Dbounces=...)");
        Map<String, String> severities = new HashMap<>();
        for (String line : printed(REAL.resolve("eml"))) {
            String[] cells = line.split("\t", -1);
            severities.put(cells[0] + " " + cells[1], cells[3]);
        }
        int agreed = 0;
        int rows = 0;
        int falselyHard = 0;
        List<String> expected = Files.readAllLines(REAL.resolve("expected.tsv"));
        for (String line : expected.subList(1, expected.size())) {
            String[] cells = line.split("\t", -1);
            boolean hard = Objects.equals(severities.get(cells[0] + " " + cells[1]), "hard");
            rows++;
            agreed +=
                    hard == Boolean.parseBoolean(cells[5]) && severities.containsKey(cells[0] + " " + cells[1]) ? 1 : 0;
            falselyHard += hard && !Boolean.parseBoolean(cells[5]) ? 1 : 0;
        }
        System.out.println("real bounces: " + agreed + " of " + rows + " rows agree, " + falselyHard + " falsely hard");
        assertThat(falselyHard).isZero();
        assertThat(agreed).isGreaterThanOrEqualTo(rows * 97 / 100);
    }

    @Test
    void printsOneLineARecipientWithSixCells(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("one.eml"), """
                From: MAILER-DAEMON@mx.example.org
                Subject: failure notice

                Hi. This is the qmail-send program at mx.example.org.
                I'm afraid I wasn't able to deliver your message to the following addresses.

                <a@example.com>:
                Sorry, no mailbox here by that name. (#5.1.1)

                <b@example.com>:
                192.0.2.1 does not like recipient.
                Remote host said: 452 4.2.2 Mailbox full
                """);
        Files.write(folder.resolve("two.bin"), new byte[] {0, 1, 2, (byte) 0xff});
        assertThat(printed(folder))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line.split("\t", -1)).hasSize(6))
                .anySatisfy(line -> assertThat(line).startsWith("one.eml\t1\tADDRESS_DEAD\thard\t5.1.1\t"))
                .anySatisfy(line -> assertThat(line).startsWith("one.eml\t2\tMAILBOX_FULL\tsoft\t4.2.2\t"))
                .anySatisfy(line -> assertThat(line).startsWith("two.bin\t1\tUNKNOWN\tsoft\t\t"));
    }

    private static List<String> printed(Path folder) throws IOException {
        StringWriter text = new StringWriter();
        try (PrintWriter out = new PrintWriter(text)) {
            BouncesMain.print(folder, out);
        }
        return text.toString().lines().toList();
    }
}
