// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import com.samskivert.mustache.Template;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
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
        Page out = new Page(missing);
        template.execute(values, out);
        String text = out.checked();
        return OF_MANY_LINES.contains(field) ? text : oneLine(text);
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

    /**
     * Keeps what is written, up to the bound, and notes what is absent and where links are filled in. The engine hands over
     * each stretch of the template, and each value, as one piece; joined at the end, each is copied once.
     */
    private static final class Page extends Writer {
        private final List<String> pieces = new ArrayList<>();
        private final List<Integer> links = new ArrayList<>();
        private final Set<String> missing;
        private int length;

        private Page(Set<String> missing) {
            this.missing = missing;
        }

        @Override
        public Writer append(@Nullable CharSequence chars) {
            write(String.valueOf(chars));
            return this;
        }

        @Override
        public void write(String piece) {
            if (length + piece.length() > LONGEST_FIELD) {
                throw new UnfitException("is longer than " + LONGEST_FIELD / 1024 + " KB");
            }
            if (piece.equals(LinkPlaces.MARK)) {
                links.add(length);
            } else if (!piece.isEmpty() && piece.charAt(0) == PlainValues.MARK) {
                missing.add(piece.substring(1, piece.length() - 1));
            } else {
                pieces.add(piece);
                length += piece.length();
            }
        }

        @Override
        public void write(char[] chars, int from, int length) {
            write(new String(chars, from, length));
        }

        private String checked() {
            String page = String.join("", pieces);
            links.forEach(start -> LinkPlaces.check(page, start));
            return page;
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
