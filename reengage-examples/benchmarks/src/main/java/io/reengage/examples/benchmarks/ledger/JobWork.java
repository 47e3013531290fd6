// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * What a careful host would write into a job to get the same promises: look at suppressions and earlier deliveries, mark,
 * commit, send, record the outcome, commit. It does not schedule the next step, which ours does.
 */
final class JobWork implements Consumer<String> {
    private final DataSource source;
    private final RowPattern delivery;
    private final String prefix;
    private final AtomicInteger number = new AtomicInteger();

    /** @param prefix of tables like the ledger's that nobody else uses */
    JobWork(DataSource source, RowPattern delivery, String prefix) {
        this.source = source;
        this.delivery = delivery;
        this.prefix = prefix;
    }

    @Override
    public void accept(String person) {
        String step = "letter-" + number.incrementAndGet();
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            boolean free = isFree(connection, person);
            if (free) {
                try (PreparedStatement mark = connection.prepareStatement(delivery.insert(prefix + "delivery"))) {
                    delivery.set(mark, Map.of("person", person, "step", step, "state", "UNKNOWN", "provider_id", ""));
                    mark.executeUpdate();
                }
            }
            connection.commit();
            if (free) {
                record(connection, person, step);
                connection.commit();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("a job could not keep its books", e);
        }
    }

    private boolean isFree(Connection connection, String person) throws SQLException {
        try (PreparedStatement suppressed = connection.prepareStatement(
                        "SELECT reason FROM " + prefix + "suppression WHERE subject IN (?, ?)");
                PreparedStatement earlier = connection.prepareStatement(
                        "SELECT count(*) FROM " + prefix + "delivery WHERE person = ? AND at > ?")) {
            suppressed.setString(1, "p:" + person);
            suppressed.setString(2, "a:" + person);
            try (ResultSet results = suppressed.executeQuery()) {
                if (results.next()) {
                    return false;
                }
            }
            earlier.setString(1, person);
            earlier.setLong(2, Long.MAX_VALUE);
            try (ResultSet results = earlier.executeQuery()) {
                results.next();
                return results.getLong(1) == 0;
            }
        }
    }

    private void record(Connection connection, String person, String step) throws SQLException {
        try (PreparedStatement outcome = connection.prepareStatement("UPDATE " + prefix
                + "delivery SET state = 'SENT', provider_id = ? WHERE person = ? AND step = ? AND state = 'UNKNOWN'")) {
            outcome.setString(1, "accepted-by-nobody");
            outcome.setString(2, person);
            outcome.setString(3, step);
            outcome.executeUpdate();
        }
    }
}
