// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import org.jspecify.annotations.Nullable;

/** Text as HTML shows it literally, between tags and within quoted attributes. */
final class Escaper {

    /** One bit for each character that is escaped; all are below 64. */
    private static final long ESCAPED = 1L << '&' | 1L << '<' | 1L << '>' | 1L << '"' | 1L << '\'';

    private Escaper() {}

    static String escape(String raw) {
        int length = raw.length();
        for (int i = 0; i < length; i++) {
            char c = raw.charAt(i);
            if (c < Long.SIZE && (ESCAPED >>> c & 1) != 0) {
                return escaped(raw, i);
            }
        }
        return raw;
    }

    private static String escaped(String raw, int first) {
        StringBuilder out = new StringBuilder(raw.length() + 16).append(raw, 0, first);
        for (int i = first; i < raw.length(); i++) {
            char c = raw.charAt(i);
            String entity = entity(c);
            if (entity == null) {
                out.append(c);
            } else {
                out.append(entity);
            }
        }
        return out.toString();
    }

    private static @Nullable String entity(char c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            default -> null;
        };
    }
}
