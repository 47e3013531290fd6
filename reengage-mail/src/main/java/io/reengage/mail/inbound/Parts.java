// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.jsoup.Jsoup;

/**
 * The parts of a mail that matter when it comes back, as text. Lenient: what breaks the rules of MIME is read as far as it
 * goes, and as plain text if it goes nowhere.
 *
 * @param headers of the mail itself
 * @param text what is written for people
 * @param status fields of {@code message/delivery-status}; empty if there are none
 * @param feedback fields of {@code message/feedback-report}; empty if there are none
 * @param original the mail that was sent, or its headers, as it was returned; empty if it was not
 */
record Parts(Fields headers, String text, String status, String feedback, String original) {
    private static final int MOST_TEXT = 256 * 1024;
    private static final int DEEPEST = 20;
    private static final int MOST_PARTS = 200;
    private static final Set<String> STATUS = Set.of("message/delivery-status", "message/global-delivery-status");
    private static final Set<String> ORIGINAL = Set.of(
            "message/rfc822",
            "text/rfc822-headers",
            "text/rfc822",
            "message/rfc822-headers",
            "message/global",
            "message/global-headers",
            "message/partial");
    private static final MimeConfig LIMITS = MimeConfig.custom()
            .setMaxLineLen(128 * 1024)
            .setMaxHeaderCount(2_000)
            .setMaxHeaderLen(128 * 1024)
            .setMalformedHeaderStartsBody(false)
            .build();

    static Parts of(byte[] mail) {
        byte[] clean = Bytes.clean(mail);
        Fields headers = Fields.parse(Bytes.head(clean));
        Collector parts = new Collector();
        try {
            parts.read(clean);
        } catch (IOException | MimeException | RuntimeException e) {
            // what was read until then counts
            parts.broken = true;
        }
        if (parts.isEmpty()) {
            parts.text.append(Bytes.text(Bytes.body(clean), StandardCharsets.UTF_8, MOST_TEXT));
        }
        return new Parts(
                headers,
                parts.text.toString(),
                parts.status.toString(),
                parts.feedback.toString(),
                parts.original.toString());
    }

    private static final class Collector {
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder html = new StringBuilder();
        private final StringBuilder preamble = new StringBuilder();
        private final StringBuilder status = new StringBuilder();
        private final StringBuilder feedback = new StringBuilder();
        private final StringBuilder original = new StringBuilder();
        private boolean broken;

        boolean isEmpty() {
            if (text.isEmpty() && !html.isEmpty()) {
                text.append(Jsoup.parse(html.toString()).wholeText());
            }
            if (text.isEmpty() && status.isEmpty() && feedback.isEmpty()) {
                text.append(preamble);
            }
            return text.isEmpty() && status.isEmpty() && feedback.isEmpty() && (broken || original.isEmpty());
        }

        void read(byte[] mail) throws IOException, MimeException {
            MimeTokenStream stream = new MimeTokenStream(LIMITS);
            stream.setRecursionMode(RecursionMode.M_NO_RECURSE);
            stream.parse(new ByteArrayInputStream(mail));
            int depth = 0;
            int parts = 0;
            for (EntityState at = stream.getState(); at != EntityState.T_END_OF_STREAM; at = stream.next()) {
                if (at == EntityState.T_START_MULTIPART) {
                    depth++;
                } else if (at == EntityState.T_END_MULTIPART) {
                    depth--;
                } else if (at == EntityState.T_PREAMBLE) {
                    add(preamble, stream.getInputStream(), StandardCharsets.UTF_8);
                } else if (at == EntityState.T_BODY) {
                    body(stream);
                    parts++;
                }
                if (depth > DEEPEST || parts > MOST_PARTS) {
                    return;
                }
            }
        }

        private void body(MimeTokenStream stream) throws IOException {
            BodyDescriptor about = stream.getBodyDescriptor();
            String type = about.getMimeType() == null
                    ? "text/plain"
                    : about.getMimeType().toLowerCase(Locale.ROOT);
            Charset charset = Bytes.charset(about.getCharset());
            if (STATUS.contains(type)) {
                add(status, stream.getDecodedInputStream(), charset);
                status.append("\n\n");
            } else if (type.equals("message/feedback-report")) {
                add(feedback, stream.getDecodedInputStream(), charset);
            } else if (ORIGINAL.contains(type)) {
                if (original.isEmpty()) {
                    add(original, stream.getDecodedInputStream(), charset);
                }
            } else if (type.equals("text/html")) {
                add(html, stream.getDecodedInputStream(), charset);
            } else if (type.startsWith("text/")) {
                add(text, stream.getDecodedInputStream(), charset);
                text.append('\n');
            }
        }

        private static void add(StringBuilder to, InputStream in, Charset charset) throws IOException {
            int room = MOST_TEXT - to.length();
            if (room > 0) {
                to.append(Bytes.text(Bytes.readUpTo(in, room), charset, room));
            }
        }
    }
}
