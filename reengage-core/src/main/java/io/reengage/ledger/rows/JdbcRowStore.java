// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static java.util.Objects.requireNonNull;

import io.reengage.ledger.LedgerException;
import io.reengage.ledger.TransactionLostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps rows in a relational database, H2 or PostgreSQL.
 *
 * <p>A database that is set to lose commits in a crash is refused; H2 is switched to immediate writing first. Transactions
 * are READ COMMITTED, or stricter where the data source's connections change that on PostgreSQL. The data source stays the caller's: it is not closed. A transaction uses one connection.
 */
public final class JdbcRowStore implements RowStore {

    /** What table names begin with, unless told otherwise. */
    public static final String DEFAULT_PREFIX = "reengage_";

    private static final Logger logger = LoggerFactory.getLogger(JdbcRowStore.class);

    /**
     * H2 copies a table to add a column and leaves the copy behind when two do it at once. It has no lock that outlives a
     * statement which changes tables; but its database is in one process, as a rule.
     */
    private static final ReentrantLock H2_TABLES = new ReentrantLock();

    private final DataSource dataSource;
    private final JdbcOptions options;
    private final Sql sql;
    private final boolean readsCommitted;
    private final boolean keepsCommits;
    private final Growth growth;
    private final ConcurrentMap<Thread, JdbcRows> running = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public JdbcRowStore(DataSource dataSource, String prefix) {
        this(dataSource, JdbcOptions.ofDefaults().withPrefix(prefix));
    }

    /**
     * Opens the store.
     *
     * @throws LedgerException if the database is unknown, out of reach, or may lose commits and that is not allowed; every
     *     setting to change is named
     */
    public JdbcRowStore(DataSource dataSource, JdbcOptions options) {
        this.dataSource = requireNonNull(dataSource, "dataSource");
        this.options = requireNonNull(options, "options");
        try {
            try (Connection connection = dataSource.getConnection()) {
                this.sql = Sql.of(connection, options);
                this.readsCommitted = sql.dialect() == Dialect.POSTGRESQL
                        && connection.getTransactionIsolation() == Connection.TRANSACTION_READ_COMMITTED;
            }
            this.growth = new Growth(sql);
            Durability durability = new Durability(dataSource);
            List<String> reasons = durability.examine(sql.dialect());
            refuseOrWarn(reasons);
            this.keepsCommits = reasons.isEmpty() && durability.isStored(sql.dialect());
        } catch (SQLException e) {
            throw SqlFailure.ledgerException("The ledger could not examine its database", e);
        }
    }

    private void refuseOrWarn(List<String> reasons) {
        if (reasons.isEmpty()) {
            return;
        }
        String all = String.join("; ", reasons);
        if (!options.losingCommitsAllowed()) {
            throw new LedgerException(
                    "The ledger's database could lose commits in a crash, and messages be sent twice: " + all
                            + " (or accept it with allowLosingCommits())");
        }
        logger.warn("The ledger may lose commits in a crash and send messages twice, as allowed: {}", all);
    }

    @Override
    public <T> T transact(Function<Rows, T> work) {
        requireNonNull(work, "work");
        refuseUseNow();
        T result = Attempts.untilWon(() -> once(work));
        growth.look(() -> JdbcSession.open(dataSource, readsCommitted));
        return result;
    }

    private void refuseUseNow() {
        if (running.containsKey(Thread.currentThread())) {
            throw new IllegalStateException("A transaction of this store is already running on this thread");
        }
        if (closed) {
            throw new IllegalStateException("The store is closed");
        }
    }

    @Override
    public <T> T within(Connection connection, Function<Rows, T> work) {
        requireNonNull(connection, "connection");
        requireNonNull(work, "work");
        refuseUseNow();
        refuseUnfit(connection);
        JdbcRows rows = new JdbcRows(connection, sql);
        running.put(Thread.currentThread(), rows);
        try {
            T result = work.apply(rows);
            rows.finish();
            rows.given().forEach(growth::note);
            return result;
        } catch (RuntimeException e) {
            RuntimeException reason = rows.lostRace().orElse(e);
            throw reason instanceof RetryableConflict
                    ? new TransactionLostException(
                            reason.getMessage() + ": roll back your transaction and run all of it again", reason)
                    : reason;
        } finally {
            running.remove(Thread.currentThread());
        }
    }

