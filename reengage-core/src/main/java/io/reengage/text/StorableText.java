// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.text;

import java.nio.charset.StandardCharsets;

/** Texts of others as a database takes them: PostgreSQL keeps no NUL, and no encoding has half a surrogate pair. */
public final class StorableText {

    private StorableText() {}

    /** Whether the text can be kept as it is. */
    public static boolean is(String text) {
        return text.indexOf('\0') < 0 && isWhole(text);
    }

    /** Whether every surrogate has its other half: one alone is left where a text was cut within a character. */
    public static boolean isWhole(String text) {
        // no stream: every text that is written is looked at
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogate(unit)) {
                boolean paired = Character.isHighSurrogate(unit)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** The text, with a question mark for whatever cannot be kept. */
    public static String of(String text) {
        return is(text)
                ? text
                : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\0', '?');
    }
}
