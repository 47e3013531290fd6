// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import io.reengage.channel.Message;
import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParameterList;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Enumeration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns messages into mails. The same message gives the same bytes, every time. */
final class Composer {
    static final String SUBJECT = "subject";
    static final String HTML = "html";
    static final String TEXT = "text";

    /** RFC 5322 2.1.1, without the line break. */
    private static final int LONGEST_LINE = 998;

    private static final int LONGEST_KEY = 60;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    private final Sender sender;

    Composer(Sender sender) {
        this.sender = sender;
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
        try {
            Alternatives body = new Alternatives("=_reengage_" + message.key());
            body.add("text/plain", text.isBlank() ? clean(PlainText.of(html)) : text);
            body.add("text/html", html);
            body.updateHeaders();
            InternetHeaders headers = headers(message, to, subject, body.getContentType());
            return new Letter(sender.from().wire(), to.wire(), bytes(headers, body));
        } catch (MessagingException e) {
            throw new UnmailableException("cannot be composed: " + e.getClass().getSimpleName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private InternetHeaders headers(Message message, MailAddress to, String subject, String contentType)
            throws UnmailableException, IOException {
        Headers headers = new Headers();
        headers.add("Date", date(message.createdAt()));
        headers.add("From", mailbox(sender.displayName(), sender.from()));
        MailAddress replyTo = sender.replyTo();
        if (replyTo != null) {
            headers.add("Reply-To", replyTo.wire());
        }
        headers.add("To", to.wire());
        headers.addText("Subject", subject);
        headers.add("Message-ID", "<" + message.key() + "@" + sender.from().domain() + ">");
        headers.add("X-Reengage-Key", message.key());
        if (isLanguage(message.language())) {
            headers.add("Content-Language", message.language());
        }
        addListHeaders(message, headers);
        headers.add("MIME-Version", "1.0");
        headers.add("Content-Type", contentType.replaceAll("\r\n\\s", ""));
        return headers.lines();
    }

    /** RFC 2919, 2369, 8058. One click is offered over HTTPS only, as RFC 8058 demands. */
    private void addListHeaders(Message message, Headers headers) throws UnmailableException {
        @Nullable URI unsubscribe = message.link(Message.UNSUBSCRIBE).orElse(null);
        if (unsubscribe != null) {
            headers.add("List-Unsubscribe", "<" + unsubscribe.toASCIIString() + ">");
            if ("https".equalsIgnoreCase(unsubscribe.getScheme())) {
                headers.add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
            }
        }
        if (sender.listId() != null) {
            headers.add("List-Id", sender.listId());
        }
        if (sender.bulk()) {
            headers.add("Precedence", "bulk");
        }
    }

    private static String date(Instant at) {
        return DATE.format(at.atOffset(ZoneOffset.UTC));
    }

    private static boolean isLanguage(String tag) {
        return !tag.isEmpty()
                && !tag.equals("und")
                && Locale.forLanguageTag(tag).toLanguageTag().equalsIgnoreCase(tag);
    }

    private static String mailbox(String name, MailAddress address) throws IOException {
        return name.isEmpty() ? address.wire() : EncodedWords.phrase(name) + " <" + address.wire() + ">";
    }

    /** Line ends as mail wants them, and no control characters. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n') {
                clean.append("\r\n");
                if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                    i++;
                }
            } else if (c == '\t' || !Character.isISOControl(c)) {
                clean.append(c);
            }
        }
        return clean.toString();
    }

    private static byte[] bytes(InternetHeaders headers, MimeMultipart body) throws IOException, MessagingException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(16 * 1024);
        for (Enumeration<String> lines = headers.getAllHeaderLines(); lines.hasMoreElements(); ) {
            out.write(lines.nextElement().getBytes(StandardCharsets.US_ASCII));
            out.write('\r');
            out.write('\n');
        }
        out.write('\r');
        out.write('\n');
        body.writeTo(out);
        return out.toByteArray();
    }

    /** Header lines, each checked: the library would write a line break in a value as a new header. */
    private static final class Headers {
        private final InternetHeaders lines = new InternetHeaders();

        InternetHeaders lines() {
            return lines;
        }

        void addText(String name, String text) throws UnmailableException {
            check(name, text);
            put(name, EncodedWords.text(text.strip()));
        }

        void add(String name, String value) throws UnmailableException {
            check(name, value);
            put(name, value);
        }

        private void put(String name, String value) throws UnmailableException {
            String folded = MimeUtility.fold(name.length() + 2, value);
            for (String line : (name + ": " + folded).split("\r\n", -1)) {
                if (line.length() > LONGEST_LINE || line.chars().anyMatch(c -> c > 126)) {
                    throw new UnmailableException("header " + name + " cannot be written");
                }
            }
            lines.addHeader(name, folded);
        }

        private static void check(String name, String value) throws UnmailableException {
            if (value.chars().anyMatch(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029')) {
                throw new UnmailableException("header " + name + " would hold a line break or control character");
            }
        }
    }

    /** The same content in several forms, the best last; parts carry their bytes, so that no handler is looked up. */
    private static final class Alternatives extends MimeMultipart {
        /** Beyond one foreign byte in six, three characters for each cost more than four for every three. */
        private static final int FOREIGN_WORTH_BASE64 = 6;

        Alternatives(String boundary) {
            super("alternative");
            ParameterList parameters = new ParameterList();
            parameters.set("boundary", boundary);
            contentType = new ContentType("multipart", "alternative", parameters).toString();
        }

        void add(String type, String content) throws MessagingException {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            MimeBodyPart part = new MimeBodyPart();
            part.setDataHandler(new DataHandler(new ByteArrayDataSource(bytes, type + "; charset=UTF-8")));
            part.setHeader("Content-Transfer-Encoding", encoding(bytes));
            addBodyPart(part);
        }

        /** The shorter of the two under which no line of content can look like a boundary. */
        private static String encoding(byte[] bytes) {
            int foreign = 0;
            for (byte each : bytes) {
                if (each < 0) {
                    foreign++;
                }
            }
            return foreign * FOREIGN_WORTH_BASE64 > bytes.length ? "base64" : "quoted-printable";
        }

        @Override
        protected void updateHeaders() throws MessagingException {
            super.updateHeaders();
        }
    }
}
