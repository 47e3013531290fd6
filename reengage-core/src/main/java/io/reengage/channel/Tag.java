// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import com.samskivert.mustache.MustacheException;
import java.util.ArrayList;
import java.util.List;

/**
 * A Mustache tag where it stands in a text.
 *
 * @param kind {@code #}, {@code ^}, {@code /}, {@code >}, {@code <}, {@code $}, {@code !}, {@code =}, {@code &} or, for a plain
 *     variable, {@code v}
 * @param name what it names, without blanks around it
 * @param start index of its first character
 * @param end index after its last character
 * @param open the delimiter that opened it
 * @param close the delimiter that closed it
 */
record Tag(char kind, String name, int start, int end, String open, String close) {
    static final char VARIABLE = 'v';
    static final String OPEN = "{{";
    static final String CLOSE = "}}";

    private static final String SIGNS = "#^/><$!&=";

    /**
     * All tags of a text, in order.
     *
     * @throws MustacheException if one is opened and never closed
     */
    static List<Tag> in(String text) {
        List<Tag> tags = new ArrayList<>();
        String open = OPEN;
        String close = CLOSE;
        int start = text.indexOf(open);
        while (start >= 0) {
            Tag tag = at(text, start, open, close);
            tags.add(tag);
            if (tag.kind == '=') {
                String[] pair = tag.delimiters();
                open = pair[0];
                close = pair[1];
            }
            start = text.indexOf(open, tag.end);
        }
        return tags;
    }

    private static Tag at(String text, int start, String open, String close) {
        int inner = start + open.length();
        boolean tripled = text.startsWith("{", inner) && open.equals(OPEN);
        int first = inner;
        while (first < text.length() && Character.isWhitespace(text.charAt(first))) {
            first++; // the engine lets blanks stand before the sign
        }
        char sign = first < text.length() ? text.charAt(first) : ' ';
        String end = tripled ? "}" + close : sign == '=' ? "=" + close : close;
        boolean signed = tripled || SIGNS.indexOf(sign) >= 0;
        int from = signed ? first + 1 : inner;
        int stop = text.indexOf(end, from);
        if (stop < 0) {
            throw new MustacheException("line " + line(text, start) + ": " + open + " is opened and never closed");
        }
        char kind = tripled ? '&' : signed ? sign : VARIABLE;
        return new Tag(kind, text.substring(from, stop).strip(), start, stop + end.length(), open, close);
    }

    private static int line(String text, int index) {
        return 1 + (int) text.substring(0, index).chars().filter(c -> c == '\n').count();
    }

    /** The pair of delimiters this tag sets. */
    String[] delimiters() {
        int blank = 0;
        while (blank < name.length() && !Character.isWhitespace(name.charAt(blank))) {
            blank++;
        }
        String[] pair = {name.substring(0, blank), name.substring(blank).strip()};
        if (pair[0].isEmpty() || pair[1].isEmpty() || pair[0].length() > 2 || pair[1].length() > 2) {
            throw new MustacheException("delimiters are two words of one or two characters, not: " + name);
        }
        return pair;
    }

    /** Whether a value stands in its place: such a tag never takes its line with it. */
    boolean isValue() {
        return kind == VARIABLE || kind == '&';
    }

    /** Whether something is expected to close this tag. */
    boolean opens() {
        return kind == '#' || kind == '^' || kind == '<' || kind == '$';
    }
}
