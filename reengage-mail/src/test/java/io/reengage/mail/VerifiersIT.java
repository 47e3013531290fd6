// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our signatures before three verifiers that are not ours, with keys from a file instead of the DNS. */
class VerifiersIT {
    /** What forgers do on the way. */
    private static final Map<String, UnaryOperator<String>> FORGERIES = new LinkedHashMap<>();

    /** What honest relays do on the way. */
    private static final Map<String, UnaryOperator<String>> REWRITES = new LinkedHashMap<>();

    static {
        forge("subject", mail -> mail.replace("\r\nSubject: =?UTF-8?B?", "\r\nSubject: x =?UTF-8?B?"));
        forge("second from", mail -> mail.replace("\r\nFrom:", "\r\nFrom: x@evil.example\r\nFrom:"));
        forge("second unsubscribe", mail -> "List-Unsubscribe: <https://evil.example/>\r\n" + mail);
        forge("second post", mail -> "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" + mail);
        forge("other unsubscribe", mail -> mail.replace("https://shop.example/u/", "https://evil.example/u/"));
        forge("no post", mail -> mail.replaceAll("\r\nList-Unsubscribe-Post: [^\r]*", ""));
        forge("added reply-to", mail -> mail.replace("\r\nReply-To: help@", "\r\nReply-To: me@"));
        forge(
                "encoding",
                mail -> mail.replace("\r\nMIME-Version:", "\r\nContent-Transfer-Encoding: 8bit\r\nMIME-Version:"));
        forge("body", mail -> mail.replaceFirst("\r\n\r\n--", "\r\n\r\nx\r\n--"));
        forge("appended", mail -> mail + "more\r\n");
        rewrite("refolded", mail -> mail.replace("\r\nFrom: ", "\r\nFrom:\r\n  "));
        rewrite("letter case of names", mail -> mail.replace("\r\nSubject: ", "\r\nSUBJECT: "));
        rewrite("trace headers", mail -> "Received: from a by b; Tue, 3 Feb 2026 04:05:07 +0000\r\n" + mail);
        rewrite("empty lines at the end", mail -> mail + "\r\n\r\n");
    }

    @TempDir
    private Path directory;

    private static void forge(String what, UnaryOperator<String> forgery) {
        FORGERIES.put(what, forgery);
    }

    private static void rewrite(String what, UnaryOperator<String> rewrite) {
        REWRITES.put(what, rewrite);
    }

    private List<String> changed(Map<String, UnaryOperator<String>> changes) throws Exception {
        String mail =
                new String(Samples.composer().compose(Messages.message("k1")).bytes(), ISO_8859_1);
        List<String> files = new ArrayList<>();
        for (Map.Entry<String, UnaryOperator<String>> each : changes.entrySet()) {
            String other = each.getValue().apply(mail);
            assertThat(other).as(each.getKey()).isNotEqualTo(mail);
            Path file = directory.resolve("changed-" + files.size() + ".eml");
            files.add(Files.write(file, other.getBytes(ISO_8859_1)).toString());
        }
        return files;
    }

    private List<String> verdicts(Tool tool, String script, List<String> mails) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of(Tool.script(script), Samples.keyFile(directory).toString()));
        arguments.addAll(mails);
        return tool.run(directory, arguments).lines().toList();
    }

    private void hold(Tool tool, String script, String good, String pass) throws Exception {
        assertThat(verdicts(tool, script, Samples.files(directory)))
                .hasSize(Samples.all().size())
                .containsOnly(good);
        assertThat(verdicts(tool, script, changed(REWRITES)))
                .as("what relays may do: %s", REWRITES.keySet())
                .hasSize(REWRITES.size())
                .containsOnly(good);
        assertThat(verdicts(tool, script, changed(FORGERIES)))
                .as("forgeries: %s", FORGERIES.keySet())
                .hasSize(FORGERIES.size())
                .allSatisfy(verdict -> assertThat(verdict).isNotEmpty().doesNotContain(pass));
    }

    @Test
    void dkimpyAgrees() throws Exception {
        Tool python = Tool.need("/usr/bin/python3", "python3-dkim");
        Tool.need("/usr/bin/dkimverify", "python3-dkim");
        hold(python, "python/verify.py", "True True", "True");
    }

    /** Debian's version does not know Ed25519. */
    @Test
    void mailDkimAgrees() throws Exception {
        Tool perl = Tool.need("/usr/bin/perl", "perl");
        Tool.need("/usr/bin/dkimproxy-verify", "libmail-dkim-perl");
        hold(perl, "perl/verify.pl", "pass invalid", "pass");
    }

    @Test
    void openDkimAgrees() throws Exception {
        Tool opendkim = Tool.need("/usr/sbin/opendkim", "opendkim");
        Path conf = Files.writeString(
                directory.resolve("opendkim.conf"),
                "Mode v\nTestPublicKeys " + Samples.keyFile(directory) + "\nLogWhy yes\n");
        for (String good : Samples.files(directory)) {
            assertThat(openDkim(opendkim, conf, good))
                    .as(good)
                    .contains("verification (s=r1, d=shop.example")
                    .contains("succeeded");
        }
        for (String bad : changed(FORGERIES)) {
            assertThat(openDkim(opendkim, conf, bad)).as(bad).doesNotContain("succeeded");
        }
    }

    private String openDkim(Tool opendkim, Path conf, String mail) throws IOException, InterruptedException {
        return opendkim.run(directory, Arrays.asList("-x", conf.toString(), "-t", mail, "-v", "-v"));
    }
}
