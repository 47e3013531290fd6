// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Character references in HTML attributes: those that addresses need. */
final class References {
    private static final Map<String, String> NAMED =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'");
    private static final int LONGEST = 10;

    private References() {}

    /** The value that is written so; empty if it holds a reference whose character is not certain here. */
    static Optional<String> decoded(String written) {
        StringBuilder out = new StringBuilder(written.length());
        int i = 0;
        while (i < written.length()) {
            char c = written.charAt(i);
            if (c != '&') {
                out.append(c);
                i++;
                continue;
            }
            int end = nameEnd(written, i + 1);
            String name = written.substring(i + 1, end);
            boolean closed = end < written.length() && written.charAt(end) == ';';
            @Nullable String character = closed ? character(name) : literal(written, name, end);
            if (character == null) {
                return Optional.empty();
            }
            out.append(character);
            i = closed ? end + 1 : end;
        }
        return Optional.of(out.toString());
    }

    private static int nameEnd(String written, int from) {
        int end = from < written.length() && written.charAt(from) == '#' ? from + 1 : from;
        while (end < written.length() && Character.isLetterOrDigit(written.charAt(end))) {
            end++;
        }
        return end;
    }

    private static @Nullable String character(String name) {
        if (!name.startsWith("#")) {
            return NAMED.get(name);
        }
        boolean hex = name.length() > 1 && Character.toLowerCase(name.charAt(1)) == 'x';
        String digits = name.substring(hex ? 2 : 1);
        if (digits.isEmpty() || digits.length() > LONGEST || !digits.matches(hex ? "[0-9a-fA-F]+" : "[0-9]+")) {
            return null;
        }
        long point = Long.parseLong(digits, hex ? 16 : 10);
        boolean plain = point >= 0x20
                && point <= 0x10ffff
                && !(point >= 0x7f && point < 0xa0)
                && !(point >= 0xd800 && point < 0xe000);
        return plain ? Character.toString((int) point) : null;
    }

    /** An ampersand that begins no reference, such as in {@code ?a=1&b=2}: one behind whose word an equals sign stands. */
    private static @Nullable String literal(String written, String name, int end) {
        boolean parameter = end < written.length() && written.charAt(end) == '=';
        boolean noName = name.isEmpty();
        return !name.startsWith("#") && (parameter || noName) ? "&" + name : null;
    }

    /** As it is written in an attribute, whatever its quotes. */
    static String encoded(String value) {
        StringBuilder out = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ("&<>\"'`=".indexOf(c) >= 0) {
                out.append("&#").append((int) c).append(';');
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
