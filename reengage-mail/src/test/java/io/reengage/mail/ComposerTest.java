// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static io.reengage.mail.Messages.message;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.reengage.channel.Message;
import io.reengage.mail.smtp.Letter;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mails as other readers see them. */
class ComposerTest {
    private static final String NAME = "お店 😀 \"Shop\", Ltd.";
    private static final String URL = "https://shop.example/u/" + "t0ken".repeat(30);

    @Test
    void isReadBackAsItWasMeant() throws Exception {
        MimeMessage mail = parsed(compose(message("k1")));

        assertThat(mail.getSubject()).isEqualTo(Messages.SUBJECT);
        assertThat(((InternetAddress) mail.getFrom()[0]).getPersonal()).isEqualTo(NAME);
        assertThat(((InternetAddress) mail.getFrom()[0]).getAddress()).isEqualTo("news@shop.example");
        assertThat(mail.getAllRecipients()).containsExactly(new InternetAddress("hanako@example.jp"));
        assertThat(mail.getMessageID()).isEqualTo("<k1@shop.example>");
        assertThat(mail.getHeader("Date")).containsExactly("Tue, 3 Feb 2026 04:05:06 +0000");
        assertThat(mail.getSentDate().toInstant()).isEqualTo(Instant.parse("2026-02-03T04:05:06Z"));
        assertThat(unfolded(mail, "List-Unsubscribe")).isEqualTo("<" + URL + ">");
        assertThat(unfolded(mail, "List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
        assertThat(unfolded(mail, "List-Id")).isEqualTo("<newsletter.lists.shop.example>");
        assertThat(unfolded(mail, "Precedence")).isEqualTo("bulk");
        assertThat(unfolded(mail, "Reply-To")).isEqualTo("help@shop.example");
        assertThat(unfolded(mail, "Content-Language")).isEqualTo("ja");
        MimeMultipart parts = (MimeMultipart) mail.getContent();
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat(parts.getBodyPart(0).getContentType()).isEqualTo("text/plain; charset=UTF-8");
        assertThat(parts.getBodyPart(0).getContent().toString().replace("\r\n", "\n"))
                .isEqualTo("""
                        お久しぶりです

                        Dear 花子,

                        - one
                        - two 😀

                        Keep me <https://shop.example/keep?a=1&b=2> or leave <https://shop.example/leave>
                        """);
        assertThat(parts.getBodyPart(1).getContentType()).isEqualTo("text/html; charset=UTF-8");
        assertThat(parts.getBodyPart(1).getContent()).isEqualTo(Messages.HTML);
    }

    @Test
    void theTextIsTheTemplatesOwnWhereThereIsOne() throws Exception {
        MimeMessage mail = parsed(compose(fields("s", "<p>html</p>", "plain\nwords")));

        assertThat(((MimeMultipart) mail.getContent()).getBodyPart(0).getContent())
                .isEqualTo("plain\r\nwords");
    }

    @Test
    void theSameMessageGivesTheSameBytes() throws Exception {
        assertThat(compose(message("k1")).bytes())
                .isEqualTo(compose(message("k1")).bytes());
    }

    @Test
    void travelsInShortAsciiLines() throws Exception {
        List<String> bodies = List.of(
                "x".repeat(100_000),
                "日本語".repeat(30_000),
                "a\rb\nc\r\nd\r\r\n.\r\n.\n..\nFrom me\n",
                "\u0000\u0007\u001b\u0085\uD800 \u2028 é",
                "--=_reengage_k1--\r\n--=_reengage_k1\r\n");
        for (String body : bodies) {
            String raw = new String(compose(fields("s", body, body)).bytes(), ISO_8859_1);

            assertThat(raw.replace("\r\n", "")).doesNotContain("\r", "\n").matches("(?s)[\\t -~]*");
            assertThat(raw.split("\r\n", -1))
                    .allSatisfy(line -> assertThat(line.length()).isLessThan(999));
            MimeMultipart parts =
                    (MimeMultipart) parsed(compose(fields("s", body, body))).getContent();
            assertThat(parts.getCount()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\nBcc: x@example.com",
                "a\nBcc: x@example.com",
                "a\rBcc: x@example.com",
                "a\u0000b",
                "a\u0085b",
                "a\u2028b",
                "a\r\n\r\n<script>",
                "a\r\n b"
            })
    void aSubjectCannotBreakOut(String subject) {
        assertThatExceptionOfType(UnmailableException.class)
                .isThrownBy(() -> compose(fields(subject, "<p>h</p>", "t")))
                .withMessage("header Subject would hold a line break or control character");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "=?UTF-8?B?QmNjOiB4?=",
                "=?utf-8?q?a=0D=0ABcc:_x?=",
                "two  blanks",
                "a,b;c:<d>@\"e\"\\f",
                "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
                "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww",
                "{{7*7}} ${x} %0d%0aBcc: x",
                "終わりに空白 と 日本語 mixed ascii"
            })
    void anySubjectAndNameIsReadBack(String text) throws Exception {
        Composer composer = new Composer(new Sender(MailAddress.parse("news@shop.example"), text, null, null, false));
        MimeMessage mail = parsed(composer.compose(fields(text, "<p>h</p>", "t")));

        assertThat(mail.getSubject()).isEqualTo(text);
        assertThat(((InternetAddress) mail.getFrom()[0]).getPersonal()).isEqualTo(text);
        assertThat(headerNames(mail))
                .containsExactlyInAnyOrder(
                        "Date",
                        "From",
                        "To",
                        "Subject",
                        "Message-ID",
                        "X-Reengage-Key",
                        "Content-Language",
                        "List-Unsubscribe",
                        "List-Unsubscribe-Post",
                        "X-Auto-Response-Suppress",
                        "MIME-Version",
                        "Content-Type");
    }

    @Test
    void overlongSubjectsAreFolded() throws Exception {
        assertThat(parsed(compose(fields("word ".repeat(2000) + "end", "<p>h</p>", "t")))
                        .getSubject())
                .isEqualTo("word ".repeat(2000) + "end");
    }

    @Test
    void linesWithEncodedWordsStayWithin76Characters() throws Exception {
        for (String text : List.of("日".repeat(200), "😀".repeat(100), "ü".repeat(39) + "x", "مرحبا ".repeat(40))) {
            Composer composer = new Composer(new Sender(MailAddress.parse("a@b.example"), text, null, null, false));
            String raw = new String(composer.compose(fields(text, "h", "t")).bytes(), ISO_8859_1);

            assertThat(raw.substring(0, raw.indexOf("\r\n\r\n")).split("\r\n", -1))
                    .filteredOn(line -> line.contains("=?"))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line.length()).isLessThan(77));
        }
    }

