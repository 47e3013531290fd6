// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reengage.channel.Message;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.junit.jupiter.api.Test;

/** Hostile text in every position of a mail, read back by two parsers that are not ours. */
class CorporaTest {
    /** Goes before the names of headers that are not decoded. */
    static final String AS_IT_STANDS = "raw ";

    private static final String OFFER = "X-Offer";

    @Test
    void everyNaughtyStringIsReadBackFromEveryPosition() throws Exception {
        for (String text : NaughtyStrings.ALL) {
            if (!text.isBlank()) {
                check(text, text, text, text);
            }
        }
    }

    @Property(tries = 300)
    void anyMixtureIsReadBack(
            @ForAll("mixtures") String name,
            @ForAll("mixtures") String subject,
            @ForAll("mixtures") String html,
            @ForAll("mixtures") String text)
            throws Exception {
        check(name, "s" + subject, "h" + html, "t" + text);
    }

    @Provide
    Arbitrary<String> mixtures() {
        Arbitrary<String> piece = Arbitraries.oneOf(
                Arbitraries.of(NaughtyStrings.ALL).filter(text -> text.length() < 100),
                Arbitraries.strings().ofMaxLength(20).filter(CorporaTest::isLine));
        return piece.list().ofMaxSize(6).map(pieces -> String.join("", pieces));
    }

