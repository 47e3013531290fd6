// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has PostgreSQL look at a table that grows fast. It keeps its plans until it has looked again, by itself a minute later at the
 * earliest: so long a table that fills up in seconds is read from end to end for every few people, as was right while it was
 * empty. Failure costs nothing but speed. Safe for use by many threads.
 */
final class Growth {
    private static final Logger logger = LoggerFactory.getLogger(Growth.class);

    /** Fewer rows are read quickly in any way. */
    private static final long SMALL = 1_000;
    /** How much more rows are worth the next look. */
    private static final int FACTOR = 4;

    private final Sql sql;
    private final Map<Table<?>, AtomicLong> given = new ConcurrentHashMap<>();
    private final Queue<Table<?>> grown = new ConcurrentLinkedQueue<>();

    Growth(Sql sql) {
        this.sql = sql;
    }

    /** So many rows were given to a table, by a transaction that was kept or may be. */
    void note(Table<?> table, int rows) {
        if (sql.dialect() == Dialect.POSTGRESQL) {
            long sum = given.computeIfAbsent(table, first -> new AtomicLong()).addAndGet(rows);
            if (stage(sum - rows) < stage(sum)) {
                grown.add(table);
            }
        }
    }

    private static int stage(long rows) {
        int stage = 0;
        for (long left = rows / SMALL; left > 0; left /= FACTOR) {
            stage++;
        }
        return stage;
    }

    /** Has the database look at whatever has grown. No transaction must be open on this thread. */
    void look(Supplier<JdbcSession> sessions) {
        for (@Nullable Table<?> table = grown.poll(); table != null; table = grown.poll()) {
            try {
                look(sessions.get(), table);
            } catch (RuntimeException e) {
                logger.debug("Table {} could not be looked at", table.name(), e);
            }
        }
    }

    private void look(JdbcSession session, Table<?> table) {
        try {
            lookUnlessKnown(session.connection(), table);
            session.commit();
        } catch (SQLException e) {
            session.rollback(e);
            throw SqlFailure.ledgerException("The statistics of table " + table.name() + " could not be renewed", e);
        } finally {
            session.release();
        }
    }

    /** What is known may be newer than what this process counts: the table may have been large before, or just been looked at. */
    private void lookUnlessKnown(Connection connection, Table<?> table) throws SQLException {
        String name = sql.name(table.name());
        long atLeast = requireNonNull(given.get(table)).get();
        try (PreparedStatement known =
                        connection.prepareStatement("SELECT reltuples FROM pg_class WHERE oid = to_regclass(?)");
                Statement look = connection.createStatement()) {
            known.setString(1, name);
            try (ResultSet results = known.executeQuery()) {
                if (results.next() && results.getDouble(1) < atLeast / 2.0) {
                    // another one's look need not be waited for
                    look.execute("ANALYZE (SKIP_LOCKED) " + name);
                }
            }
        }
    }
}
