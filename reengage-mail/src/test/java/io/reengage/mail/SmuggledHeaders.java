// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Map;

/** Tries to smuggle a header in by a value: every line break must be refused, whatever a library would make of it. */
public final class SmuggledHeaders {
    private static final List<String> BREAKS = List.of("\r\n", "\n", "\r", "\r\n\r\n");

    private SmuggledHeaders() {}

    /** Empty if everything was refused. */
    public static String find() {
        StringBuilder found = new StringBuilder();
        for (String each : BREAKS) {
            String value = "Hello" + each + "Bcc: victim@example.com";
            look(found, "a mail's subject", () -> composed(value));
            look(found, "a header", () -> {
                HeaderLines lines = new HeaderLines(false);
                lines.add("X-Anything", value);
                return lines.text();
            });
        }
        return found.toString();
    }

    private interface Attempt {
        String head() throws UnmailableException;
    }

    private static String composed(String subject) throws UnmailableException {
        Composer composer = new Composer(new Sender(MailAddress.parse("news@shop.example"), "Shop", null, null, false));
        byte[] bytes = composer.compose(
                        Messages.message("k1", Map.of("subject", subject, "html", "<p>h</p>"), "hanako@example.jp"))
                .bytes();
        return new String(bytes, ISO_8859_1);
    }

    private static void look(StringBuilder found, String where, Attempt attempt) {
        try {
            int length = attempt.head().length();
            found.append("a line break was not refused in ")
                    .append(where)
                    .append(": ")
                    .append(length)
                    .append('\n');
        } catch (UnmailableException e) {
            // as it must be
            return;
        }
    }
}
