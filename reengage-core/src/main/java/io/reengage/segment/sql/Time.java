// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A column of moments: how they are read, and how it is compared with one exactly, however coarse its parameters are. */
record Time(Column column, Form form, ChronoUnit precision) {

    static final Column.Kind[] KINDS = {Column.Kind.MOMENT, Column.Kind.CLOCK, Column.Kind.NUMBER};

    private static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private static final Instant FIRST = Instant.parse("1000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-30T00:00:00Z");

    private enum Form {
        OFFSET,
        UTC,
        UTC_TEXT,
        MILLIS,
        SECONDS
    }

    static Time of(Dialect dialect, Column column, boolean numbersAreSeconds) {
        return switch (column.kind()) {
            case MOMENT -> new Time(column, Form.OFFSET, dialect.precision());
            case CLOCK -> new Time(column, dialect == Dialect.SQLITE ? Form.UTC_TEXT : Form.UTC, dialect.precision());
            default ->
                numbersAreSeconds
                        ? new Time(column, Form.SECONDS, ChronoUnit.SECONDS)
                        : new Time(column, Form.MILLIS, ChronoUnit.MILLIS);
        };
    }

    Sql before(String alias, Instant moment) {
        return Sql.of(column.of(alias) + " < ?", value(ceiling(moment)));
    }

    Sql notBefore(String alias, Instant moment) {
        return Sql.of(column.of(alias) + " >= ?", value(ceiling(moment)));
    }

    Sql after(String alias, Instant moment) {
        return Sql.of(column.of(alias) + " > ?", value(moment.truncatedTo(precision)));
    }

    Sql notAfter(String alias, Instant moment) {
        return Sql.of(column.of(alias) + " <= ?", value(moment.truncatedTo(precision)));
    }

    Sql at(String alias, Instant moment) {
        return moment.equals(moment.truncatedTo(precision))
                ? Sql.of(column.of(alias) + " = ?", value(moment))
                : Sql.FALSE;
    }

    /** As this column stores it, cut to what it can tell apart, within the years that every database knows. */
    Object value(Instant wanted) {
        Instant moment = wanted.isBefore(FIRST) ? FIRST : wanted.isAfter(LAST) ? LAST : wanted;
        return switch (form) {
            case OFFSET -> moment.truncatedTo(precision).atOffset(ZoneOffset.UTC);
            case UTC -> LocalDateTime.ofInstant(moment.truncatedTo(precision), ZoneOffset.UTC);
            case UTC_TEXT -> PLAIN.format(LocalDateTime.ofInstant(moment, ZoneOffset.UTC));
            case MILLIS -> moment.toEpochMilli();
            case SECONDS -> moment.getEpochSecond();
        };
    }

    @Nullable
    Instant read(ResultSet row, int index) throws SQLException {
        return switch (form) {
            case OFFSET ->
                Optional.ofNullable(row.getObject(index, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant)
                        .orElse(null);
            case UTC ->
                Optional.ofNullable(row.getObject(index, LocalDateTime.class))
                        .map(clock -> clock.toInstant(ZoneOffset.UTC))
                        .orElse(null);
            case UTC_TEXT ->
                Optional.ofNullable(row.getString(index))
                        .map(text -> LocalDateTime.parse(text, PLAIN).toInstant(ZoneOffset.UTC))
                        .orElse(null);
            case MILLIS -> number(row, index).map(Instant::ofEpochMilli).orElse(null);
            case SECONDS -> number(row, index).map(Instant::ofEpochSecond).orElse(null);
        };
    }

    private static Optional<Long> number(ResultSet row, int index) throws SQLException {
        long value = row.getLong(index);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    private Instant ceiling(Instant moment) {
        Instant floor = moment.truncatedTo(precision);
        return floor.equals(moment) ? moment : floor.plus(1, precision);
    }
}
