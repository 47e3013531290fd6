// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds tables and columns by name, looks at a few of their values, and refuses what would be misunderstood. */
final class Lookup {
    /** Values looked at before a column is trusted. */
    private static final int SPECIMENS = 500;

    /** Earlier moments in milliseconds than any that are meant: March 1973. */
    private static final long SECONDS_END = 100_000_000_000L;
    /** Later ones: the year 5138. */
    private static final long MILLIS_END = 100_000_000_000_000L;

    private static final String CAST = ": map a view that gives milliseconds since 1970";

    private final Catalog catalog;
    private final Connection connection;
    private final @Nullable ZoneId zone;
    private final boolean seconds;

    /**
     * @param zone of wall clocks; {@code null} if none was said
     * @param seconds whether whole numbers are seconds
     */
    Lookup(Connection connection, @Nullable ZoneId zone, boolean seconds) throws SQLException {
        this.catalog = new Catalog(connection);
        this.connection = connection;
        this.zone = zone;
        this.seconds = seconds;
    }

    Catalog catalog() {
        return catalog;
    }

    Dialect dialect() {
        return catalog.dialect();
    }

    Table table(String field, String name) throws SQLException {
        return catalog.table(field, name);
    }

    /** A column of people's ids. */
    Key key(Table table, String field, String name) {
        return Key.of(dialect(), table.column(field, name, Key.KINDS));
    }

    Column flag(Table table, String field, String name) throws SQLException {
        Column column = table.column(field, name, Column.Kind.FLAG);
        if (dialect() == Dialect.SQLITE && !Set.of("integer").containsAll(storage(table, column))) {
            throw new IllegalArgumentException(field + ": " + column.place() + " holds other values than 0, 1 and NULL:"
                    + " correct them, or map a view that does");
        }
        return column;
    }

    /** What else is looked at where types are a hint only. */
    Column checked(Table table, String field, Column column) throws SQLException {
        if (dialect() != Dialect.SQLITE) {
            requireDays(table, field, column);
            return column;
        }
        Set<String> storage = storage(table, column);
        boolean sound = switch (column.kind()) {
            case FLAG -> Set.of("integer").containsAll(storage);
            case NUMBER, APPROXIMATE -> Set.of("integer", "real").containsAll(storage);
            case DATE -> specimens(table, column).stream().allMatch(text -> text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}"));
            default -> Set.of("text").containsAll(storage);
        };
        if (!sound) {
            throw new IllegalArgumentException(field + ": " + column.place() + " is declared " + column.typeName()
                    + " but holds values of other types (" + String.join(", ", storage)
                    + "): correct them, or map a view that casts");
        }
        return column;
    }

    /** A column of moments. */
    Time time(Table table, String field, String name) throws SQLException {
        Column.Kind[] kinds = dialect() == Dialect.SQLITE
                ? new Column.Kind[] {Column.Kind.CLOCK, Column.Kind.NUMBER, Column.Kind.TEXT, Column.Kind.OTHER}
                : new Column.Kind[] {
                    Column.Kind.MOMENT, Column.Kind.CLOCK, Column.Kind.SESSION_CLOCK, Column.Kind.NUMBER
                };
        return time(table, field, table.column(field, name, kinds));
    }

    Time time(Table table, String field, Column column) throws SQLException {
        ChronoUnit precision = dialect().precision();
        requireDays(table, field, column);
        return switch (column.kind()) {
            case MOMENT -> new Time(column, new Time.WithOffset(), precision);
            case SESSION_CLOCK -> new Time(column, new Time.OfSession(), precision);
            case CLOCK ->
                dialect() == Dialect.SQLITE
                        ? loose(table, field, column)
                        : new Time(column, Time.clock(zone(field, column)), precision);
            default -> dialect() == Dialect.SQLITE ? loose(table, field, column) : number(table, field, column);
        };
    }

    /** SQLite keeps what it is given, so that the values tell: numbers, or texts all written in one way. */
    private Time loose(Table table, String field, Column column) throws SQLException {
        Set<String> storage = storage(table, column);
        if (storage.equals(Set.of("integer")) || (storage.isEmpty() && column.kind() == Column.Kind.NUMBER)) {
            return number(table, field, column);
        }
        if (!storage.isEmpty() && !storage.equals(Set.of("text"))) {
            throw new IllegalArgumentException(
                    field + ": " + column.place() + " holds moments as " + String.join(" and as ", storage) + CAST);
        }
        Set<Optional<TextClock>> ways =
                specimens(table, column).stream().map(TextClock::of).collect(Collectors.toSet());
        if (ways.size() > 1 || ways.contains(Optional.<TextClock>empty())) {
            throw new IllegalArgumentException(field + ": " + column.place()
                    + " holds moments written in several ways, or in none that orders as time does, such as"
                    + " 2026-03-31 12:00:00 or 2026-03-31T12:00:00Z" + CAST);
        }
        TextClock way =
                ways.isEmpty() ? TextClock.PLAIN : ways.iterator().next().orElse(TextClock.PLAIN);
        ZoneId where = way.utc() ? ZoneOffset.UTC : zone(field, column);
        return new Time(column, new Time.Written(way, new WallClock(where)), ChronoUnit.NANOS);
    }

