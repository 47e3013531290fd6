// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Words to look for, with gaps of bounded length; looked for in linear time, whatever the text.
 *
 * @param pieces in order
 * @param gap what may stand between them
 */
record Phrase(List<String> pieces, Gap gap) {
    private static final int LONGEST_GAP = 60;
    private static final int MOST_WORDS = 6;
    private static final int MOST_TRIES = 50;

    /** With one of these, a sentence goes over to somebody or something else. */
    private static final Set<String> TURNS = Set.of(
            "sender", "from", "your", "our", "domain", "host", "server", "ip", "dns", "helo", "message", "file",
            "header", "subject", "because", "due", "since", "as", "if", "but", "or");

    /** A sentence ends, or an answer begins. */
    private static final Pattern END = Pattern.compile("[.;:!?] |[45][0-5][0-9] ");

    /** What may stand between two pieces. */
    enum Gap {
        /** Up to {@value #LONGEST_GAP} characters. */
        ANYTHING("\\s*\\*\\s*"),
        /** One word. */
        WORD("(?<= )_(?= )"),
        /** Up to {@value #MOST_WORDS} words that go on about the same thing. */
        WORDS("(?<= )__(?= )");

        private final String sign;

        Gap(String sign) {
            this.sign = sign;
        }

        private boolean allows(String between) {
            return switch (this) {
                case ANYTHING -> true;
                case WORD -> between.indexOf(' ') < 0;
                case WORDS ->
                    !END.matcher(between + " ").find()
                            && List.of(between.split(" ", -1)).stream().noneMatch(TURNS::contains)
                            && between.chars().filter(c -> c == ' ').count() < MOST_WORDS;
            };
        }
    }

    static Phrase of(String line) {
        Gap gap = line.contains(" __ ") ? Gap.WORDS : line.contains(" _ ") ? Gap.WORD : Gap.ANYTHING;
        return new Phrase(List.of(line.split(gap.sign, -1)), gap);
    }

    /** Whether a text, in lower case and with blanks collapsed, has it. */
    boolean isIn(String text) {
        int at = text.indexOf(pieces.get(0));
        for (int tries = 0; at >= 0 && tries < MOST_TRIES; tries++) {
            if (startsWord(text, at) && goesOn(text, at + pieces.get(0).length())) {
                return true;
            }
            at = text.indexOf(pieces.get(0), at + 1);
        }
        return false;
    }

    private static boolean startsWord(String text, int at) {
        char first = text.charAt(at);
        return at == 0 || first > '~' || !Character.isLetterOrDigit(first) || !Character.isLetter(text.charAt(at - 1));
    }

    private boolean goesOn(String text, int from) {
        int at = from;
        for (String piece : pieces.subList(1, pieces.size())) {
            int end = Math.min(text.length(), at + LONGEST_GAP + piece.length());
            int next = text.substring(at, end).indexOf(piece);
            if (next < 0 || !gap.allows(text.substring(at, at + next))) {
                return false;
            }
            at += next + piece.length();
        }
        return true;
    }

    @Override
    public String toString() {
        return String.join(" \u2026 ", pieces).strip();
    }
}
