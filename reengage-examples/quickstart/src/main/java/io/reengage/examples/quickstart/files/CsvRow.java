// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart.files;

import static io.reengage.examples.quickstart.files.BadInputException.quote;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.IllformedLocaleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One record of a CSV file; knows its line, so that whatever is wrong with a value is said with its place.
 *
 * @param file which file
 * @param line on which line it begins
 * @param columns names of the columns
 * @param values as many values
 */
record CsvRow(Path file, long line, List<String> columns, List<String> values) {

    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    CsvRow {
        columns = List.copyOf(columns);
        values = List.copyOf(values);
    }

    /** The value without surrounding blanks; empty if the column is absent or blank. */
    Optional<String> text(String column) {
        int index = columns.indexOf(column);
        return index < 0
                ? Optional.empty()
                : Optional.of(values.get(index).strip()).filter(text -> !text.isEmpty());
    }

    String required(String column) {
        return text(column).orElseThrow(() -> bad(column + " is blank", "every line needs one"));
    }

    /** The values of all columns but these, blank ones left out. */
    Map<String, String> without(Set<String> known) {
        Map<String, String> others = new LinkedHashMap<>();
        columns.stream()
                .filter(column -> !known.contains(column))
                .forEach(column -> text(column).ifPresent(value -> others.put(column, value)));
        return others;
    }

    Optional<Instant> instant(String column) {
        return text(column).map(text -> {
            try {
                Instant instant = text.length() == 10
                        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                        : OffsetDateTime.parse(text).toInstant();
                if (!instant.isBefore(EARLIEST) && instant.isBefore(LATEST)) {
                    return instant;
                }
            } catch (DateTimeException e) {
                // said below, as for a date out of range
            }
            throw bad(
                    column + " " + quote(text) + " is not a date between 1900 and 2200",
                    "write 2026-03-31 or 2026-03-31T12:00:00Z");
        });
    }

    Optional<String> zone(String column) {
        return text(column).map(text -> {
            try {
                return ZoneId.of(text).getId();
            } catch (DateTimeException e) {
                throw bad(
                        column + " " + quote(text) + " is no time zone",
                        "write a name such as Asia/Tokyo, or leave it blank");
            }
        });
    }

    Optional<String> language(String column) {
        return text(column).map(text -> {
            try {
                return new Locale.Builder().setLanguageTag(text).build().toLanguageTag();
            } catch (IllformedLocaleException e) {
                throw bad(column + " " + quote(text) + " is no language", "write a tag such as en or ja-JP");
            }
        });
    }

    Optional<Boolean> yesOrNo(String column) {
        return text(column).map(text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "yes", "true", "1" -> true;
            case "no", "false", "0" -> false;
            default ->
                throw bad(column + " " + quote(text) + " is neither yes nor no", "write yes, no or leave it blank");
        });
    }

    Optional<BigDecimal> money(String column) {
        return text(column).map(text -> {
            if (text.length() <= 20 && text.matches("-?[0-9]+(\\.[0-9]+)?")) {
                return new BigDecimal(text);
            }
            throw bad(column + " " + quote(text) + " is not an amount", "write digits and a point, such as 12.50");
        });
    }

    /** Something is wrong with this record. */
    BadInputException bad(String what, String fix) {
        return BadInputException.at(file, line, what, fix);
    }
}
