// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;

/** The statements on one table that do not depend on a condition, and the beginnings of those that do. */
final class TableSql {

    private final Sql sql;
    private final Table<?> table;
    private final String name;
    private final String insert;
    private final String insertFree;
    private final String put;
    private final String select;

    TableSql(Sql sql, Table<?> table) {
        this.sql = sql;
        this.table = table;
        this.name = sql.name(table.name());
        String columns = sql.names(table.columns());
        String marks = Sql.marks(table.columns().size());
        String insertInto = "INSERT INTO " + name + " (" + columns + ") ";
        this.insert = insertInto
                + switch (sql.dialect()) {
                    case H2 -> "VALUES (" + marks + ")";
                    case POSTGRESQL -> "SELECT * FROM unnest(" + marks + ")";
                };
        String keys = sql.names(key());
        this.insertFree = "WITH added AS (" + insert + " ON CONFLICT DO NOTHING RETURNING " + keys
                + ") SELECT " + keys + ", number FROM (SELECT COUNT(*) AS number FROM added) AS counted"
                + " LEFT JOIN added ON number < ?";
        this.put = switch (sql.dialect()) {
            case H2 ->
                "MERGE INTO " + name + " (" + columns + ") KEY (" + sql.names(key()) + ") VALUES (" + marks + ")";
            case POSTGRESQL -> insert + " ON CONFLICT (" + sql.names(key()) + ") DO " + replacement();
        };
        this.select = "SELECT " + columns;
    }

    /** Rows that must be new: one at a time on H2, any number as one array per column on PostgreSQL. */
    String insert() {
        return insert;
    }

    /** Rows that replace their like, given as to {@link #insert}. */
    String put() {
        return put;
    }

    /**
     * On PostgreSQL: rows of which the free ones are inserted. Their number is answered after their keys, and the keys only if
     * they are fewer than the last parameter says; else there is one row, without a key.
     */
    String insertFree() {
        return insertFree;
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

    private List<? extends Column<?>> key() {
        return table.key().columns();
    }

    private String replacement() {
        List<Column<?>> others = new ArrayList<>(table.columns());
        others.removeAll(key());
        return others.isEmpty()
                ? "NOTHING"
                : others.stream()
                        .map(column -> sql.quoted(column.name()))
                        .map(column -> column + " = EXCLUDED." + column)
                        .collect(joining(", ", "UPDATE SET ", ""));
    }
}
