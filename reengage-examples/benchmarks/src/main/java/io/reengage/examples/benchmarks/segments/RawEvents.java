// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.segments;

import io.reengage.activity.Activity;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** The rule as SQL over a table of people and one of events, in a database inside this process. */
final class RawEvents extends Matcher {
    private static final int BATCH = 10_000;

    private static final String RULE =
            String.format("""
            SELECT number FROM people p
            WHERE on_list AND consented AND country IN ('JP', 'US')
              AND NOT EXISTS (SELECT 1 FROM events e WHERE e.person = p.number AND e.type = 0 AND e.moment >= %1$d)
              AND NOT EXISTS (SELECT 1 FROM events e WHERE e.person = p.number AND e.type IN (1, 2) AND e.moment >= %2$d)
              AND EXISTS (SELECT 1 FROM events e WHERE e.person = p.number AND e.type = 3)
              AND (SELECT COUNT(*) FROM events e WHERE e.person = p.number AND e.type = 0 AND e.moment >= %2$d) >= %3$d
            """, Rule.WEEK_AGO.toEpochMilli(), Rule.YEAR_AGO.toEpochMilli(), Rule.MAILS);

    private final Connection connection;
    private final PreparedStatement query;

    private RawEvents(String name, List<Person> people, int passes, Connection connection) throws SQLException {
        super(name, people.size(), passes);
        this.connection = connection;
        this.query = connection.prepareStatement(RULE);
    }

    /** One thread; events stored in the order of people. */
    static RawEvents duckDb(List<Person> people, int passes) {
        return open("DuckDB, one thread, raw events", people, passes, "jdbc:duckdb:", "SET threads = 1");
    }

    /** With the index the query wants; results are not remembered from one round to the next. */
    static RawEvents h2(List<Person> people, int passes) {
        return open(
                "H2 in memory, raw events",
                people,
                passes,
                "jdbc:h2:mem:;OPTIMIZE_REUSE_RESULTS=0",
                "CREATE INDEX wanted ON events (person, type, moment)");
    }

    private static RawEvents open(String name, List<Person> people, int passes, String url, String prepared) {
        try {
            Connection connection = DriverManager.getConnection(url);
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE people (number INTEGER PRIMARY KEY, on_list BOOLEAN NOT NULL,"
                        + " consented BOOLEAN NOT NULL, country VARCHAR(2) NOT NULL)");
                statement.execute(
                        "CREATE TABLE events (person INTEGER NOT NULL, type SMALLINT NOT NULL, moment BIGINT NOT NULL)");
                statement.execute(prepared);
            }
            if (connection.isWrapperFor(DuckDBConnection.class)) {
                fill(connection.unwrap(DuckDBConnection.class), people);
            } else {
                fill(connection, people);
            }
            return new RawEvents(name, people, passes, connection);
        } catch (SQLException e) {
            throw new IllegalStateException(name + " could not be set up", e);
        }
    }

    private static void fill(DuckDBConnection connection, List<Person> people) throws SQLException {
        try (DuckDBAppender persons = connection.createAppender("main", "people");
                DuckDBAppender events = connection.createAppender("main", "events")) {
            for (Person each : people) {
                persons.beginRow()
                        .append(each.number())
                        .append(each.onList())
                        .append(each.consented())
                        .append(each.country())
                        .endRow();
                for (Activity activity : each.activities()) {
                    events.beginRow()
                            .append(each.number())
                            .append(type(activity))
                            .append(activity.at().toEpochMilli())
                            .endRow();
                }
            }
        }
    }

    private static short type(Activity activity) {
        return (short) Rule.TYPES.indexOf(activity.type());
    }

    private static void fill(Connection connection, List<Person> people) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement persons = connection.prepareStatement("INSERT INTO people VALUES (?, ?, ?, ?)");
                PreparedStatement events = connection.prepareStatement("INSERT INTO events VALUES (?, ?, ?)")) {
            int waiting = 0;
            for (Person each : people) {
                persons.setInt(1, each.number());
                persons.setBoolean(2, each.onList());
                persons.setBoolean(3, each.consented());
                persons.setString(4, each.country());
                persons.addBatch();
                for (Activity activity : each.activities()) {
                    events.setInt(1, each.number());
                    events.setShort(2, type(activity));
                    events.setLong(3, activity.at().toEpochMilli());
                    events.addBatch();
                    waiting++;
                }
                if (waiting > BATCH) {
                    persons.executeBatch();
                    events.executeBatch();
                    waiting = 0;
                }
            }
            persons.executeBatch();
            events.executeBatch();
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    @Override
    void pass(BitSet into) throws SQLException {
        try (ResultSet results = query.executeQuery()) {
            while (results.next()) {
                into.set(results.getInt(1));
            }
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(name() + " could not be put away", e);
        }
    }
}
