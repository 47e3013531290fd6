// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes rows as one array per column: many rows in one statement, and always the same statement. */
final class ArrayWriter {

    private static final int MOST_ROWS = 1_000;

    /** Far below what PostgreSQL takes in one message. */
    private static final int MOST_CHARACTERS = 8_000_000;

    private final Connection connection;
    private final Dialect dialect;

    ArrayWriter(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    void write(String text, Table<?> table, List<Cells> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            for (List<Cells> portion : portions(table, rows)) {
                set(statement, table, portion);
                statement.executeUpdate();
            }
        }
    }

    /** Writes what the statement lets in and answers it, by the keys that the statement answers. */
    List<Cells> writeFree(String text, Table<?> table, List<Cells> rows) throws SQLException {
        List<Cells> written = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            for (List<Cells> portion : portions(table, rows)) {
                TreeMap<Position, Cells> byKey = new TreeMap<>(table.key()::compare);
                portion.forEach(row -> byKey.put(row, row));
                set(statement, table, portion);
                for (Cells key : JdbcRows.read(
                        statement, table.key().columns(), table.columns().size())) {
                    written.add(requireNonNull(byKey.get(key)));
                }
            }
        }
        return written;
    }

    private void set(PreparedStatement statement, Table<?> table, List<Cells> rows) throws SQLException {
        for (Column<?> column : table.columns()) {
            List<@Nullable Object> values = new ArrayList<>(rows.size());
            rows.forEach(row -> values.add(row.get(column)));
            new Parameter(column.kind(), values, true).set(statement, column.position() + 1, dialect);
        }
    }

    /**
     * Portions in which each key stands once: one statement cannot replace a row twice, and the key is all that tells
     * which rows were inserted.
     */
    private static List<List<Cells>> portions(Table<?> table, List<Cells> rows) {
        List<List<Cells>> portions = new ArrayList<>();
        int from = 0;
        int characters = 0;
        for (int to = 1; to <= rows.size(); to++) {
            characters += characters(table, rows.get(to - 1));
            boolean full = to == rows.size() || to - from == MOST_ROWS || characters > MOST_CHARACTERS;
            if (full || table.key().compare(rows.get(to - 1), rows.get(to)) == 0) {
                portions.add(rows.subList(from, to));
                from = to;
                characters = 0;
            }
        }
        return portions;
    }

    private static int characters(Table<?> table, Cells row) {
        int characters = 0;
        for (Column<?> column : table.columns()) {
            characters += row.get(column) instanceof String text ? text.length() : 0;
        }
        return characters;
    }
}
