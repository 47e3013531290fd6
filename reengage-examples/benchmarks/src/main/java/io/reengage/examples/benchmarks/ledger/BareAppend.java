// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.ledger;

import io.reengage.examples.benchmarks.measure.Contender;
import io.reengage.examples.benchmarks.measure.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * The limit: a loop that only appends outcomes, a hundred a commit, into a table like the ledger's own. It checks nothing,
 * marks nothing and forgets who is due next.
 */
final class BareAppend implements Contender {
    private static final int BATCH = 100;

    private final Database.Kind kind;
    private final DataSource source;
    private final RowPattern pattern;
    private final String table;
    private final Crowd crowd;
    private int round;

    /** @param table a table of the ledger's definition that nobody else uses */
    BareAppend(Database.Kind kind, DataSource source, RowPattern pattern, String table, Crowd crowd) {
        this.kind = kind;
        this.source = source;
        this.pattern = pattern;
        this.table = table;
        this.crowd = crowd;
    }

    @Override
    public String name() {
        return "bare append, " + BATCH + " a commit";
    }

    @Override
    public long run() throws SQLException {
        round++;
        String text = kind == Database.Kind.PG ? pattern.insertArrays(table) : pattern.insert(table);
        for (int from = 0; from < crowd.size(); from += BATCH) {
            List<Map<String, ?>> rows = new ArrayList<>();
            for (int i = from; i < Math.min(from + BATCH, crowd.size()); i++) {
                rows.add(Map.of("person", crowd.id(i), "step", "bare-" + round));
            }
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                append(connection, text, rows);
                connection.commit();
            }
        }
        return crowd.size();
    }

    private void append(Connection connection, String text, List<Map<String, ?>> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            if (kind == Database.Kind.PG) {
                pattern.setArrays(statement, rows);
                statement.executeUpdate();
                return;
            }
            for (Map<String, ?> row : rows) {
                pattern.set(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
