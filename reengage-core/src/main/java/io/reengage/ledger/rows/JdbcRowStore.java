// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static java.util.Objects.requireNonNull;

import io.reengage.ledger.LedgerException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps rows in a relational database, H2 or PostgreSQL.
 *
 * <p>A database that is set to lose commits in a crash is refused; H2 is switched to immediate writing first. Transactions
 * are READ COMMITTED. The data source stays the caller's: it is not closed. A transaction uses one connection.
 */
public final class JdbcRowStore implements RowStore {

    /** What table names begin with, unless told otherwise. */
    public static final String DEFAULT_PREFIX = "reengage_";

    /** How often a transaction that keeps losing is run in all. */
    static final int MOST_ATTEMPTS = 12;

    private static final Logger logger = LoggerFactory.getLogger(JdbcRowStore.class);

    private final DataSource dataSource;
    private final Sql sql;
    private final ConcurrentMap<Thread, JdbcRows> running = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public JdbcRowStore(DataSource dataSource, String prefix) {
        this(dataSource, prefix, false);
    }

    /**
     * Opens the store.
     *
     * @param prefix what table names begin with
     * @param allowLostCommits whether a database may be used that forgets commits in a crash; messages may then be sent
     *     twice
     * @throws LedgerException if the database is unknown, out of reach, or not durable
     */
    public JdbcRowStore(DataSource dataSource, String prefix, boolean allowLostCommits) {
        this.dataSource = requireNonNull(dataSource, "dataSource");
        String checked = Sql.checkedPrefix(prefix);
        try {
            try (Connection connection = dataSource.getConnection()) {
                this.sql = Sql.of(connection.getMetaData(), checked);
            }
            if (!allowLostCommits) {
                new Durability(dataSource).require(sql.dialect());
            }
        } catch (SQLException e) {
            throw SqlFailure.ledgerException("The ledger could not examine its database", e);
        }
    }

    @Override
    public <T> T transact(Function<Rows, T> work) {
        requireNonNull(work, "work");
        if (running.containsKey(Thread.currentThread())) {
            throw new IllegalStateException("A transaction of this store is already running on this thread");
        }
        if (closed) {
            throw new IllegalStateException("The store is closed");
        }
        return retried(() -> once(work));
    }

    private <T> T once(Function<Rows, T> work) {
        JdbcSession session = JdbcSession.open(dataSource);
        JdbcRows rows = new JdbcRows(session.connection(), sql);
        running.put(Thread.currentThread(), rows);
        try {
            T result = work.apply(rows);
            rows.finish();
            session.commit();
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

    private static <T> T retried(Supplier<T> attempt) {
        for (int count = 1; ; count++) {
            try {
                return attempt.get();
            } catch (RetryableConflict e) {
                if (count == MOST_ATTEMPTS) {
                    throw new LedgerException("Gave up after " + count + " attempts: " + e.getMessage(), e);
                }
                logger.debug("A ledger transaction is tried again: {}", e.getMessage());
                long longest = TimeUnit.MILLISECONDS.toNanos(1L << Math.min(count, 8));
                // any spread keeps two losers apart; the thread's number is one
                LockSupport.parkNanos(longest * (1 + Thread.currentThread().getId() % 8) / 8);
            }
        }
    }

    @Override
    public Instant now() {
        JdbcRows rows = running.get(Thread.currentThread());
        if (rows != null) {
            return rows.clock();
        }
        JdbcSession session = JdbcSession.open(dataSource);
        try {
            return new JdbcRows(session.connection(), sql).clock();
        } finally {
            session.endReading();
            session.release();
        }
    }

    @Override
    public void createSchema(List<Table<?>> tables) {
        execute(sql.ddl(Meta.TABLE));
        requireKnownVersion();
        for (Table<?> table : tables) {
            execute(sql.ddl(table));
        }
        transact(rows -> rows.insertNew(Meta.TABLE, List.of(Meta.SCHEMA_VERSION)));
        requireKnownVersion();
    }

    /** The SQL that {@link #createSchema} would execute, for a migration tool of the host. */
    public String ddl(List<Table<?>> tables) {
        Set<Table<?>> all = new LinkedHashSet<>(List.of(Meta.TABLE));
        all.addAll(tables);
        List<String> statements = new ArrayList<>();
        all.forEach(table -> statements.addAll(sql.ddl(table)));
        statements.add(sql.versionInsert());
        return String.join(";\n\n", statements) + ";\n";
    }

    private void requireKnownVersion() {
        Meta known = Meta.SCHEMA_VERSION;
        List<Meta> found = transact(rows -> rows.select(Meta.TABLE, Where.all().eq("key", known.key()), List.of(), 1));
        if (!found.isEmpty() && !found.get(0).equals(known)) {
            throw new LedgerException(
                    "The ledger's tables have version " + found.get(0).value() + ", this library works with version "
                            + known.value() + "; use the library that made them");
        }
    }

    /** Other nodes may be doing the same. */
    private void execute(List<String> ddl) {
        retried(() -> {
            JdbcSession session = JdbcSession.open(dataSource);
            try (Statement statement = session.connection().createStatement()) {
                for (String lock : sql.dialect().schemaLock()) {
                    statement.execute(lock);
                }
                for (String text : ddl) {
                    statement.execute(text);
                }
                session.commit();
                return ddl;
            } catch (SQLException e) {
                RuntimeException failure = SqlFailure.isLostRace(e) || SqlFailure.isAlreadyThere(e)
                        ? SqlFailure.retryable("The ledger's tables were being created by another node", e)
                        : SqlFailure.ledgerException("The ledger's tables could not be created", e);
                session.rollback(failure);
                throw failure;
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
