// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reengage.ledger.TransactionLostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Work of the ledger inside a transaction of the host's. */
class HostTransactionTest {

    @ParameterizedTest
    @EnumSource(Backend.class)
    void isKeptOrLostWithTheHostsTransactionAndLeavesItOpen(Backend backend) throws SQLException {
        JdbcConnectionPool database = backend.empty();
        RowStore store = store(database);
        Backend.sql(database, "CREATE TABLE host (id INTEGER)");
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            for (boolean kept : List.of(false, true)) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("INSERT INTO host VALUES (1)");
                }
                List<Visit> inserted = store.within(
                        connection, rows -> rows.insertNew(Visit.TABLE, List.of(Visit.of("a"), Visit.of("b"))));
                assertThat(inserted).hasSize(2);
                assertThat(connection.isClosed()).isFalse();
                assertThat(connection.getAutoCommit()).isFalse();
                assertThat(all(store)).isEmpty();
                if (kept) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
            }
        }
        assertThat(all(store)).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void findsTheLedgersTablesWhateverSchemaTheHostHasChosen(Backend backend) throws SQLException {
        JdbcConnectionPool database = backend.empty();
        RowStore store = store(database);
        String other = Postgres.newSchema();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + other);
            connection.setAutoCommit(false);
            statement.execute("SET " + (backend == Backend.H2 ? "SCHEMA " : "LOCAL search_path TO ") + other);
            assertThat(store.<Long>within(connection, rows -> rows.count(Visit.TABLE, Where.all())))
                    .isZero();
            connection.rollback();
        }
        database.dispose();
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void refusesAConnectionThatCommitsByItselfAndATransactionWithinATransaction(Backend backend) throws SQLException {
        JdbcConnectionPool database = backend.empty();
        RowStore store = store(database);
        try (Connection connection = database.getConnection()) {
            assertThatThrownBy(() -> store.within(connection, rows -> 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("setAutoCommit(false)");
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> store.transact(rows -> store.within(connection, inner -> 1)))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> store.within(connection, rows -> store.transact(inner -> 1)))
                    .isInstanceOf(IllegalStateException.class);
            store.close();
            assertThatThrownBy(() -> store.within(connection, rows -> 1)).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void refusesAConnectionToAnotherKindOfDatabase(Backend backend) throws SQLException {
        Backend other = backend == Backend.H2 ? Backend.POSTGRESQL : Backend.H2;
        RowStore store = store(backend.empty());
        try (Connection connection = other.empty().getConnection()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> store.within(connection, rows -> 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(backend.name());
        }
    }

    /** Two transactions change two rows in opposite order, so one must lose: the ledger says so, once, to the host. */
    @ParameterizedTest
    @EnumSource(Backend.class)
    void aLostRaceIsTheHostsToRunAgain(Backend backend) throws Exception {
        JdbcConnectionPool database = backend.empty();
        RowStore store = store(database);
        store.transact(rows -> rows.insertNew(Visit.TABLE, List.of(Visit.of("p0"), Visit.of("p1"))));
        CountDownLatch bothHoldOne = new CountDownLatch(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Boolean>> lost = List.of(
                    threads.submit(() -> loses(database, store, 0, bothHoldOne)),
                    threads.submit(() -> loses(database, store, 1, bothHoldOne)));
            assertThat(lost.get(0).get() || lost.get(1).get()).isTrue();
        } finally {
            threads.shutdown();
        }
    }

    private static boolean loses(JdbcConnectionPool database, RowStore store, int mine, CountDownLatch bothHoldOne)
            throws Exception {
        int[] runs = {0};
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                store.within(connection, rows -> touch(rows, mine));
                bothHoldOne.countDown();
                bothHoldOne.await();
                store.within(connection, rows -> {
                    runs[0]++;
                    return touch(rows, 1 - mine);
                });
                connection.commit();
                return false;
            } catch (TransactionLostException e) {
                assertThat(e).hasMessageContaining("run all of it again");
                connection.rollback();
                return true;
            } finally {
                assertThat(runs[0]).isEqualTo(1);
            }
        }
    }

    private static int touch(Rows rows, int person) {
        return rows.update(Visit.TABLE, Where.all().eq("person", "p" + person), Assignments.set("note", "touched"));
    }

    @Test
    void aLedgerInMemoryCannotTakePart() throws SQLException {
        RowStore memory = new MemoryRowStore(() -> RowStoreContract.NOON);
        try (Connection connection = Backend.H2.empty().getConnection()) {
            assertThatThrownBy(() -> memory.within(connection, rows -> 1))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("Ledger.jdbc");
        }
    }

    private static RowStore store(JdbcConnectionPool database) {
        RowStore store = new JdbcRowStore(database, JdbcOptions.ofDefaults());
        store.createSchema(List.of(Visit.TABLE));
        return store;
    }

    private static List<Visit> all(RowStore store) {
        return store.transact(rows -> rows.select(Visit.TABLE, Where.all(), List.of(), 9));
    }
}
