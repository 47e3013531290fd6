// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/** Writes rows as arrays of columns: many rows in one statement, and few different statements. */
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

    void write(Function<Sameness, String> text, Table<?> table, List<Cells> rows) throws SQLException {
        for (List<Cells> portion : portions(table, rows)) {
            Sameness same = Sameness.of(table, portion);
            try (PreparedStatement statement = connection.prepareStatement(text.apply(same))) {
                set(statement, same.parameters(table, portion));
                statement.executeUpdate();
            }
        }
    }

    /** Writes what the statement lets in and answers it, by the keys that the statement answers. */
    List<Cells> writeFree(Function<Sameness, String> text, Table<?> table, List<Cells> rows) throws SQLException {
        List<Cells> written = new ArrayList<>();
        for (List<Cells> portion : portions(table, candidates(table, rows))) {
            Sameness same = Sameness.of(table, portion);
            try (PreparedStatement statement = connection.prepareStatement(text.apply(same))) {
                statement.setInt(set(statement, same.parameters(table, portion)), portion.size());
                try (ResultSet answer = statement.executeQuery()) {
                    written.addAll(free(answer, table, portion));
                }
            }
        }
        return written;
    }

    /**
     * Those that may be free: of equal keys the first alone, unless another unique entry may stand in its way and not in that
     * of the next.
     */
    private static List<Cells> candidates(Table<?> table, List<Cells> rows) {
        if (table.indexes().stream().filter(Index::unique).count() > 1) {
            return rows;
        }
        List<Cells> first = new ArrayList<>(rows.size());
        for (Cells row : rows) {
            if (first.isEmpty() || table.key().compare(first.get(first.size() - 1), row) != 0) {
                first.add(row);
            }
        }
        return first;
    }

    /** All of them, or those with the keys that are answered. */
    private static List<Cells> free(ResultSet answer, Table<?> table, List<Cells> portion) throws SQLException {
        List<? extends Column<?>> keys = table.key().columns();
        answer.next();
        int number = answer.getInt(keys.size() + 1);
        if (number == portion.size() || number == 0) {
            return number == 0 ? List.of() : portion;
        }
        TreeMap<Position, Cells> byKey = new TreeMap<>(table.key()::compare);
        portion.forEach(row -> byKey.put(row, row));
        List<Cells> free = new ArrayList<>(number);
        do {
            free.add(requireNonNull(
                    byKey.get(JdbcRows.cells(answer, keys, table.columns().size()))));
        } while (answer.next());
        return free;
    }

    /** Whether one statement writes all of at least one row. */
    static boolean inOne(Table<?> table, List<Cells> rows) {
        return portions(table, rows).size() == 1;
    }

    private int set(PreparedStatement statement, List<Parameter> parameters) throws SQLException {
        int index = 1;
        for (Parameter each : parameters) {
            each.set(statement, index++, dialect);
        }
        return index;
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
