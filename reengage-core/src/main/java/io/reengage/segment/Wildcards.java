// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

/** Patterns in which {@code *} stands for any letters and {@code ?} for one. Time grows with the product of the lengths. */
final class Wildcards {

    private Wildcards() {}

    static boolean match(String pattern, String text) {
        int[] letters = text.codePoints().toArray();
        int[] signs = pattern.codePoints().toArray();
        int at = 0;
        int sign = 0;
        int star = -1;
        int resume = 0;
        while (at < letters.length) {
            if (sign < signs.length && signs[sign] == '*') {
                star = sign++;
                resume = at;
            } else if (sign < signs.length && (signs[sign] == '?' || signs[sign] == letters[at])) {
                sign++;
                at++;
            } else if (star >= 0) {
                sign = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (sign < signs.length && signs[sign] == '*') {
            sign++;
        }
        return sign == signs.length;
    }
}
