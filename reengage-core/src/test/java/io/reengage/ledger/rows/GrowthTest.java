// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On PostgreSQL, which plans by what it saw when it last looked. */
class GrowthTest {
    private final JdbcConnectionPool pool = Postgres.shared().poolInNewSchema();
    private final AtomicBoolean away = new AtomicBoolean();
    private RowStore store = open();
    private int people;

    private RowStore open() {
        DataSource source = new WatchedDataSource(() -> {
                    if (away.get()) {
                        throw new SQLTransientConnectionException("no connection left");
                    }
                    return pool.getConnection();
                })
                .dataSource();
        RowStore opened = new JdbcRowStore(source, JdbcRowStore.DEFAULT_PREFIX);
        opened.createSchema(List.of(Visit.TABLE));
        return opened;
    }

    /** The server looks by itself too, whenever it likes. */
    @BeforeEach
    void nobodyElseLooks() {
        Backend.sql(pool, "ALTER TABLE reengage_visit SET (autovacuum_enabled = false)");
    }

    @AfterEach
    void putAway() {
        store.close();
        pool.dispose();
    }

    @Test
    void aTableIsLookedAtEachTimeItHasGrownFourfold() throws SQLException {
        insert(999);
        assertThat(known()).isLessThan(1);
        insert(1);
        assertThat(known()).isEqualTo(1_000);
        insert(2_999);
        assertThat(known()).isEqualTo(1_000);
        insert(1);
        assertThat(known()).isEqualTo(4_000);
        insert(20_000);
        assertThat(known()).isEqualTo(24_000);
    }

    @Test
    void whatTheDatabaseKnowsAlreadyIsNotLookedAtAgain() throws SQLException {
        insert(8_000);
        assertThat(known()).isEqualTo(8_000);
        store.close();
        store = open();
        insert(2_000);
        assertThat(known()).isEqualTo(8_000);
    }

    @Test
    void rowsThatAreNotKeptDoNotCount() throws SQLException {
        assertThatThrownBy(() -> store.transact(rows -> {
                    rows.insert(Visit.TABLE, next(2_000));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        insert(900);
        assertThat(known()).isLessThan(1);
    }

    @Test
    void rowsOfTheHostsTransactionAreLookedAtAfterTheNextOne() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            store.within(connection, rows -> {
                rows.insert(Visit.TABLE, next(2_000));
                return true;
            });
            connection.commit();
        }
        assertThat(known()).isLessThan(1);
        insert(1);
        assertThat(known()).isEqualTo(2_001);
    }

    @Test
    void aDatabaseThatCannotBeAskedToLookKeepsWhatWasWritten() throws SQLException {
        store.transact(rows -> {
            rows.insert(Visit.TABLE, next(2_000));
            away.set(true);
            return true;
        });
        away.set(false);
        assertThat(known()).isLessThan(1);
        assertThat(store.<Long>transact(rows -> rows.count(Visit.TABLE, Where.all())))
                .isEqualTo(2_000);
    }

    private void insert(int number) {
        store.transact(rows -> {
            rows.insert(Visit.TABLE, next(number));
            return true;
        });
    }

    private List<Visit> next(int number) {
        people += number;
        return IntStream.range(people - number, people)
                .mapToObj(i -> Visit.of("person" + i))
                .toList();
    }

    /** How many rows the planner believes there are; none or less if it never looked. */
    private double known() throws SQLException {
        try (Connection connection = pool.getConnection();
                ResultSet results = connection
                        .createStatement()
                        .executeQuery("SELECT reltuples FROM pg_class WHERE oid = 'reengage_visit'::regclass")) {
            results.next();
            return results.getDouble(1);
        }
    }
}
