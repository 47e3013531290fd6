// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.StringJoiner;

/**
 * Text in headers (RFC 2047): as it is where that is safe, else in encoded words of whole characters. The library's own
 * encoder leaves ASCII alone that a reader would take for an encoded word, or that no line can hold.
 */
final class EncodedWords {
    /** Bytes whose base64 form, with the frame around it, stays within 75 characters. */
    private static final int MOST_BYTES = 45;

    private static final int LONGEST_PLAIN_WORD = 60;
    private static final String FRAME = "=?";
    private static final String PHRASE_SPECIALS = "()<>[]:;@\\,.\"";

    private EncodedWords() {}

    /** An unstructured value, such as a subject. */
    static String text(String text) {
        return isPlain(text) ? text : encoded(text);
    }

    /** A display name. */
    static String phrase(String name) {
        if (!isPlain(name)) {
            return encoded(name);
        }
        return name.chars().anyMatch(c -> PHRASE_SPECIALS.indexOf(c) >= 0)
                ? '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : name;
    }

    private static boolean isPlain(String text) {
        if (text.contains(FRAME) || text.contains("  ") || !text.chars().allMatch(c -> c >= ' ' && c < 127)) {
            return false;
        }
        for (String word : text.split(" ", -1)) {
            if (word.length() > LONGEST_PLAIN_WORD) {
                return false;
            }
        }
        return true;
    }

    private static String encoded(String text) {
        StringJoiner words = new StringJoiner(" ");
        StringBuilder word = new StringBuilder();
        int bytes = 0;
        for (int i = 0; i < text.length(); ) {
            String character = Character.toString(text.codePointAt(i));
            int length = character.getBytes(StandardCharsets.UTF_8).length;
            if (bytes + length > MOST_BYTES) {
                words.add(word(word));
                word.setLength(0);
                bytes = 0;
            }
            word.append(character);
            bytes += length;
            i += character.length();
        }
        return words.add(word(word)).toString();
    }

    private static String word(CharSequence characters) {
        byte[] bytes = characters.toString().getBytes(StandardCharsets.UTF_8);
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
    }
}
