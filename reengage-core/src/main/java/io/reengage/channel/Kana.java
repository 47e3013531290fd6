// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import java.text.Normalizer;

/** Half-width kana, which old systems store names in and modern mail shows badly. */
final class Kana {
    private static final char FIRST = '\uff61';
    private static final char LAST = '\uff9f';

    private Kana() {}

    /** The text with every run of half-width kana in full width (NFKC of these characters alone: all others stay as they are). */
    static String widened(String text) {
        int start = next(text, 0, true);
        if (start == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        while (start < text.length()) {
            int end = next(text, start, false);
            out.append(text, at, start).append(Normalizer.normalize(text.substring(start, end), Normalizer.Form.NFKC));
            at = end;
            start = next(text, end, true);
        }
        return out.append(text, at, text.length()).toString();
    }

    private static boolean isHalf(char c) {
        return (char) (c - FIRST) <= LAST - FIRST;
    }

    private static int next(String text, int from, boolean half) {
        int length = text.length();
        int i = from;
        while (i < length && isHalf(text.charAt(i)) != half) {
            i++;
        }
        return i;
    }
}