    private void refuseUnfit(Connection connection) {
        try {
            if (connection.getAutoCommit()) {
                throw new IllegalArgumentException(
                        "The connection commits every statement by itself: call setAutoCommit(false) on it first");
            }
            Dialect dialect = Dialect.of(connection.getMetaData());
            if (dialect != sql.dialect()) {
                throw new IllegalArgumentException("The connection is to another kind of database (" + dialect
                        + ") than the ledger's (" + sql.dialect() + ")");
            }
        } catch (SQLException e) {
            throw SqlFailure.ledgerException("The ledger could not examine the connection it was given", e);
        }
    }

    @Override
    public boolean keepsCommits() {
        return keepsCommits;
    }

    private <T> T once(Function<Rows, T> work) {
        JdbcSession session = JdbcSession.open(dataSource, readsCommitted);
        JdbcRows rows = new JdbcRows(session.connection(), sql);
        running.put(Thread.currentThread(), rows);
        try {
            T result = work.apply(rows);
            rows.finish();
            session.commit();
            rows.given().forEach(growth::note);
            return result;
        } catch (RuntimeException e) {
            session.rollback(e);
            throw rows.lostRace().orElse(e);
        } catch (Error e) {
            session.rollback(e);
            throw e;
        } finally {
            running.remove(Thread.currentThread());
            session.release();
        }
    }

    @Override
    public Instant now() {
        JdbcRows rows = running.get(Thread.currentThread());
        if (rows != null) {
            return rows.clock();
        }
        JdbcSession session = JdbcSession.open(dataSource, readsCommitted);
        try {
            return new JdbcRows(session.connection(), sql).clock();
        } finally {
            session.endReading();
            session.release();
        }
    }

    @Override
    public void createSchema(List<Table<?>> tables) {
        createSchema(tables, List.of());
    }

    @Override
    public void createSchema(List<Table<?>> tables, List<Migration> migrations) {
        SchemaSetup setup = new SchemaSetup(sql, options, tables, migrations);
        if (options.validateOnly()) {
            inSession(connection -> {
                setup.validate(connection);
                return true;
            });
        } else if (!inSession(setup::isDone)) {
            change(setup);
        }
    }

    private void change(SchemaSetup setup) {
        boolean locking = sql.dialect() == Dialect.H2;
        if (locking) {
            H2_TABLES.lock();
        }
        try {
            inSession(connection -> {
                setup.change(connection);
                return true;
            });
        } finally {
            if (locking) {
                H2_TABLES.unlock();
            }
        }
    }

    /** The SQL that {@link #createSchema(List)} would execute, for a migration tool of the host. */
    public String ddl(List<Table<?>> tables) {
        return ddl(tables, List.of());
    }

    /** The SQL that {@link #createSchema(List, List)} would execute now, for a migration tool of the host. */
    public String ddl(List<Table<?>> tables, List<Migration> migrations) {
        return inSession(new SchemaSetup(sql, options, tables, migrations)::ddl);
    }

    private interface SchemaWork<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T inSession(SchemaWork<T> work) {
        return Attempts.untilWon(() -> {
            JdbcSession session = JdbcSession.open(dataSource, readsCommitted);
            try {
                T result = work.on(session.connection());
                session.commit();
                return result;
            } catch (SQLException e) {
                RuntimeException failure = SqlFailure.isLostRace(e)
                        ? SqlFailure.retryable("The ledger's tables were being changed by another node", e)
                        : SqlFailure.ledgerException("The ledger's tables could not be examined", e);
                session.rollback(failure);
                throw failure;
            } catch (RuntimeException | Error e) {
                session.rollback(e);
                throw e;
            } finally {
                session.release();
            }
        });
    }

    @Override
    public void close() {
        closed = true;
    }
}
