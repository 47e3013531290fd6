// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as comma-separated values (RFC 4180), one after the other, with a header and CRLF at each end of line.
 *
 * <p>A cell that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers. To get the value
 * back, drop one apostrophe from a cell that starts with apostrophes followed by one of {@code = + - @}, a tab or an end of
 * line. Not safe for use by several threads.
 */
public final class Csv implements Closeable {

    private static final Pattern FORMULA =
            Pattern.compile("'*[=+\\-@\\t\\r\\n\uFF1D\uFF0B\uFF0D\uFF20].*", Pattern.DOTALL);

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    /** The semicolon and the tab separate cells for spreadsheets of some countries. */
    private static final Pattern TO_QUOTE = Pattern.compile("|.*[\",;\\t\\r\\n].*|\\s.*|.*\\s", Pattern.DOTALL);

    private final Appendable out;
    private final @Nullable Closeable owned;
    private final int columns;

    private Csv(Appendable out, @Nullable Closeable owned, int columns) {
        this.out = out;
        this.owned = owned;
        this.columns = columns;
    }

    /**
     * Starts with the header. The writer stays the caller's to close; let it write UTF-8.
     *
     * @throws IllegalArgumentException if there is no column
     */
    public static Csv to(Appendable out, List<String> header) throws IOException {
        return new Csv(out, null, columns(header)).row(header);
    }

    /**
     * Starts a new file in UTF-8 with the header; {@link #close()} completes it.
     *
     * @throws IllegalArgumentException if there is no column
     */
    public static Csv to(Path file, List<String> header) throws IOException {
        int columns = columns(header);
        var writer = Files.newBufferedWriter(file);
        return new Csv(writer, writer, columns).row(header);
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if it has not as many cells as the header
     */
    public Csv row(List<String> cells) throws IOException {
        if (cells.size() != columns) {
            throw new IllegalArgumentException(
                    "a row of " + cells.size() + " cells does not fit a header of " + columns);
        }
        for (int i = 0; i < columns; i++) {
            out.append(i == 0 ? "" : ",").append(quoted(harmless(cells.get(i))));
        }
        out.append("\r\n");
        return this;
    }

    /** Closes the file, if this opened it. */
    @Override
    public void close() throws IOException {
        if (owned != null) {
            owned.close();
        }
    }

    private static int columns(List<String> header) {
        if (header.isEmpty()) {
            throw new IllegalArgumentException("a header needs at least one column");
        }
        return header.size();
    }

    private static String harmless(String cell) {
        return FORMULA.matcher(cell).matches() && !NUMBER.matcher(cell).matches() ? "'" + cell : cell;
    }

    private static String quoted(String cell) {
        return TO_QUOTE.matcher(cell).matches() ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }
}
