// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresRowStoreTest extends RowStoreContract {

    private final JdbcConnectionPool pool = Postgres.shared().poolInNewSchema();
    private final WatchedDataSource watched = new WatchedDataSource(pool::getConnection);

    @Override
    RowStore open() {
        return new JdbcRowStore(watched.dataSource(), JdbcRowStore.DEFAULT_PREFIX);
    }

    @AfterEach
    void everyConnectionWasGivenBackAsItWas() throws SQLException {
        assertThat(watched.open()).isZero();
        assertThat(watched.changed()).isZero();
        pool.dispose();
    }

    @Test
    void ordersTextByCodePoints() {
        insert(Visit.of("\ud83d\ude00"), Visit.of("\uff21"));
        assertThat(all()).extracting(Visit::person).containsExactly("\uff21", "\ud83d\ude00");
    }
}