    @Test
    void halvesOfCharactersBecomeMarks() throws Exception {
        MimeMessage mail = parsed(compose(fields("cut \ud83d here", "cut \ude00 there 😀", "\ud83d")));

        assertThat(mail.getSubject()).isEqualTo("cut \ufffd here");
        MimeMultipart parts = (MimeMultipart) mail.getContent();
        assertThat(parts.getBodyPart(0).getContent()).isEqualTo("\ufffd");
        assertThat(parts.getBodyPart(1).getContent()).isEqualTo("cut \ufffd there 😀");
    }

    @Test
    void anAddressBeyondAsciiMakesTheHeadersUtf8() throws Exception {
        Letter letter = compose(message("k1", Map.of("subject", "s", "html", "h"), "用户@例え.jp"));

        assertThat(letter.international()).isTrue();
        assertThat(letter.to()).isEqualTo("用户@xn--r8jz45g.jp");
        assertThat(new String(letter.bytes(), UTF_8)).contains("\r\nTo: 用户@xn--r8jz45g.jp\r\n");
        assertThat(compose(message("k1")).international()).isFalse();
    }

    @Test
    void oneClickIsOfferedOverHttpsOnly() throws Exception {
        assertThat(headerNames(parsed(compose(linked("http://localhost/u")))))
                .contains("List-Unsubscribe")
                .doesNotContain("List-Unsubscribe-Post");
        assertThatExceptionOfType(UnmailableException.class)
                .isThrownBy(() -> compose(linked("https://shop.example/" + "x".repeat(1000))));
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThatExceptionOfType(UnmailableException.class)
                .isThrownBy(() -> compose(message("k1", Map.of("subject", "s"), "a@example.com")))
                .withMessage("field html is missing");
        assertThatExceptionOfType(UnmailableException.class)
                .isThrownBy(
                        () -> compose(message("k1\r\nBcc: x", Map.of("subject", "s", "html", "h"), "a@example.com")));
    }

