// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Places of a page where a value says where a link leads or a picture comes from. No value may make code of it: escaping
 * alone lets {@code javascript:} through.
 */
final class LinkPlaces {
    /** Stands before such a value, which cannot hold it: no value holds its first half. */
    private static final String MARK = PlainValues.MARK + "\uFDD1";

    private static final Pattern PLACE = Pattern.compile(
            "(?<before>\\b(?:href|src|action|background)\\s*=\\s*[\"']?\\s*)(?=\\{\\{)", Pattern.CASE_INSENSITIVE);

    private LinkPlaces() {}

    /** The template with a mark at each place. */
    static String marked(String template) {
        return PLACE.matcher(template).replaceAll("${before}" + MARK);
    }

    /**
     * The page without the marks.
     *
     * @throws FieldText.UnfitException if a value would be run
     */
    static String checked(String page) {
        int mark = page.indexOf(MARK);
        if (mark < 0) {
            return page;
        }
        StringBuilder checked = new StringBuilder(page.length());
        int from = 0;
        while (mark >= 0) {
            check(page, mark + MARK.length());
            checked.append(page, from, mark);
            from = mark + MARK.length();
            mark = page.indexOf(MARK, from);
        }
        return checked.append(page, from, page.length()).toString();
    }

    private static void check(String page, int start) {
        StringBuilder scheme = new StringBuilder();
        for (int i = start; i < page.length(); i++) {
            char c = page.charAt(i);
            if (c == ':') {
                refuse(scheme.toString().toLowerCase(Locale.ROOT), page, i + 1);
                return;
            }
            // browsers leave out spaces and control characters
            if (c > ' ') {
                if (!isOfScheme(c)) {
                    return;
                }
                scheme.append(c);
            }
        }
    }

    private static boolean isOfScheme(char c) {
        return (c < 128 && Character.isLetterOrDigit(c)) || c == '+' || c == '-' || c == '.';
    }

    private static void refuse(String scheme, String page, int next) {
        boolean runs = switch (scheme) {
            case "javascript", "vbscript" -> true;
            case "data" -> !page.regionMatches(true, next, "image/", 0, "image/".length());
            default -> false;
        };
        if (runs) {
            throw new FieldText.UnfitException("would hold a link to " + scheme + ":");
        }
    }
}
