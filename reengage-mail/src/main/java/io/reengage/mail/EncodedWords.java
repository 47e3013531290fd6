// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.StringJoiner;

/**
 * Text in headers (RFC 2047): as it is where that is safe, else in encoded words of whole characters. The library's own
 * encoder leaves ASCII alone that a reader would take for an encoded word, or that no line can hold.
 */
final class EncodedWords {
    /** RFC 2047 2: of a word with its frame. */
    private static final int LONGEST_WORD = 75;

    /** RFC 2047 2: of a line with encoded words. */
    private static final int LONGEST_LINE = 76;

    private static final String LEAD = "=?UTF-8?B?";
    private static final String END = "?=";

    private static final int LONGEST_PLAIN_WORD = 60;
    private static final String FRAME = "=?";
    private static final String PHRASE_SPECIALS = "()<>[]:;@\\,.\"";

    private EncodedWords() {}

    /**
     * An unstructured value, such as a subject.
     *
     * @param used characters that stand before it on its line
     */
    static String text(String text, int used) {
        return isPlain(text) ? text : encoded(text, used);
    }

    /**
     * A display name.
     *
     * @param used characters that stand before it on its line
     */
    static String phrase(String name, int used) {
        if (!isPlain(name)) {
            return encoded(name, used);
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

    private static String encoded(String text, int used) {
        StringJoiner words = new StringJoiner(" ");
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        int most = mostBytes(LONGEST_LINE - used);
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            byte[] bytes = Character.toString(Character.getType(character) == Character.SURROGATE ? 0xfffd : character)
                    .getBytes(StandardCharsets.UTF_8);
            if (word.size() + bytes.length > most) {
                words.add(word(word));
                word.reset();
                most = mostBytes(LONGEST_WORD);
            }
            word.writeBytes(bytes);
            i += Character.charCount(character);
        }
        return words.add(word(word)).toString();
    }

    /** How many bytes a word of this length holds in base64. */
    private static int mostBytes(int length) {
        return (Math.min(length, LONGEST_WORD) - LEAD.length() - END.length()) / 4 * 3;
    }

    private static String word(ByteArrayOutputStream bytes) {
        return LEAD + Base64.getEncoder().encodeToString(bytes.toByteArray()) + END;
    }
}
