// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A question to the database that waits for others to go along; on PostgreSQL, where one condition is one statement. */
final class Asked {

    private final Table<?> table;
    private final String text;
    private final List<Parameter> parameters;
    private final boolean counts;
    private List<Cells> found = List.of();
    private long number;

    private Asked(Table<?> table, String text, List<Parameter> parameters, boolean counts) {
        this.table = table;
        this.text = text;
        this.parameters = parameters;
        this.counts = counts;
    }

    static Asked rows(Sql sql, Selection<?> selection, int limit) {
        Filter filter = Filter.reading(sql, selection).get(0);
        List<Parameter> parameters = new ArrayList<>(filter.parameters());
        parameters.add(new Parameter(Kind.INTEGER, limit, false));
        String text = sql.on(selection.table()).select() + filter.text() + sql.firstOf(selection);
        return new Asked(selection.table(), text, parameters, false);
    }

    static Asked number(Sql sql, Selection<?> selection) {
        Filter filter = Filter.reading(sql, selection).get(0);
        String text = sql.on(selection.table()).count() + filter.text();
        return new Asked(selection.table(), text, filter.parameters(), true);
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

    void read(ResultSet results) throws SQLException {
        if (counts) {
            results.next();
            number = results.getLong(1);
        } else {
            found = JdbcRows.read(results, table.columns(), table.columns().size());
        }
    }

    List<Cells> found() {
        return found;
    }

    long number() {
        return number;
    }
}
