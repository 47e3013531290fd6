// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reengage.ledger.LedgerException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcRowStoreTest extends RowStoreContract {

    private static final String CANARY = "canary@example.org";

    private final JdbcConnectionPool pool =
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private final WatchedDataSource watched = new WatchedDataSource(pool::getConnection);

    @Override
    RowStore open() {
        return new JdbcRowStore(watched.dataSource(), JdbcRowStore.DEFAULT_PREFIX);
    }

    @AfterEach
    void everyConnectionWasGivenBackAsItWas() throws SQLException {
        assertThat(watched.open()).isZero();
        assertThat(watched.changed()).isZero();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        }
        pool.dispose();
    }

    @Test
    void noValueLeaksIntoAnException() {
        insert(Visit.of(CANARY).at(CANARY));
        assertSilent(() -> insert(Visit.of(CANARY)));
        assertSilent(() -> insert(Visit.of("b").at(CANARY)));
        assertSilent(() ->
                write(rows -> rows.put(Visit.TABLE, List.of(Visit.of("b").at(CANARY)))));
        sql("ALTER TABLE reengage_visit ALTER COLUMN \"PERSON\" INTEGER USING 1");
        assertSilent(() -> insert(Visit.of(CANARY)));
        assertSilent(() -> count(Where.all().eq("person", CANARY)));
    }

    @Test
    void namesTheTableAndTheStateWhenTheDatabaseFails() {
        sql("DROP TABLE reengage_visit");
        assertThatThrownBy(this::all).isInstanceOf(LedgerException.class).hasMessageContainingAll("visit", "42S02");
    }

    @Test
    void aFailedCommitIsReportedAsUnknownAndNotTriedAgain() {
        int[] runs = {0};
        watched.failNext("commit", "08006");
        assertThatThrownBy(() -> write(rows -> {
                    runs[0]++;
                    rows.insert(Visit.TABLE, List.of(Visit.of("a")));
                }))
                .isInstanceOf(LedgerException.class)
                .hasMessageContainingAll("unknown", "08006");
        assertThat(runs[0]).isEqualTo(1);
    }

    @Test
    void aCommitThatLostIsTriedAgain() {
        int[] runs = {0};
        watched.failNext("commit", "40001");
        write(rows -> {
            runs[0]++;
            rows.insert(Visit.TABLE, List.of(Visit.of("a")));
        });
        assertThat(runs[0]).isEqualTo(2);
        assertThat(all()).hasSize(1);
    }

    @Test
    void givesUpInTheEnd() {
        int[] runs = {0};
        assertThatThrownBy(() -> write(rows -> {
                    runs[0]++;
                    watched.failNext("commit", "40001");
                }))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("40001");
        assertThat(runs[0]).isEqualTo(Attempts.MOST);
        write(rows -> rows.insert(Visit.TABLE, List.of(Visit.of("a"))));
    }

    @Test
    void whatCannotBeUndoneIsNotCommittedByGivingTheConnectionBack() {
        assertThatThrownBy(() -> write(rows -> {
                    rows.insert(Visit.TABLE, List.of(Visit.of("a")));
                    watched.failNext("rollback", "08006");
                    throw new UnsupportedOperationException();
                }))
                .isInstanceOf(UnsupportedOperationException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(watched.changed()).isEqualTo(1);
        watched.forget();
        assertThat(all()).isEmpty();
    }

    @Test
    void aConnectionThatCannotBeExaminedIsGivenBackAndReported() {
        write(rows -> {
            rows.insert(Visit.TABLE, List.of(Visit.of("a")));
            watched.failNext("getTransactionIsolation", "08006");
        });
        assertThatThrownBy(this::all).isInstanceOf(LedgerException.class).hasMessageContaining("08006");
        assertThat(all()).hasSize(1);
    }

    @Test
    void aLostRaceIsTriedAgainEvenIfTheWorkMadeSomethingElseOfIt() {
        int[] runs = {0};
        write(rows -> {
            if (runs[0]++ == 0) {
                watched.failNext("prepareStatement", "40001");
            }
            try {
                rows.insert(Visit.TABLE, List.of(Visit.of("a")));
            } catch (RuntimeException e) {
                throw new UnsupportedOperationException(e);
            }
        });
        assertThat(runs[0]).isEqualTo(2);
        assertThat(all()).hasSize(1);
    }

    @Test
    void theSchemaCanBeCreatedByManyNodesAtOnceAndAgain() throws Exception {
        together(thread -> {
            RowStore node = new JdbcRowStore(pool, "other_");
            node.createSchema(List.of(Visit.TABLE, Tag.TABLE, Meta.TABLE));
            node.createSchema(List.of(Visit.TABLE));
            return node.transact(rows -> rows.insertNew(Visit.TABLE, List.of(Visit.of("p" + thread))));
        });
        long count = new JdbcRowStore(pool, "other_").transact(rows -> rows.count(Visit.TABLE, Where.all()));
        assertThat(count).isEqualTo(8);
        assertThat(all()).isEmpty();
    }

    @Test
    void theDdlMakesTheSameTables() {
        JdbcRowStore node = new JdbcRowStore(pool, "Host_");
        String ddl = node.ddl(List.of(Visit.TABLE, Tag.TABLE));
        assertThat(ddl).contains("HOST_META", "HOST_VISIT", "schema_version");
        sql(ddl);
        node.createSchema(List.of(Visit.TABLE, Tag.TABLE));
        node.transact(rows -> rows.insertNew(Visit.TABLE, List.of(Visit.of("a"))));
    }

    @Test
    void refusesTablesOfAnotherVersion() {
        sql("UPDATE reengage_meta SET \"VALUE\" = '2'");
        assertThatThrownBy(() -> store.createSchema(List.of(Visit.TABLE)))
                .isInstanceOf(LedgerException.class)
                .hasMessageContainingAll("2", "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1x", "a b", "a;--", "\u0131_", "x234567890123456789012345"})
    void refusesAnOddPrefix(String prefix) {
        assertThatThrownBy(() -> new JdbcRowStore(pool, prefix)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsCaseApartEvenWhereTheHostIgnoresIt() {
        sql("SET IGNORECASE TRUE");
        JdbcRowStore node = new JdbcRowStore(pool, "late_");
        node.createSchema(List.of(Visit.TABLE));
        assertThat(node.<List<Visit>>transact(
                        rows -> rows.insertNew(Visit.TABLE, List.of(Visit.of("a"), Visit.of("A")))))
                .hasSize(2);
    }

    private void sql(String text) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertSilent(ThrowingCallable call) {
        assertThatThrownBy(call).satisfies(e -> {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).doesNotContain(CANARY);
        });
    }
}
