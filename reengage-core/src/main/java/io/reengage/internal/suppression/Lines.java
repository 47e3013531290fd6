// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.suppression;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads cells separated by commas, semicolons or tabs, one line at a time in bounded memory. Cells may be quoted; a line break
 * ends a line even inside quotes, so that a forgotten quote spoils one line and no more.
 */
final class Lines {
    static final int LONGEST = 10_000;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Reader in;
    private char separator = ',';
    private long number;
    private boolean afterReturn;

    Lines(Reader in) {
        this.in = in;
    }

    /**
     * One line.
     *
     * @param number counted from 1
     * @param cells without quotes and surrounding blanks; one empty cell for an empty line
     * @param problem why it cannot be read; {@code null} if it can
     */
    record Line(long number, List<String> cells, @Nullable String problem) {

        boolean isEmpty() {
            return problem == null && cells.stream().allMatch(String::isEmpty);
        }
    }

    /** The first line, whose separator is taken for all. */
    @Nullable
    Line header() throws IOException {
        @Nullable String text = text();
        if (text == null) {
            return null;
        }
        String bare = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        separator = bare.indexOf(',') >= 0 ? ',' : bare.indexOf(';') >= 0 ? ';' : bare.indexOf('\t') >= 0 ? '\t' : ',';
        return line(bare);
    }

    /** The next line; {@code null} after the last. */
    @Nullable
    Line next() throws IOException {
        @Nullable String text = text();
        return text == null ? null : line(text);
    }

    private @Nullable String text() throws IOException {
        StringBuilder text = new StringBuilder();
        boolean any = false;
        for (int c = in.read(); c >= 0; c = in.read()) {
            boolean rest = c == '\n' && afterReturn;
            afterReturn = c == '\r';
            if (rest) {
                continue;
            }
            any = true;
            if (c == '\n' || c == '\r') {
                number++;
                return text.toString();
            }
            if (text.length() <= LONGEST) {
                text.append((char) c);
            }
        }
        number += any ? 1 : 0;
        return any ? text.toString() : null;
    }

    private Line line(String text) {
        if (text.length() > LONGEST) {
            return new Line(number, List.of(), "longer than " + LONGEST + " characters");
        }
        if (text.indexOf('\uFFFD') >= 0) {
            return new Line(number, List.of(), "not in UTF-8");
        }
        List<String> cells = new ArrayList<>();
        int at = 0;
        while (at <= text.length()) {
            StringBuilder cell = new StringBuilder();
            int end = cell(text, at, cell);
            if (end < 0) {
                return new Line(number, List.of(), "a quote is not closed, or stands inside a cell");
            }
            cells.add(cell.toString().strip());
            at = end + 1;
        }
        return new Line(number, cells, null);
    }

    /** Where the cell that begins here ends; below 0 if its quotes are wrong. */
    private int cell(String text, int from, StringBuilder cell) {
        if (from >= text.length() || text.charAt(from) != '"') {
            int end = text.indexOf(separator, from);
            end = end < 0 ? text.length() : end;
            cell.append(text, from, end);
            return cell.indexOf("\"") >= 0 ? -1 : end;
        }
        int at = from + 1;
        while (at < text.length()) {
            if (text.charAt(at) != '"') {
                cell.append(text.charAt(at++));
            } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                cell.append('"');
                at += 2;
            } else {
                boolean ends = at + 1 == text.length() || text.charAt(at + 1) == separator;
                return ends ? at + 1 : -1;
            }
        }
        return -1;
    }
}
