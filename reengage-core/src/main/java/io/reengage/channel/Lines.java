// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

/**
 * The lines a pair of tags stands on. A tag that is alone on its line takes the whole line with it (Mustache specification,
 * standalone tags and block indentation).
 *
 * @param text the text around the tags
 * @param first the tag that opens
 * @param last the tag that closes; the same for a tag without content
 */
record Lines(String text, Tag first, Tag last) {

    /** Whether there is nothing else on the lines of this pair, as far back as {@code at}, where the last tag ended. */
    boolean areAlone(int at) {
        return startsLine(first, at) && endsLine(last);
    }

    /** Where the pair begins, with the blanks before a tag that is alone on its line. */
    int start(int at) {
        return startsLine(first, at) && endsLine(first) ? lineStart(first) : first.start();
    }

    /** Where the content begins. */
    int from() {
        return endsLine(first) && first.end() < last.start() ? Math.min(afterLine(first), last.start()) : first.end();
    }

    /** Where the content ends. */
    int to() {
        return startsLine(last, from()) ? lineStart(last) : last.start();
    }

    /** Where the text goes on. */
    int end() {
        return startsLine(last, first.end()) && endsLine(last) ? afterLine(last) : last.end();
    }

    int beforeLine() {
        return lineStart(first);
    }

    int afterLine() {
        return afterLine(last);
    }

    /** The blanks the first tag stands behind. */
    String before() {
        return text.substring(lineStart(first), first.start());
    }

    /** The blanks the content's first line begins with, if it is a line of its own. */
    String indentation() {
        int from = from();
        int end = from;
        while (end < to() && isBlank(text.charAt(end)) && text.charAt(end) != '\n') {
            end++;
        }
        return from == first.end() ? "" : text.substring(from, end);
    }

    /** Other content, as far to the right as the present one, and with as many lines. */
    String fitted(String content) {
        String wanted = from() < to() && !indentation().isEmpty() ? indentation() : before();
        boolean ended = end() == last.end() || content.isEmpty() || content.endsWith("\n");
        return indented(content, wanted) + (ended ? "" : "\n");
    }

    static String indented(String content, String indentation) {
        if (indentation.isEmpty()) {
            return content;
        }
        StringBuilder out = new StringBuilder();
        for (String line : content.split("(?<=\n)", -1)) {
            out.append(line.isEmpty() ? "" : indentation).append(line);
        }
        return out.toString();
    }

    static String dedented(String content, String indentation) {
        if (indentation.isEmpty()) {
            return content;
        }
        StringBuilder out = new StringBuilder();
        for (String line : content.split("(?<=\n)", -1)) {
            out.append(line.startsWith(indentation) ? line.substring(indentation.length()) : line);
        }
        return out.toString();
    }

    private boolean startsLine(Tag tag, int at) {
        int start = lineStart(tag);
        return start >= at && text.substring(start, tag.start()).isBlank();
    }

    private boolean endsLine(Tag tag) {
        return text.substring(tag.end(), afterLine(tag)).isBlank();
    }

    private int lineStart(Tag tag) {
        return text.lastIndexOf('\n', tag.start() - 1) + 1;
    }

    private int afterLine(Tag tag) {
        int newline = text.indexOf('\n', tag.end());
        return newline < 0 ? text.length() : newline + 1;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
