// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;

/** The statements on one table that do not depend on a condition, and the beginnings of those that do. */
final class TableSql {

    private final Sql sql;
    private final Table<?> table;
    private final String name;
    private final String keys;
    private final String insertInto;
    private final String insertRow;
    private final String putRow;
    private final String replacing;
    private final String select;
    private final ConcurrentMap<Sameness, String> inserts = new ConcurrentHashMap<>();

    TableSql(Sql sql, Table<?> table) {
        this.sql = sql;
        this.table = table;
        this.name = sql.name(table.name());
        this.keys = sql.names(table.key().columns());
        String columns = sql.names(table.columns());
        String values = " VALUES (" + Sql.marks(table.columns().size()) + ")";
        this.insertInto = "INSERT INTO " + name + " (" + columns + ")";
        this.insertRow = insertInto + values;
        this.putRow = "MERGE INTO " + name + " (" + columns + ") KEY (" + keys + ")" + values;
        this.replacing = " ON CONFLICT (" + keys + ") DO " + replacement();
        this.select = "SELECT " + columns;
    }

    /** On H2: one row that must be new. */
    String insertRow() {
        return insertRow;
    }

    /** On H2: one row that replaces its like. */
    String putRow() {
        return putRow;
    }

    /** On PostgreSQL: any number of rows that must be new, see {@link Sameness} for their parameters. */
    String insert(Sameness same) {
        return inserts.computeIfAbsent(same, this::inserted);
    }

    private String inserted(Sameness same) {
        List<String> values = new ArrayList<>();
        int arrays = 0;
        for (Column<?> column : table.columns()) {
            values.add(same.holds(column) ? "?" : "v" + arrays++);
        }
        String rows = insertInto + " SELECT " + String.join(", ", values);
        if (arrays == 0) {
            return rows;
        }
        String names = IntStream.range(0, arrays).mapToObj(each -> "v" + each).collect(joining(", "));
        return rows + " FROM unnest(" + Sql.marks(arrays) + ") AS given(" + names + ")";
    }

    /** On PostgreSQL: rows that replace their like, given as to {@link #insert}. */
    String put(Sameness same) {
        return insert(same) + replacing;
    }

    /**
     * On PostgreSQL: rows of which the free ones are inserted. Their number is answered after their keys, and the keys only if
     * they are fewer than the last parameter says; else there is one row, without a key.
     */
    String insertFree(Sameness same) {
        return "WITH added AS (" + insert(same) + " ON CONFLICT DO NOTHING RETURNING " + keys
                + ") SELECT " + keys + ", number FROM (SELECT COUNT(*) AS number FROM added) AS counted"
                + " LEFT JOIN added ON number < ?";
    }

    /** Ends before FROM. */
    String select() {
        return select;
    }

    /** Ends before FROM. */
    String count() {
        return "SELECT COUNT(*)";
    }

    String delete() {
        return "DELETE FROM " + name;
    }

    String update(List<Assignments.Bound> assignments) {
        return "UPDATE " + name + " SET "
                + assignments.stream()
                        .map(assignment -> {
                            String column = sql.quoted(assignment.column().name());
                            return column + " = " + (assignment.added() ? column + " + " : "") + "?";
                        })
                        .collect(joining(", "));
    }

    private String replacement() {
        List<Column<?>> others = new ArrayList<>(table.columns());
        others.removeAll(table.key().columns());
        return others.isEmpty()
                ? "NOTHING"
                : others.stream()
                        .map(column -> sql.quoted(column.name()))
                        .map(column -> column + " = EXCLUDED." + column)
                        .collect(joining(", ", "UPDATE SET ", ""));
    }
}
