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
    private static final Pattern BEFORE =
            Pattern.compile("\\b(?:href|src|action|background)\\s*=\\s*[\"']?\\s*$", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_BEFORE = 40;

    /** How nearly all of them begin, and nothing that runs. */
    private static final String MOST = "https:";

    /** What escaping writes; whatever else begins with the same sign stands for a character that is not seen here. */
    private static final Pattern ESCAPED = Pattern.compile("&(?:amp|lt|gt|quot|#39);");

    private LinkPlaces() {}

    /** Whether what stands here says where a link leads. */
    static boolean endsBefore(String template, int index) {
        return BEFORE.matcher(template.substring(Math.max(0, index - LONGEST_BEFORE), index))
                .find();
    }

    /**
     * Looks at what was filled in at a place.
     *
     * @throws FieldText.UnfitException if it would be run
     */
    static void check(String page, int start) {
        if (page.startsWith(MOST, start)) {
            return;
        }
        StringBuilder scheme = new StringBuilder();
        for (int i = start; i < page.length(); i++) {
            char c = page.charAt(i);
            if (c == ':') {
                refuse(scheme.toString().toLowerCase(Locale.ROOT), page, i + 1);
                return;
            }
            if (c == '&' && !ESCAPED.matcher(page).region(i, page.length()).lookingAt()) {
                throw new FieldText.UnfitException("would hold a link that hides where it leads");
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
