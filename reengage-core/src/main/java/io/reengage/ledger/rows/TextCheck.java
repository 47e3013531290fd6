// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds out whether a database keeps text as it is given and compares it unit by unit. Where it does not, keys that differ
 * may be one, and pages be read in another order than they are asked for. Only reads.
 */
final class TextCheck {

    /**
     * No collation for people has all of them in this order: they sort by letters first, by case and accents after that. No
     * encoding but Unicode has them all, either.
     */
    private static final List<String> RISING = List.of("B", "a", "z", "\u00E9", "\u3042");

    private static final String H2_SETTING =
            "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'MODE'";
    /** Each takes an empty text for none, or does not know LIMIT. */
    private static final Set<String> H2_OTHER_SQL = Set.of("Oracle", "MSSQLServer", "Derby", "STRICT");

    private static final String POSTGRES_ENCODING = "SELECT current_setting('server_encoding')";
    private static final String POSTGRES_COLLATIONS = """
            SELECT c.relname, a.attname, quote_ident(o.nspname) || '.' || quote_ident(l.collname)
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
            JOIN pg_catalog.pg_namespace o ON o.oid = l.collnamespace
            WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND NOT (o.nspname = 'pg_catalog' AND l.collname = 'C')
            ORDER BY c.relname, a.attnum""";

    private final Connection connection;
    private final Sql sql;

    TextCheck(Connection connection, Sql sql) {
        this.connection = connection;
        this.sql = sql;
    }

    /** What is wrong with the database whatever its tables are, in words, with what to do. */
    List<String> problems() throws SQLException {
        return switch (sql.dialect()) {
            case H2 -> h2Problems();
            case POSTGRESQL -> postgresProblems();
        };
    }

    private List<String> h2Problems() throws SQLException {
        List<String> problems = new ArrayList<>();
        String mode = text(H2_SETTING);
        if (H2_OTHER_SQL.contains(mode)) {
            problems.add("H2's setting MODE is " + mode + ", whose SQL is another one;"
                    + " leave MODE out of the database's URL, or use MODE=PostgreSQL");
        } else if (!isByUnit("")) {
            problems.add(
                    "H2's setting COLLATION takes texts that differ for the same or sorts them in an order of its own;"
                            + " keep the ledger in a database made without COLLATION");
        }
        return problems;
    }

    private List<String> postgresProblems() throws SQLException {
        String encoding = text(POSTGRES_ENCODING);
        return encoding.equals("UTF8")
                ? List.of()
                : List.of("the database's encoding is " + encoding + ", which cannot hold every text;"
                        + " keep the ledger in a database made with ENCODING 'UTF8'");
    }

    /** Columns that are compared in another way, in words, with what to do; a column of H2 has no collation of its own. */
    List<String> problems(List<Table<?>> tables) throws SQLException {
        // in another encoding the texts to compare could not even be asked about
        if (sql.dialect() != Dialect.POSTGRESQL || !problems().isEmpty()) {
            return List.of();
        }
        Map<String, Table<?>> byName =
                tables.stream().collect(Collectors.toMap(table -> sql.spelled(table.name()), table -> table));
        List<String> problems = new ArrayList<>();
        Map<String, Boolean> byUnit = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(POSTGRES_COLLATIONS)) {
            statement.setString(1, sql.schema());
            try (ResultSet results = statement.executeQuery()) {
                while (results.next()) {
                    Table<?> table = byName.get(results.getString(1));
                    String collation = results.getString(3);
                    if (table != null && !byUnit.containsKey(collation)) {
                        byUnit.put(collation, isByUnit(" COLLATE " + collation));
                    }
                    if (table != null && !byUnit.getOrDefault(collation, true)) {
                        problems.addAll(problems(table, results.getString(2), collation));
                    }
                }
            }
        }
        return problems;
    }

    private List<String> problems(Table<?> table, String name, String collation) {
        return table.columns().stream()
                .filter(column -> sql.quoted(column.name()).equals("\"" + name + "\""))
                .map(column -> "column " + sql.spelled(table.name()) + "." + name + " is compared by collation "
                        + collation + ", not by pg_catalog.\"C\"; execute " + sql.retyping(table, column))
                .toList();
    }

    private boolean isByUnit(String collation) throws SQLException {
        String compared = IntStream.range(1, RISING.size())
                .mapToObj(i -> "'" + RISING.get(i - 1) + "' < '" + RISING.get(i) + "'" + collation)
                .collect(Collectors.joining(" AND ", "SELECT ", ""));
        try (PreparedStatement statement = connection.prepareStatement(compared);
                ResultSet results = statement.executeQuery()) {
            return results.next() && results.getBoolean(1);
        }
    }

    private String text(String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet results = statement.executeQuery()) {
            return results.next() ? results.getString(1) : "";
        }
    }
}
