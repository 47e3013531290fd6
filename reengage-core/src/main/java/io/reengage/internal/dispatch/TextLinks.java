// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds the web addresses of a plain text where mail programs see them. What readers' programs disagree about, such as an
 * address with a letter beyond ASCII right behind it, is not found.
 */
final class TextLinks {
    private static final String BETWEEN = "<>\"`{}|\\^";
    private static final String AT_THE_END = ".,;:!?'*_~";

    private TextLinks() {}

    static List<Place> find(String text) {
        List<Place> found = new ArrayList<>();
        int from = text.indexOf("://");
        while (from >= 0) {
            int start = start(text, from);
            int end = start < 0 ? from + 3 : end(text, from + 3);
            boolean cutInAWord = end < text.length() && isWordBeyondAscii(text.codePointAt(end));
            if (start >= 0 && !cutInAWord && end > from + 3) {
                int trimmed = trimmed(text, from + 3, end);
                found.add(new Place(start, trimmed, text.substring(start, trimmed)));
            }
            from = text.indexOf("://", end);
        }
        return found;
    }

    /** Where {@code http} or {@code https} begins, or -1. */
    private static int start(String text, int colon) {
        for (String scheme : List.of("https", "http")) {
            int start = colon - scheme.length();
            boolean said = start >= 0
                    && text.substring(start, colon).toLowerCase(Locale.ROOT).equals(scheme);
            if (said && (start == 0 || !Character.isLetterOrDigit(text.codePointBefore(start)))) {
                return start;
            }
        }
        return -1;
    }

    private static int end(String text, int from) {
        int end = from;
        while (end < text.length() && isOfAnAddress(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isOfAnAddress(char c) {
        return c > 0x20 && c < 0x7f && BETWEEN.indexOf(c) < 0;
    }

    private static boolean isWordBeyondAscii(int c) {
        return (c > 0x7f && Character.isLetterOrDigit(c)) || "{}|\\^`".indexOf(c) >= 0;
    }

    /** Without what ends the sentence around it. */
    private static int trimmed(String text, int from, int end) {
        int last = end;
        while (last > from && isOfTheSentence(text, from, last)) {
            last--;
        }
        return last;
    }

    private static boolean isOfTheSentence(String text, int from, int end) {
        char c = text.charAt(end - 1);
        int opening = ")]".indexOf(c);
        return AT_THE_END.indexOf(c) >= 0
                || (opening >= 0 && count(text, from, end, "([".charAt(opening)) < count(text, from, end, c));
    }

    private static long count(String text, int from, int end, char c) {
        return text.substring(from, end).chars().filter(each -> each == c).count();
    }
}
