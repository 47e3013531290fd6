// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import java.util.List;

/**
 * Words to look for, with gaps of bounded length; looked for in linear time, whatever the text.
 *
 * @param pieces in order
 * @param oneWord whether a gap is one word, rather than up to {@value #LONGEST_GAP} characters
 */
record Phrase(List<String> pieces, boolean oneWord) {
    private static final int LONGEST_GAP = 60;
    private static final int MOST_TRIES = 50;

    static Phrase of(String line) {
        boolean oneWord = line.contains(" _ ");
        return new Phrase(List.of(line.split(oneWord ? "(?<= )_(?= )" : "\\s*\\*\\s*", -1)), oneWord);
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
            if (next < 0 || (oneWord && text.substring(at, at + next).indexOf(' ') >= 0)) {
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
