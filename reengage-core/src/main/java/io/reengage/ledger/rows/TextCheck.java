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

/**
 * Finds out whether a database keeps text as it is given and compares it unit by unit. Where it does not, keys that differ
 * may be one, and pages be read in another order than they are asked for. Only reads.
 */
final class TextCheck {

    /** No collation for people says so: they sort by letters first, by case after that. */
    private static final String COMPARES_BY_UNIT = "SELECT 'B' < 'a'";

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
            WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND l.collname <> 'C'
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
            problems.add("H2's setting COLLATION takes texts that differ for the same or sorts them like a dictionary;"
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
        if (sql.dialect() != Dialect.POSTGRESQL) {
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
                        problems.add(problem(table, results.getString(2), collation));
                    }
                }
            }
        }
        return problems;
    }

    private String problem(Table<?> table, String column, String collation) {
        return "column " + sql.spelled(table.name()) + "." + column + " is compared by collation " + collation
                + "; execute ALTER TABLE " + sql.name(table.name()) + " ALTER COLUMN \"" + column
                + "\" SET DATA TYPE TEXT COLLATE \"C\"";
    }

    private boolean isByUnit(String collation) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COMPARES_BY_UNIT + collation);
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
