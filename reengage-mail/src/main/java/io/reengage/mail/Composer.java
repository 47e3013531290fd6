// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import io.reengage.channel.Message;
import io.reengage.mail.smtp.Letter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns messages into mails. The same message gives the same bytes, every time. */
final class Composer {
    static final String SUBJECT = "subject";
    static final String HTML = "html";
    static final String TEXT = "text";

    /** Carries the message's key, for whoever finds the mail again. */
    static final String KEY_HEADER = "X-Reengage-Key";

    /**
     * What Exchange is asked not to send (MS-OXCMAIL 2.1.3.2.20). Not "All": that would silence its reports of non-delivery as
     * well, and addresses that died would never be known. Nor {@code Auto-Submitted}, which is said of what no person has a
     * hand in (RFC 3834 5.2). Answering machines that keep to RFC 3834 and 5230 leave mail with list headers alone.
     */
    private static final String AUTO_REPLIES = "X-Auto-Response-Suppress";

    private static final String NO_AUTO_REPLIES = "OOF, AutoReply";
    private static final int LONGEST_KEY = 60;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    private final String channel;
    private final Sender sender;
    private final @Nullable Dkim dkim;

    /** Composes unsigned mails. */
    Composer(Sender sender) {
        this(MailChannel.NAME, sender, null);
    }

    /**
     * Composes mails.
     *
     * @param channel what the channel is called
     * @param dkim signs; {@code null} where the relay does
     */
    Composer(String channel, Sender sender, @Nullable Dkim dkim) {
        this.channel = channel;
        this.sender = sender;
        this.dkim = dkim;
    }

    Sender sender() {
        return sender;
    }

    boolean signs() {
        return dkim != null;
    }

    /** What keeps a message from going out, whoever the recipient is. */
    List<String> problems(Message message) {
        return sender.duties().problems(message);
    }

    /**
     * Composes one mail.
     *
     * @throws UnmailableException if the message holds something that cannot go by mail
     */
    Letter compose(Message message) throws UnmailableException {
        MailAddress to = MailAddress.parse(message.to().value().strip());
        String subject = field(message, SUBJECT);
        String html = clean(field(message, HTML));
        String text = clean(message.field(TEXT).orElse(""));
        checkKey(message.key());
        List<String> problems = problems(message);
        if (!problems.isEmpty()) {
            throw new UnmailableException(String.join("; ", problems));
        }
        try {
            Alternatives body = new Alternatives("=_reengage_" + message.key());
            body.add("text/plain", text.isBlank() ? clean(PlainText.of(html)) : text);
            body.add("text/html", html);
            boolean international = sender.isInternational() || to.isInternational();
            HeaderLines headers = new HeaderLines(international);
            addHeaders(headers, message, to, subject);
            headers.add("Content-Type", body.contentType());
            return new Letter(
                    sender.envelope(message), to.wire(), international, signed(bytes(headers, body), message));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] signed(byte[] mail, Message message) {
        if (dkim == null) {
            return mail;
        }
        byte[] signatures = dkim.signatures(mail, message.createdAt()).getBytes(StandardCharsets.US_ASCII);
        byte[] signed = Arrays.copyOf(signatures, signatures.length + mail.length);
        System.arraycopy(mail, 0, signed, signatures.length, mail.length);
        return signed;
    }

    private static String field(Message message, String name) throws UnmailableException {
        String content = message.field(name).orElse("");
        if (content.isBlank()) {
            throw new UnmailableException("field " + name + " is missing");
        }
        return content;
    }

    private static void checkKey(String key) throws UnmailableException {
        boolean usable = !key.isEmpty()
                && key.length() <= LONGEST_KEY
                && key.chars().allMatch(c -> c == '-' || (c < 128 && Character.isLetterOrDigit(c)));
        if (!usable) {
            throw new UnmailableException("message key is not letters, digits and - only");
        }
    }

    private void addHeaders(HeaderLines headers, Message message, MailAddress to, String subject)
            throws UnmailableException {
        headers.add("Date", date(message.createdAt()));
        headers.addMailbox("From", sender.displayName(), sender.from());
        MailAddress replyTo = sender.replyTo();
        if (replyTo != null) {
            headers.add("Reply-To", replyTo.wire());
        }
        headers.add("To", to.wire());
        headers.addText("Subject", subject);
        headers.add("Message-ID", "<" + message.key() + "@" + sender.from().domain() + ">");
        headers.add(KEY_HEADER, message.key());
        @Nullable String tag = sender.tag(message);
        if (tag != null) {
            headers.add(ReturnPath.HEADER, tag);
        }
        if (!sender.duties().keyHeader().isEmpty()) {
            headers.add(sender.duties().keyHeader(), message.key());
        }
        for (String each : sender.templateHeaders()) {
            String value = message.field(each).orElse("");
            if (!value.isBlank()) {
                headers.addText(each, value);
            }
        }
        if (isLanguage(message.language())) {
            headers.add("Content-Language", message.language());
        }
        if (sender.duties().isMarketing(message)) {
            addListHeaders(message, headers);
        }
        headers.add("MIME-Version", "1.0");
    }

    /** RFC 2919, 2369, 8058. One click is offered over HTTPS only, as RFC 8058 demands. */
    private void addListHeaders(Message message, HeaderLines headers) throws UnmailableException {
        @Nullable URI unsubscribe = message.link(Message.UNSUBSCRIBE).orElse(null);
        if (unsubscribe != null) {
            headers.add("List-Unsubscribe", "<" + unsubscribe.toASCIIString() + ">" + byMail(message));
            if ("https".equalsIgnoreCase(unsubscribe.getScheme())) {
                headers.add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
            }
        }
        if (sender.listId() != null) {
            headers.add("List-Id", sender.listId());
        }
        if (!sender.duties().feedbackId().isEmpty()) {
            headers.add("Feedback-ID", sender.duties().feedback(message, channel));
        }
        if (sender.bulk()) {
            headers.add("Precedence", "bulk");
        }
        if (!sender.autoReplies()) {
            headers.add(AUTO_REPLIES, NO_AUTO_REPLIES);
        }
    }

    /** Leaving by mail, where what comes back is read and tells who wrote. */
    private String byMail(Message message) {
        String back = sender.envelope(message);
        return back.indexOf('+') < 0 || sender.returnPath() == null
                ? ""
                : ", <mailto:" + back + "?subject=unsubscribe>";
    }

    private static String date(Instant at) {
        return DATE.format(at.atOffset(ZoneOffset.UTC));
    }

    private static boolean isLanguage(String tag) {
        return !tag.isEmpty()
                && !tag.equals("und")
                && Locale.forLanguageTag(tag).toLanguageTag().equalsIgnoreCase(tag);
    }

    /** Line ends as mail wants them, no control characters, and no halves of characters: cut emoji are common. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n') {
                clean.append("\r\n");
                if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                    i++;
                }
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                clean.append(c).append(text.charAt(++i));
            } else if (c == '\t' || !Character.isISOControl(c)) {
                clean.append(Character.isSurrogate(c) ? '\ufffd' : c);
            }
        }
        return clean.toString();
    }

    private static byte[] bytes(HeaderLines headers, Alternatives body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(16 * 1024);
        out.write(headers.text().getBytes(StandardCharsets.UTF_8));
        out.write('\r');
        out.write('\n');
        body.writeTo(out);
        return out.toByteArray();
    }
}
