// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes of mails as text, whatever they are. */
final class Bytes {
    private static final Charset JIS = Charset.forName("ISO-2022-JP");

    private Bytes() {}

    /** What there is of a stream, up to a number of bytes; an error on the way ends it. */
    static byte[] readUpTo(InputStream in, int most) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            while (out.size() < most) {
                int read = in.read(buffer, 0, Math.min(buffer.length, most - out.size()));
                if (read < 0) {
                    break;
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException | RuntimeException e) {
            // a broken encoding: what was decoded until then counts
            return out.toByteArray();
        }
        return out.toByteArray();
    }

    /** Without the line that mailbox files put in front, and with line feeds where only carriage returns end lines. */
    static byte[] clean(byte[] mail) {
        byte[] clean = mail;
        int start = 0;
        while (start < clean.length && (clean[start] == '\r' || clean[start] == '\n' || clean[start] == ' ')) {
            start++;
        }
        if (startsWith(clean, start, "From ") || startsWith(clean, start, ">From ")) {
            while (start < clean.length && clean[start] != '\n' && clean[start] != '\r') {
                start++;
            }
            while (start < clean.length && (clean[start] == '\n' || clean[start] == '\r')) {
                start++;
            }
        }
        clean = start == 0 ? mail.clone() : Arrays.copyOfRange(mail, start, mail.length);
        boolean anyFeed = false;
        for (byte each : clean) {
            anyFeed |= each == '\n';
        }
        for (int i = 0; i < clean.length && !anyFeed; i++) {
            if (clean[i] == '\r') {
                clean[i] = '\n';
            }
        }
        return clean;
    }

    private static boolean startsWith(byte[] bytes, int at, String word) {
        byte[] expected = word.getBytes(StandardCharsets.US_ASCII);
        return at + expected.length <= bytes.length
                && Arrays.equals(bytes, at, at + expected.length, expected, 0, expected.length);
    }

    private static int endOfHead(byte[] mail) {
        for (int i = 0; i + 1 < mail.length; i++) {
            if (mail[i] == '\n' && (mail[i + 1] == '\n' || mail[i + 1] == '\r')) {
                return i + 1;
            }
        }
        return mail.length;
    }

    static String head(byte[] mail) {
        int end = Math.min(endOfHead(mail), 512 * 1024);
        return text(Arrays.copyOf(mail, end), StandardCharsets.UTF_8, end);
    }

    static byte[] body(byte[] mail) {
        return Arrays.copyOfRange(mail, endOfHead(mail), mail.length);
    }

    /** A character set by name; Latin-1 for unknown ones, since it reads everything. */
    static Charset charset(@Nullable String name) {
        try {
            return name == null || name.equalsIgnoreCase("us-ascii") ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return StandardCharsets.ISO_8859_1;
        }
    }

    /** Text; Japanese that forgot to say so is recognized by its escapes. */
    static String text(byte[] bytes, Charset charset, int most) {
        String text = new String(bytes, charset);
        if (!charset.equals(JIS) && (text.contains("\u001b$B") || text.contains("\u001b$@"))) {
            text = new String(bytes, JIS);
        }
        return text.length() > most ? text.substring(0, most) : text;
    }
}
