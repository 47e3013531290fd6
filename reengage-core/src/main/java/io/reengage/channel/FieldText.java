// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import com.samskivert.mustache.Template;
import java.io.Writer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fills one field, within bounds. */
final class FieldText {

    /** Longer fields are refused, in characters: mail programs clip HTML at a fifth of it. */
    static final int LONGEST_FIELD = 512 * 1024;

    private static final Set<String> OF_MANY_LINES = Set.of("html", "text");

    private FieldText() {}

    /**
     * Writes a field.
     *
     * @param missing receives the names of values that are absent
     */
    static String write(String field, Template template, Object values, Set<String> missing) {
        Bounded out = new Bounded();
        template.execute(values, out);
        String text = LinkPlaces.checked(out.text.toString());
        collectMarked(text, missing);
        return OF_MANY_LINES.contains(field) ? text : oneLine(text);
    }

    private static void collectMarked(String text, Set<String> missing) {
        int open = text.indexOf(PlainValues.MARK);
        while (open >= 0) {
            int close = text.indexOf(PlainValues.MARK, open + 1);
            if (close < 0) {
                throw new UnfitException("holds a code point that is no character");
            }
            missing.add(text.substring(open + 1, close));
            open = text.indexOf(PlainValues.MARK, close + 1);
        }
    }

    private static String oneLine(String text) {
        String line = text.strip();
        if (line.chars().anyMatch(FieldText::breaksLine)) {
            throw new UnfitException("holds a line break or control character");
        }
        return line;
    }

    private static boolean breaksLine(int c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }

    /** Keeps what is written, up to the bound. */
    private static final class Bounded extends Writer {
        private final StringBuilder text = new StringBuilder(1024);

        @Override
        public void write(char[] chars, int from, int length) {
            text.append(chars, from, bounded(length));
        }

        @Override
        public void write(String chars) {
            bounded(chars.length());
            text.append(chars);
        }

        @Override
        public void write(String chars, int from, int length) {
            text.append(chars, from, from + bounded(length));
        }

        @Override
        public Writer append(@Nullable CharSequence chars) {
            write(String.valueOf(chars));
            return this;
        }

        private int bounded(int length) {
            if (text.length() + length > LONGEST_FIELD) {
                throw new UnfitException("is longer than " + LONGEST_FIELD / 1024 + " KB");
            }
            return length;
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** A field that must not be sent as it came out. */
    static final class UnfitException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnfitException(String message) {
            super(message);
        }
    }
}
