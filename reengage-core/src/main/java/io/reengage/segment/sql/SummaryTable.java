// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import com.google.common.collect.Lists;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityTimes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Summaries by person, and how far the work on them has come. */
final class SummaryTable {
    private static final int ONLY = 1;

    private final Database database;
    private final String summaries;
    private final String state;
    private final String mapping;

    /**
     * How far the work has come.
     *
     * @param through up to when all summaries are whole; {@link Instant#MIN} in the first round
     * @param until the moment this round sums up to
     * @param position the last person done in this round; empty at its beginning
     */
    record State(Instant through, Instant until, String position) {
        State at(String person) {
            return new State(through, until, person);
        }

        State ended() {
            return new State(until, until, "");
        }
    }

    /** @param mapping of what is summed up: under another one, all work begins anew */
    SummaryTable(Database database, String name, String mapping) {
        this.database = database;
        this.mapping = mapping;
        this.summaries = database.dialect().quote(name);
        this.state = database.dialect().quote(name + "_state");
    }

    String ddl() {
        return String.join(";\n", statements()) + ";\n";
    }

    private List<String> statements() {
        Dialect dialect = database.dialect();
        String bytes = switch (dialect) {
            case POSTGRESQL -> "BYTEA";
            case H2 -> "VARBINARY(1000000)";
            case SQLITE -> "BLOB";
            case MYSQL -> "MEDIUMBLOB";
        };
        String exact = dialect == Dialect.MYSQL ? " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin" : "";
        return List.of(
                "CREATE TABLE IF NOT EXISTS " + summaries + " (person VARCHAR(300) NOT NULL PRIMARY KEY, summary "
                        + bytes + " NOT NULL)" + exact,
                "CREATE TABLE IF NOT EXISTS " + state
                        + " (id INTEGER NOT NULL PRIMARY KEY, mapping VARCHAR(64) NOT NULL, whole_through BIGINT,"
                        + " until BIGINT, place VARCHAR(300) NOT NULL)" + exact);
    }

    void create() {
        database.transactAgain("Making the table of summaries", connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String each : statements()) {
                    statement.execute(each);
                }
                return true;
            }
        });
    }

    /** Where the work stands, so that no other node works until this transaction ends; a new round begins now. */
    State lock(Connection connection, Instant now) throws SQLException {
        if (Database.update(connection, Sql.of("UPDATE " + state + " SET place = place WHERE id = ?", ONLY)) == 0) {
            Database.update(
                    connection,
                    Sql.of(
                            "INSERT INTO " + state + " (id, mapping, whole_through, until, place)"
                                    + " VALUES (?, '', NULL, NULL, '')",
                            ONLY));
        }
        State found = read(connection);
        Instant second = ActivityTimes.second(now);
        return found.position().isEmpty() ? new State(found.through(), second, "") : found;
    }

    private State read(Connection connection) throws SQLException {
        Sql select = Sql.of(
                "SELECT whole_through, until, place FROM " + state + " WHERE id = ? AND mapping = ?", ONLY, mapping);
        try (PreparedStatement statement = connection.prepareStatement(select.text());
                ResultSet row = Database.query(statement, select.params())) {
            if (!row.next()) {
                return new State(Instant.MIN, Instant.MIN, "");
            }
            long through = row.getLong(1);
            Instant whole = row.wasNull() ? Instant.MIN : Instant.ofEpochSecond(through);
            long until = row.getLong(2);
            return new State(whole, row.wasNull() ? Instant.MIN : Instant.ofEpochSecond(until), row.getString(3));
        }
    }

    void move(Connection connection, State reached) throws SQLException {
        boolean first = reached.through().equals(Instant.MIN);
        Sql set = Sql.of(
                "UPDATE " + state + " SET mapping = ?, until = ?, place = ?, whole_through = ",
                mapping,
                reached.until().getEpochSecond(),
                reached.position());
        Sql whole = first ? set.then("NULL") : set.then("?", reached.through().getEpochSecond());
        Database.update(connection, whole.then(" WHERE id = ?", ONLY));
    }

    void forget(Connection connection) throws SQLException {
        Database.update(connection, Sql.of("DELETE FROM " + state + " WHERE id = ?", ONLY));
    }

    /** Up to when all summaries are whole; {@link Instant#MIN} before the end of the first round. */
    Instant through() {
        return database.call(
                "Reading how far summaries go", connection -> read(connection).through());
    }

    /** These people have these summaries now, or none. */
    void replace(Connection connection, Collection<String> people, Map<String, ActivitySummary> now)
            throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + summaries + " WHERE person = ?")) {
            for (String person : people) {
                delete.setString(1, person);
                delete.addBatch();
            }
            delete.executeBatch();
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + summaries + " (person, summary) VALUES (?, ?)")) {
            for (Map.Entry<String, ActivitySummary> each : now.entrySet()) {
                insert.setString(1, each.getKey());
                insert.setBytes(2, each.getValue().bytes());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    Map<String, ActivitySummary> find(Collection<String> people) {
        return database.call("Reading summaries", connection -> {
            Map<String, ActivitySummary> found = new HashMap<>();
            for (List<String> some : Lists.partition(List.copyOf(people), Database.PORTION)) {
                try (PreparedStatement statement = connection.prepareStatement("SELECT person, summary FROM "
                                + summaries + " WHERE person IN (" + Dialect.marks(some.size()) + ")");
                        ResultSet rows = Database.query(statement, List.copyOf(some))) {
                    while (rows.next()) {
                        found.put(rows.getString(1), ActivitySummary.ofBytes(rows.getBytes(2)));
                    }
                }
            }
            return found;
        });
    }
}