    static boolean isLine(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c)
                        || c == '\u2028'
                        || c == '\u2029'
                        || Character.getType(c) == Character.SURROGATE);
    }

    static void check(String name, String subject, String html, String text) throws Exception {
        Duties duties = new Duties(LegalCheck.NONE, Set.of(), "shop42", "");
        Sender sender = new Sender(
                MailAddress.parse("news@shop.example"),
                name.strip(),
                null,
                null,
                false,
                false,
                duties,
                null,
                List.of(OFFER));
        Message plain = Messages.message("k1", Map.of(), "a@example.jp");
        Message message = new Message(
                "k1",
                "42",
                plain.to(),
                "ja",
                Map.of("subject", subject, "html", html, "text", text, OFFER, subject),
                plain.links(),
                subject,
                plain.createdAt());
        byte[] bytes = new Composer(sender).compose(message).bytes();

        MimeMessage angus = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
        MimeMultipart parts = (MimeMultipart) angus.getContent();
        String personal = ((InternetAddress) angus.getFrom()[0]).getPersonal();
        assertThat(personal == null ? "" : personal).isEqualTo(name.strip());
        assertThat(angus.getSubject()).isEqualTo(subject.strip());
        assertThat(MimeUtility.decodeText(MimeUtility.unfold(angus.getHeader(OFFER, null))))
                .isEqualTo(subject.strip());
        assertThat(angus.getHeader("Feedback-ID", null)).matches("[A-Za-z0-9_-]{1,30}:ja:email:shop42");
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(parts.getBodyPart(0).getContent()).isEqualTo(text);
        assertThat(parts.getBodyPart(1).getContent()).isEqualTo(html);

        Map<String, String> mime4j = mime4j(bytes);
        assertThat(mime4j.get("Subject")).isEqualTo(subject.strip());
        assertThat(mime4j.get(OFFER)).isEqualTo(subject.strip());
        assertThat(displayName(mime4j)).isEqualTo(name.strip());
        assertThat(mime4j.get("text/plain")).isEqualTo(text);
        assertThat(mime4j.get("text/html")).isEqualTo(html);

        String raw = new String(bytes, ISO_8859_1);
        assertThat(raw.replace("\r\n", "")).doesNotContain("\r", "\n").matches("[\\t -~]*");
        assertThat(raw.split("\r\n", -1))
                .allSatisfy(line -> assertThat(line.length()).isLessThan(999));
    }

    private static String displayName(Map<String, String> mail) {
        String from = Objects.requireNonNull(mail.get("From"));
        if (from.equals("news@shop.example")) {
            return "";
        }
        assertThat(from).endsWith("<news@shop.example>");
        String name = from.substring(0, from.lastIndexOf('<')).strip();
        boolean quoted = Objects.requireNonNull(mail.get(AS_IT_STANDS + "From")).startsWith("\"");
        return quoted ? name.substring(1, name.length() - 1).replaceAll("\\\\(.)", "$1") : name;
    }

    /** By name of the header or type of the part; headers as they stand, too. */
    static Map<String, String> mime4j(byte[] bytes) throws Exception {
        Map<String, String> found = new HashMap<>();
        MimeTokenStream stream = new MimeTokenStream(
                MimeConfig.custom().setStrictParsing(true).setMaxLineLen(1000).build());
        stream.parse(new ByteArrayInputStream(bytes));
        for (EntityState state = stream.getState(); state != EntityState.T_END_OF_STREAM; state = stream.next()) {
            if (state == EntityState.T_FIELD) {
                found.put(
                        AS_IT_STANDS + stream.getField().getName(),
                        stream.getField().getBody().replace("\r\n", "").strip());
                found.put(
                        stream.getField().getName(),
                        DecoderUtil.decodeEncodedWords(
                                stream.getField().getBody().replace("\r\n", ""), UTF_8));
            } else if (state == EntityState.T_BODY) {
                found.put(
                        stream.getBodyDescriptor().getMimeType(),
                        new String(stream.getDecodedInputStream().readAllBytes(), UTF_8));
            }
        }
        return found;
    }

    @Test
    void nothingThatBreaksLinesGetsIntoAnyHeader() {
        for (String breaking : NaughtyStrings.BREAKING) {
            for (String text : List.of("a" + breaking + "b", breaking + "Bcc: x")) {
                assertThatExceptionOfType(UnmailableException.class)
                        .as("subject")
                        .isThrownBy(() -> new Composer(
                                        new Sender(MailAddress.parse("n@s.example"), "", null, null, false))
                                .compose(Messages.message("k1", Map.of("subject", text, "html", "h"), "a@b.example")));
                MailChannel.Builder builder = MailChannel.smtp("mail.example", 587);
                List<Runnable> positions = new ArrayList<>();
                positions.add(() -> builder.from("a@shop.example", text));
                positions.add(() -> builder.from("a" + text + "@shop.example", ""));
                positions.add(() -> builder.from("a@shop" + text + ".example", ""));
                positions.add(() -> builder.replyTo("a" + text + "@shop.example"));
                positions.add(() -> builder.listId("news" + text, "shop.example"));
                positions.add(() -> builder.feedbackId("shop" + text));
                positions.add(() -> builder.idempotencyHeader("X" + text));
                positions.add(() -> new Imprint(text, "", ""));
                positions.add(() -> Dkim.forDomain("shop" + text + ".example"));
                for (Runnable position : positions) {
                    assertThatIllegalArgumentException().isThrownBy(position::run);
                }
            }
        }
    }

    @Test
    void whatIsNoAddressIsRefused() {
        for (String text : NaughtyStrings.NO_ADDRESSES) {
            assertThatExceptionOfType(UnmailableException.class).as(text).isThrownBy(() -> MailAddress.parse(text));
            if (text.equals(text.strip())) {
                isRefusedInEveryPosition(text);
            }
        }
    }

    private static void isRefusedInEveryPosition(String address) {
        MailChannel.Builder builder = MailChannel.smtp("mail.example", 587);
        SignedLinks links =
                SignedLinks.at(URI.create("https://shop.example/r")).signedWith(SigningKeys.of("k", new byte[32]));
        List<Runnable> positions = List.of(
                () -> builder.from(address, ""),
                () -> builder.replyTo(address),
                () -> ReturnPath.at(address, links),
                () -> Dkim.forDomain(address));
        for (Runnable position : positions) {
            assertThatIllegalArgumentException().as(address).isThrownBy(position::run);
        }
    }
}
