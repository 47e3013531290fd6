// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A question to the database, or a change, that waits for others to go along; on PostgreSQL, where one condition is one statement. */
final class Asked {

    private final Table<?> table;
    private final String text;
    private final List<Parameter> parameters;
    private final Answer answer;
    private List<Cells> found = List.of();
    private long number;

    /** What comes back. */
    private enum Answer {
        ROWS,
        NUMBER,
        CHANGED
    }

    private Asked(Table<?> table, String text, List<Parameter> parameters, Answer answer) {
        this.table = table;
        this.text = text;
        this.parameters = parameters;
        this.answer = answer;
    }

    static Asked rows(Sql sql, Selection<?> selection) {
        Filter filter = Filter.reading(sql, selection).get(0);
        String text = sql.on(selection.table()).select() + filter.text();
        return new Asked(selection.table(), text, filter.parameters(), Answer.ROWS);
    }

    static Asked number(Sql sql, Selection<?> selection) {
        Filter filter = Filter.reading(sql, selection).get(0);
        String text = sql.on(selection.table()).count() + filter.text();
        return new Asked(selection.table(), text, filter.parameters(), Answer.NUMBER);
    }

    /** A statement that changes rows. */
    static Asked change(Table<?> table, String text, List<Parameter> parameters) {
        return new Asked(table, text, parameters, Answer.CHANGED);
    }

    Table<?> table() {
        return table;
    }

    String text() {
        return text;
    }

    List<Parameter> parameters() {
        return parameters;
    }

    /** Reads the answer the statement stands at. */
    void read(Statement statement) throws SQLException {
        if (answer == Answer.CHANGED) {
            number = statement.getUpdateCount();
            return;
        }
        try (ResultSet results = statement.getResultSet()) {
            if (answer == Answer.ROWS) {
                found = JdbcRows.read(results, table.columns(), table.columns().size());
            } else {
                results.next();
                number = results.getLong(1);
            }
        }
    }

    List<Cells> found() {
        return found;
    }

    long number() {
        return number;
    }
}
