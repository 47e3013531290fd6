// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.activity.ActivityNeed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How activities will be summed up, before any is read.
 *
 * @param parts one for each table of activities
 * @param later what is asked after the first round, for who did something newer, with a question mark for each value
 * @param laterExplained how the database means to answer that
 */
public record BackfillPlan(List<Part> parts, String later, String laterExplained) {

    /**
     * One table.
     *
     * @param table as the host calls it
     * @param query what is asked for each thousand people, with a question mark for each value
     * @param explained how the database means to answer it
     * @param index the index that is needed, as the statement that makes it
     * @param indexed whether there is one that begins so
     */
    public record Part(String table, String query, String explained, String index, boolean indexed) {}

    public BackfillPlan {
        parts = List.copyOf(parts);
    }

    static BackfillPlan of(HostTables tables, ActivityNeed need, Sql later) {
        return tables.database().call("Planning how to sum up activities", connection -> {
            List<Part> parts = new ArrayList<>();
            for (MappedActivities each : tables.activities()) {
                parts.add(part(connection, tables, each, need));
            }
            return new BackfillPlan(parts, later.text(), explained(connection, tables, later));
        });
    }

    private static Part part(Connection connection, HostTables tables, MappedActivities table, ActivityNeed need)
            throws SQLException {
        Sql select = new Summaries(tables, need, Instant.EPOCH)
                .select(table, table.types(), table.subscriber().example());
        return new Part(
                table.table().name(),
                select.text(),
                explained(connection, tables, select),
                index(table),
                isIndexed(connection, table));
    }

    private static String index(MappedActivities table) {
        List<String> columns =
                new ArrayList<>(List.of(table.subscriber().column().quoted()));
        if (table.type() != null) {
            columns.add(table.type().quoted());
        }
        columns.add(table.at().column().quoted());
        String name =
                "reengage_" + table.table().name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        return "CREATE INDEX " + name + "_by_person ON " + table.table().quoted() + " (" + String.join(", ", columns)
                + ")";
    }

    private static boolean isIndexed(Connection connection, MappedActivities table) throws SQLException {
        return new Catalog(connection)
                .table("activities", table.table().name())
                .leading()
                .contains(table.subscriber().column().name().toLowerCase(Locale.ROOT));
    }

    private static String explained(Connection connection, HostTables tables, Sql select) throws SQLException {
        String word = tables.dialect() == Dialect.SQLITE ? "EXPLAIN QUERY PLAN " : "EXPLAIN ";
        List<String> lines = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(word + select.text());
                ResultSet rows = Database.query(statement, select.params())) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    String value = rows.getString(i);
                    if (value != null) {
                        values.add(value);
                    }
                }
                lines.add(String.join(" ", values));
            }
        }
        return String.join(System.lineSeparator(), lines);
    }

    /** Asks for the indexes alone. */
    static void requireIndexes(HostTables tables) {
        tables.database().call("Looking for indexes", connection -> {
            for (MappedActivities each : tables.activities()) {
                if (!isIndexed(connection, each)) {
                    throw new IllegalStateException("table "
                            + each.table().name() + " has no index that begins with its column of people,"
                            + " so that each step would read it whole: " + index(each) + ", or say withoutIndex()");
                }
            }
            return true;
        });
    }

    /** The same as text, to be read before the work begins. */
    public String text() {
        String first = parts.stream()
                .map(part -> String.format(
                        Locale.ROOT,
                        "table %s%n  asks: %s%n  index: %s%n         %s%n  plan:%n    %s%n",
                        part.table(),
                        part.query(),
                        part.indexed() ? "there" : "MISSING, make it first:",
                        part.index(),
                        indented(part.explained())))
                .collect(Collectors.joining());
        return String.format(
                Locale.ROOT,
                "%safter the first round%n  asks: %s%n  plan:%n    %s%n",
                first,
                later,
                indented(laterExplained));
    }

    private static String indented(String lines) {
        return lines.replace("\n", "\n    ");
    }
}
