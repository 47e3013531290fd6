// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.kill;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The ledger's tables as anybody with a database client sees them, without the library. */
final class Tables {
    private final String url;

    Tables(String url) {
        this.url = url;
    }

    /** What became of one step's message. */
    record Delivery(String person, String run, String step, String state, long atMillis, String reason) {

        /** How the message calls itself. */
        String subject() {
            return WorkerMain.subject(run.substring(0, run.lastIndexOf('/')), step);
        }
    }

    record Enrollment(String run, String person, int episode, String state) {}

    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    List<Delivery> deliveries() throws SQLException {
        return all(
                "SELECT substr(person, 3), run, step, state, at, reason FROM reengage_delivery",
                row -> new Delivery(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getLong(5),
                        row.getString(6)));
    }

    List<Enrollment> enrollments() throws SQLException {
        return all(
                "SELECT run, substr(person, 3), episode, state FROM reengage_enrollment",
                row -> new Enrollment(row.getString(1), row.getString(2), row.getInt(3), row.getString(4)));
    }

    /** Runs still to be worked on: their list is not read, or somebody is due. */
    List<String> unfinishedRuns() throws SQLException {
        return all(
                "SELECT id FROM reengage_run r WHERE next_scan_at IS NOT NULL OR scan_cursor IS NOT NULL"
                        + " OR EXISTS (SELECT 1 FROM reengage_due_set d WHERE d.run = r.id) ORDER BY id",
                row -> row.getString(1));
    }

    /** What is left to do, in words, and who holds its shard since when. */
    List<String> dueSets() throws SQLException {
        return all(
                "SELECT run, step, shard, due_at, attempt, dispatched_at, d.epoch, owner, l.epoch"
                        + " FROM reengage_due_set d JOIN reengage_lease l ON l.id = d.shard ORDER BY due_at LIMIT 20",
                row -> "due set of " + row.getString(1) + " " + row.getString(2) + " shard " + row.getInt(3)
                        + " due " + row.getLong(4) + " attempt " + row.getInt(5) + " dispatched " + row.getLong(6)
                        + " epoch " + row.getLong(7) + " held by " + row.getString(8) + " epoch " + row.getLong(9));
    }

    /** People who could be written to now. */
    long due() throws SQLException {
        return all(
                        "SELECT coalesce(sum(length(people) - length(replace(people, chr(10), '')) + 1), 0)"
                                + " FROM reengage_due_set WHERE due_at <= " + NOW,
                        row -> row.getLong(1))
                .get(0);
    }

    private static final String NOW = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    /** Lets time pass for messages that were refused: they are due at once. */
    void hurryRetries() throws SQLException {
        change("UPDATE reengage_due_set SET due_at = " + NOW + " WHERE attempt > 0 AND dispatched_at IS NULL"
                + " AND due_at > " + NOW + " + 30000");
    }

    /** Lets time pass for a node, as if it had renewed neither its leases nor its sign of life. */
    void lapse(String node) throws SQLException {
        change("UPDATE reengage_lease SET until = 0 WHERE owner = '" + node + "'");
        change("UPDATE reengage_node SET until = 0 WHERE name = '" + node + "'");
    }

    /** Gives some shards back in the name of whoever holds them, as a node does that stops. */
    void release(int remainder, int divisor) throws SQLException {
        change("UPDATE reengage_lease SET owner = '', until = 0 WHERE id % " + divisor + " = " + remainder);
    }

    private void change(String update) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("SET lock_timeout = '2s'");
            statement.executeUpdate(update);
        }
    }

    private <T> List<T> all(String query, Reader<T> reader) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(query)) {
            List<T> all = new ArrayList<>();
            while (results.next()) {
                all.add(reader.read(results));
            }
            return all;
        }
    }
}
