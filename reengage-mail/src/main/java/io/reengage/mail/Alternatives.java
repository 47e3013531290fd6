// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.angus.mail.util.BASE64EncoderStream;
import org.eclipse.angus.mail.util.QPEncoderStream;

/**
 * The same content in several forms, the best last (RFC 2046 5.1.4). Written here and encoded by the library: its own parts
 * look for a provider on the class path each time one is made, which costs more than all the rest of a mail.
 */
final class Alternatives {
    /** Beyond one foreign byte in six, three characters for each cost more than four for every three. */
    private static final int FOREIGN_WORTH_BASE64 = 6;

    private final String boundary;
    private final List<Part> parts = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Part(String type, boolean foreign, byte[] bytes) {}

    /** @param boundary holds {@code =_}, which neither encoding writes */
    Alternatives(String boundary) {
        this.boundary = boundary;
    }

    void add(String type, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        parts.add(new Part(type, isForeign(bytes), bytes));
    }

    String contentType() {
        return "multipart/alternative; boundary=\"" + boundary + "\"";
    }

    void writeTo(OutputStream out) throws IOException {
        for (Part part : parts) {
            line(out, "--" + boundary);
            line(out, "Content-Type: " + part.type() + "; charset=UTF-8");
            line(out, "Content-Transfer-Encoding: " + (part.foreign() ? "base64" : "quoted-printable"));
            line(out, "");
            // flushed, not closed, since that would close what is written to
            OutputStream encoder = part.foreign() ? new BASE64EncoderStream(out) : new QPEncoderStream(out);
            encoder.write(part.bytes());
            encoder.flush();
            line(out, "");
        }
        line(out, "--" + boundary + "--");
    }

    /** Whether base64 is shorter; under neither of the two can a line of content look like a boundary. */
    private static boolean isForeign(byte[] bytes) {
        int foreign = 0;
        for (byte each : bytes) {
            if (each < 0) {
                foreign++;
            }
        }
        return foreign * FOREIGN_WORTH_BASE64 > bytes.length;
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.write('\r');
        out.write('\n');
    }
}
