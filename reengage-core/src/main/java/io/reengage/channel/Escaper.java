// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import com.samskivert.mustache.Mustache;
import org.jspecify.annotations.Nullable;

/** Text as HTML shows it literally, between tags and within quoted attributes. */
final class Escaper implements Mustache.Escaper {

    @Override
    public String escape(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) <= '>' && entity(raw.charAt(i)) != null) {
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
