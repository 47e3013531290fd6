// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text and addresses that other people collected, or judge. */
class CorporaIT {
    private static final Properties UTF8 = new Properties();

    static {
        UTF8.setProperty("mail.mime.allowutf8", "true");
    }

    @TempDir
    private Path directory;

    private List<String> naughty() throws Exception {
        List<String> texts = new ArrayList<>();
        for (String line : Tool.node()
                .run(directory, List.of(Tool.script("node/corpora.js"), "naughty"))
                .lines()
                .toList()) {
            texts.add(new String(Base64.getDecoder().decode(line), UTF_8));
        }
        assertThat(texts).hasSizeGreaterThan(400);
        return texts;
    }

    @Test
    void theBigListOfNaughtyStringsIsReadBackFromEveryPosition() throws Exception {
        int read = 0;
        for (String text : naughty()) {
            if (!text.isBlank() && CorporaTest.isLine(text)) {
                CorporaTest.check(text, text, text, text);
                read++;
            } else if (!text.isBlank()) {
                assertThatExceptionOfType(UnmailableException.class)
                        .isThrownBy(() -> new Composer(
                                        new Sender(MailAddress.parse("n@s.example"), "", null, null, false))
                                .compose(Messages.message(
                                        "k1", Map.of("subject", "a" + text + "b", "html", "h"), "a@b.example")));
            }
        }
        assertThat(read).isGreaterThan(400);
    }

    /** We refuse more than the grammar does, such as comments and address literals, and never take what it does not. */
    @Test
    void whatIsemailRefusesIsRefused() throws Exception {
        List<String> taken = taken();
        List<String> verdicts = judged(taken);
        for (int i = 0; i < taken.size(); i++) {
            assertThat(verdicts.get(i)).as(taken.get(i)).isEqualTo("true");
        }
    }

    @Test
    void whatIsTakenIsReadBackFromEveryAddressPositionByTwoParsers() throws Exception {
        for (String wire : taken()) {
            Sender sender = new Sender(MailAddress.parse(wire), "Shop", MailAddress.parse(wire), null, false);
            byte[] mail = new Composer(sender)
                    .compose(Messages.message("k1", Map.of("subject", "s", "html", "h"), wire))
                    .bytes();

            MimeMessage angus = new MimeMessage(Session.getInstance(UTF8), new ByteArrayInputStream(mail));
            Map<String, String> mime4j = CorporaTest.mime4j(mail);
            for (String position : List.of("From", "Reply-To", "To")) {
                InternetAddress[] read = InternetAddress.parse(angus.getHeader(position, null), true);
                assertThat(read).as(position).hasSize(1);
                assertThat(read[0].getAddress()).as(position).isEqualTo(wire);
                assertThat(mime4j.get(CorporaTest.AS_IT_STANDS + position))
                        .as(position)
                        .isEqualTo(position.equals("From") ? "Shop <" + wire + ">" : wire);
            }
        }
    }

    /** As they travel. */
    private List<String> taken() throws Exception {
        Set<String> addresses = new LinkedHashSet<>(NaughtyStrings.NO_ADDRESSES);
        for (String text : naughty()) {
            addresses.add(text);
            addresses.add(text + "@iana.org");
            addresses.add("test@" + text);
            addresses.add("test@" + text + ".org");
            addresses.add("a" + text + "b@iana.org");
        }
        for (int c = 0; c < 0x180; c++) {
            for (String form :
                    List.of("%sa@iana.org", "a%sb@iana.org", "a%s@iana.org", "a@i%sa.org", "a@%s.org", "a@b.%s")) {
                addresses.add(form.replace("%s", Character.toString(c)));
            }
        }
        List<String> taken = new ArrayList<>();
        for (String address : addresses) {
            wire(address).ifPresent(taken::add);
        }
        assertThat(taken).hasSizeGreaterThan(500);
        return taken;
    }

    /** How an address would travel; empty if it is refused. */
    private static Optional<String> wire(String address) {
        try {
            return Optional.of(MailAddress.parse(address).wire());
        } catch (UnmailableException e) {
            return Optional.empty();
        }
    }

    private List<String> judged(List<String> addresses) throws IOException, InterruptedException {
        Path output = directory.resolve("verdicts");
        Process isemail = Tool.node()
                .start(
                        directory,
                        List.of(Tool.script("node/corpora.js"), "addresses"),
                        ProcessBuilder.Redirect.to(output.toFile()));
        try (Writer in = isemail.outputWriter(UTF_8)) {
            for (String address : addresses) {
                in.write(Base64.getEncoder().encodeToString(address.getBytes(UTF_8)) + "\n");
            }
        }
        isemail.waitFor();
        List<String> verdicts = Files.readAllLines(output);
        assertThat(verdicts).as(() -> verdicts.toString()).hasSameSizeAs(addresses);
        return verdicts;
    }
}
