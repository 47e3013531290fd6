// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Fills one field, within bounds. */
final class FieldText {

    /** Longer fields are refused, in characters: mail programs clip HTML at a fifth of it. */
    static final int LONGEST_FIELD = 512 * 1024;

    private static final int USUAL_PIECES = 100;

    private static final Set<String> OF_MANY_LINES = Set.of("html", "text");

    private FieldText() {}

    /**
     * Writes a field.
     *
     * @param missing receives the names of values that are absent
     */
    static String write(String field, Script template, Object values, Set<String> missing) {
        Page out = new Page(missing);
        template.fill(values, out);
        String text = out.checked();
        return OF_MANY_LINES.contains(field) ? text : oneLine(text);
    }

    private static String oneLine(String text) {
        String line = text.strip();
        for (int i = 0; i < line.length(); i++) {
            if (breaksLine(line.charAt(i))) {
                throw new UnfitException("holds a line break or control character");
            }
        }
        return line;
    }

    private static boolean breaksLine(char c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }

    /**
     * Keeps what is written, up to the bound, and notes what is absent and where links are filled in. Pieces are joined at the
     * end, so that each is copied once.
     */
    static final class Page {
        private final List<String> pieces = new ArrayList<>(USUAL_PIECES);
        private final List<Integer> links = new ArrayList<>();
        private final Set<String> missing;
        private int length;

        private Page(Set<String> missing) {
            this.missing = missing;
        }

        void write(String piece) {
            if (length + piece.length() > LONGEST_FIELD) {
                throw new UnfitException("is longer than " + LONGEST_FIELD / 1024 + " KB");
            }
            pieces.add(piece);
            length += piece.length();
        }

        void lacks(String value) {
            missing.add(value);
        }

        void link() {
            links.add(length);
        }

        private String checked() {
            String page = String.join("", pieces.toArray(String[]::new));
            links.forEach(start -> LinkPlaces.check(page, start));
            return page;
        }
    }

    /** A field that must not be sent as it came out. */
    static final class UnfitException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnfitException(String message) {
            super(message);
        }

        UnfitException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