    @Test
    void wrongSetUpThrows() {
        assertThatIllegalStateException()
                .isThrownBy(() -> MailChannel.smtp("mail.example", 587).build());
        assertThatIllegalArgumentException().isThrownBy(() -> MailChannel.smtp("", 587));
        assertThatIllegalArgumentException().isThrownBy(() -> MailChannel.smtp("mail.example", 0));
        MailChannel.Builder builder = MailChannel.smtp("mail.example", 587);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.from("nobody", "Shop"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.from("a@shop.example", "Shop\r\nBcc: x"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.replyTo("a@shop.example\r\nBcc: x"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.listId("news letter", "shop.example"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.listId("news>", "shop.example"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.listId("news..letter", "shop.example"));
        String longest = ("x".repeat(62) + ".").repeat(3) + "example";
        assertThatIllegalArgumentException().isThrownBy(() -> builder.listId("n".repeat(60), longest));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.connections(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.security(MailChannel.Security.NONE_ON_LOOPBACK));
        MailChannel.Builder both = MailChannel.smtp("mail.example", 587)
                .from("a@shop.example", "")
                .credentials("a", "b")
                .accessToken("a", () -> "token");
        assertThatIllegalStateException().isThrownBy(both::build);
        MailChannel.Builder hosts = MailChannel.using(Session.getInstance(new Properties()));
        assertThatIllegalStateException().isThrownBy(() -> hosts.credentials("a", "b"));
        assertThatIllegalStateException().isThrownBy(() -> hosts.security(MailChannel.Security.STARTTLS));
    }

    @Test
    void nothingGoesInTheClearUnlessItStaysOnThisMachine() {
        assertThat(MailChannel.smtp("localhost", 25).chosen()).isEqualTo(MailChannel.Security.NONE_ON_LOOPBACK);
        assertThat(MailChannel.smtp("mail.example", 25).chosen()).isEqualTo(MailChannel.Security.STARTTLS);
        assertThat(MailChannel.smtp("mail.example", 587).chosen()).isEqualTo(MailChannel.Security.STARTTLS);
        assertThat(MailChannel.smtp("mail.example", 465).chosen()).isEqualTo(MailChannel.Security.IMPLICIT_TLS);
    }

    /** A second opinion: CPython's parser notes every deviation from the standards. */
    @Test
    void pythonFindsNoDefect(@TempDir Path directory) throws Exception {
        Path mail = Files.write(
                directory.resolve("mail.eml"), compose(message("k1")).bytes());
        Path legacy = Files.write(
                directory.resolve("legacy.eml"),
                compose(message("k2", Map.of("subject", "s", "html", "h"), "a..b@docomo.ne.jp"))
                        .bytes());
        Path script = Files.writeString(directory.resolve("check.py"), """
                import email, sys
                from email import policy
                for name in sys.argv[1:]:
                    m = email.message_from_binary_file(open(name, 'rb'), policy=policy.default)
                    defects = [d for p in m.walk() for d in p.defects]
                    defects += [d for p in m.walk() for v in p.values() for d in getattr(v, 'defects', ())]
                    body = m.get_body(('html',)).get_content()
                    sys.stdout.buffer.write(f"{defects} {m['subject']} {m['to']} {len(body)}\\n".encode())
                """);

        assertThat(run("python3", script.toString(), mail.toString(), legacy.toString()))
                .isEqualTo("[] " + Messages.SUBJECT + " hanako@example.jp "
                        + Messages.HTML.codePointCount(0, Messages.HTML.length()) + "\n"
                        + "[] s a..b@docomo.ne.jp 1\n");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            Assumptions.abort("not checked by Python: " + e.getMessage());
            throw e;
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return output;
    }

    private static Letter compose(Message message) throws UnmailableException {
        return new Composer(new Sender(
                        MailAddress.parse("news@shop.example"),
                        NAME,
                        MailAddress.parse("help@shop.example"),
                        "<newsletter.lists.shop.example>",
                        true))
                .compose(message);
    }

    private static Message fields(String subject, String html, String text) {
        return message("k1", Map.of("subject", subject, "html", html, "text", text), "hanako@example.jp");
    }

    private static Message linked(String unsubscribe) {
        Message plain = message("k1");
        return new Message(
                "k1",
                "42",
                plain.to(),
                "und",
                plain.fields(),
                Map.of(Message.UNSUBSCRIBE, URI.create(unsubscribe)),
                "newsletter",
                plain.createdAt());
    }

    private static MimeMessage parsed(Letter letter) throws MessagingException {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(letter.bytes()));
    }

    private static String unfolded(MimeMessage mail, String name) throws MessagingException {
        return mail.getHeader(name)[0].replace("\r\n ", " ");
    }

    private static List<String> headerNames(MimeMessage mail) throws MessagingException {
        return Collections.list(mail.getAllHeaders()).stream()
                .map(jakarta.mail.Header::getName)
                .collect(Collectors.toList());
    }
}