    /** Refuses what MySQL's older tables hold for no day at all, which Java has no word for. */
    private void requireDays(Table table, String field, Column column) throws SQLException {
        boolean dated = column.kind().isMoment() || column.kind() == Column.Kind.DATE;
        if (dialect() != Dialect.MYSQL || !dated) {
            return;
        }
        String zero = "SELECT 1 FROM (SELECT " + column.of("s") + " AS v FROM " + table.quoted() + " s LIMIT "
                + SPECIMENS + ") first WHERE v < '1000-01-01' LIMIT 1";
        if (!read(zero).isEmpty()) {
            throw new IllegalArgumentException(field + ": " + column.place()
                    + " holds days such as 0000-00-00: set them to" + " NULL, or map a view that gives NULL for them");
        }
    }

    private ZoneId zone(String field, Column column) {
        if (zone == null) {
            throw new IllegalArgumentException(field + ": " + column.place() + " is " + column.typeName()
                    + ", a wall clock that says no zone: say which with clocksIn(zone), such as"
                    + " clocksIn(ZoneOffset.UTC)");
        }
        return zone;
    }

    private Time number(Table table, String field, Column column) throws SQLException {
        boolean small = false;
        for (String text : specimens(table, column)) {
            double size = Math.abs(Double.parseDouble(text));
            small |= size > 0 && size < SECONDS_END;
            if (size > (seconds ? SECONDS_END : MILLIS_END)) {
                throw new IllegalArgumentException(field + ": " + column.place() + " holds numbers too large for "
                        + (seconds
                                ? "seconds since 1970; leave numbersAreSeconds() away if they are milliseconds"
                                : "milliseconds since 1970" + CAST));
            }
        }
        if (small && !seconds) {
            throw new IllegalArgumentException(
                    field + ": " + column.place()
                            + " holds numbers too small for milliseconds since 1970; say numbersAreSeconds() if they are seconds");
        }
        ChronoUnit unit = seconds ? ChronoUnit.SECONDS : ChronoUnit.MILLIS;
        return new Time(column, new Time.Whole(unit), unit);
    }

    /** A few values, and in SQLite, which orders by type first, the least and the greatest. */
    private List<String> specimens(Table table, Column column) throws SQLException {
        String name = column.of("s");
        List<String> found = read(
                "SELECT " + name + " FROM " + table.quoted() + " s WHERE " + name + " IS NOT NULL LIMIT " + SPECIMENS);
        if (dialect() == Dialect.SQLITE) {
            found.addAll(read("SELECT MIN(" + name + ") FROM " + table.quoted() + " s"));
            found.addAll(read("SELECT MAX(" + name + ") FROM " + table.quoted() + " s"));
        }
        return found;
    }

    /** SQLite's storage classes of a column. */
    private Set<String> storage(Table table, Column column) throws SQLException {
        String name = column.of("s");
        Set<String> found = new TreeSet<>();
        for (String each : List.of(
                "typeof(" + name + ") FROM " + table.quoted() + " s WHERE " + name + " IS NOT NULL LIMIT " + SPECIMENS,
                "typeof(MIN(" + name + ")) FROM " + table.quoted() + " s",
                "typeof(MAX(" + name + ")) FROM " + table.quoted() + " s")) {
            found.addAll(read("SELECT " + each));
        }
        found.remove("null");
        return found;
    }

    /** Refuses people of whom two have one id; a view has no key that would forbid it. */
    void requireAlone(Table table, String field, Key id) throws SQLException {
        boolean whole = id.column().kind() == Column.Kind.NUMBER && dialect() == Dialect.SQLITE;
        if (whole && !Set.of("integer").containsAll(storage(table, id.column()))) {
            throw new IllegalArgumentException(
                    field + ": " + id.column().place() + " holds ids that are no whole numbers:"
                            + " correct them, or map a view that casts all ids to text");
        }
        if (!table.view()) {
            table.requireKey(field, id.column());
            return;
        }
        String name = id.column().of("s");
        if (!read("SELECT 1 FROM " + table.quoted() + " s GROUP BY " + name + " HAVING COUNT(*) > 1 OR " + name
                        + " IS NULL LIMIT 1")
                .isEmpty()) {
            throw new IllegalArgumentException(field + ": " + id.column().place()
                    + " is not unique, or empty in places: map a view with one row per person");
        }
    }

    private List<String> read(String select) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(select);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String text = rows.getString(1);
                if (text != null) {
                    found.add(text);
                }
            }
        }
        return found;
    }
}
