// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart.files;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A CSV file with a header line: RFC 4180, UTF-8, one line a record.
 *
 * @param file where it is
 * @param required columns it must have
 * @param optional columns it may have
 * @param others whether it may have any other columns
 */
record CsvTable(Path file, Set<String> required, Set<String> optional, boolean others) {

    private static final int MOST_CHARACTERS = 4 * CheckedText.LONGEST_LINE;

    /**
     * Hands over every record, in the order of the file.
     *
     * @throws BadInputException at the first thing wrong
     */
    void read(Consumer<CsvRow> sink) {
        long line = 1;
        try (CheckedText text = CheckedText.of(file);
                CsvReader<CsvRecord> csv = CsvReader.builder()
                        .maxBufferSize(MOST_CHARACTERS)
                        .allowExtraCharsAfterClosingQuote(false)
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .ofCsvRecord(text)) {
            Iterator<CsvRecord> records = csv.iterator();
            List<String> columns = columns(records);
            while (true) {
                line++;
                if (!records.hasNext()) {
                    return;
                }
                CsvRecord next = records.next();
                line = next.getStartingLineNumber();
                sink.accept(row(columns, next));
            }
        } catch (CsvParseException e) {
            if (e.getCause() instanceof BadInputException bad) {
                throw bad;
            }
            throw BadInputException.at(file, line, "this is not CSV", "check the quotes");
        } catch (IOException | UncheckedIOException e) {
            throw new BadInputException(
                    file + ": reading failed after line " + line + "; check the disk and try again");
        }
    }

    private List<String> columns(Iterator<CsvRecord> records) {
        if (!records.hasNext()) {
            throw BadInputException.at(
                    file, 1, "the file is empty", "begin with the line " + String.join(",", required));
        }
        List<String> columns =
                records.next().getFields().stream().map(String::strip).toList();
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (!seen.add(column)) {
                throw header("column " + BadInputException.quote(column) + " is there twice", "remove or rename one");
            }
            if (!others && !required.contains(column) && !optional.contains(column)) {
                throw header(
                        "unknown column " + BadInputException.quote(column),
                        "known are " + String.join(", ", required) + ", "
                                + String.join(", ", optional)
                                + "; --more-columns takes others as they are");
            }
        }
        for (String column : required) {
            if (!seen.contains(column)) {
                throw header("column " + column + " is missing", "add it to the header and every line");
            }
        }
        return columns;
    }

    private CsvRow row(List<String> columns, CsvRecord found) {
        CsvRow row = new CsvRow(file, found.getStartingLineNumber(), columns, found.getFields());
        if (found.getFieldCount() != columns.size()) {
            throw row.bad(
                    found.getFieldCount() + " values for " + columns.size() + " columns",
                    "put values that hold a comma in double quotes");
        }
        for (String value : found.getFields()) {
            if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
                throw row.bad(
                        "a value goes over several lines", "close the quote that is left open, or join the lines");
            }
        }
        return row;
    }

    /** Names of columns, in the order in which a message lists them. */
    static Set<String> columns(String... names) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(names)));
    }

    static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    private BadInputException header(String what, String fix) {
        return BadInputException.at(file, 1, what, fix);
    }
}
