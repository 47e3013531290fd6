// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reengage.ledger.LedgerException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2FileRowStoreTest extends RowStoreContract {

    @TempDir
    Path directory = Path.of("");

    private final List<JdbcConnectionPool> pools = new ArrayList<>();

    @Override
    RowStore open() {
        return new JdbcRowStore(pool(""), JdbcRowStore.DEFAULT_PREFIX);
    }

    @AfterEach
    void closePools() {
        pools.forEach(JdbcConnectionPool::dispose);
    }

    @Test
    void keepsRowsBeyondTheEndOfTheStore() {
        insert(Visit.of("a"));
        store.close();
        closePools();
        store = open();
        store.createSchema(List.of(Visit.TABLE));
        assertThat(all()).containsExactly(Visit.of("a"));
    }

    @Test
    void switchesTheWriteDelayOff() throws SQLException {
        try (Connection connection = pools.get(0).getConnection();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(
                        "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'WRITE_DELAY'")) {
            assertThat(results.next()).isTrue();
            assertThat(results.getString(1)).isEqualTo("0");
        }
    }

    @Test
    void refusesAnUrlThatBringsTheWriteDelayBack() {
        DataSource dataSource = WatchedDataSource.of("jdbc:h2:" + directory.resolve("delayed") + ";WRITE_DELAY=300")
                .dataSource();
        assertThatThrownBy(() -> new JdbcRowStore(dataSource, "x_"))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("WRITE_DELAY");
        RowStore allowed = new JdbcRowStore(dataSource, JdbcOptions.ofDefaults().allowingLostCommits());
        assertThat(allowed.now()).isNotNull();
        assertThat(allowed.keepsCommits()).isFalse();
        assertThat(store.keepsCommits()).isTrue();
    }

    @Test
    void tellsWhoHasNoPoolWhatToPutIntoTheUrl() {
        String url = "jdbc:h2:" + directory.resolve("unpooled");
        assertThatThrownBy(() -> new JdbcRowStore(WatchedDataSource.of(url).dataSource(), "x_"))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("set WRITE_DELAY=0 in the database's URL");
        assertThat(new JdbcRowStore(WatchedDataSource.of(url + ";WRITE_DELAY=0").dataSource(), "x_").keepsCommits())
                .isTrue();
    }

    @Test
    void refusesADatabaseWhoseWriteDelayItMayNotChange() throws SQLException {
        String url = "jdbc:h2:" + directory.resolve("guarded");
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE USER guest PASSWORD ''");
            WatchedDataSource guest = new WatchedDataSource(() -> DriverManager.getConnection(url, "guest", ""));
            assertThatThrownBy(() -> new JdbcRowStore(guest.dataSource(), "x_"))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("SET WRITE_DELAY 0");
        }
    }

    private JdbcConnectionPool pool(String settings) {
        JdbcConnectionPool pool =
                JdbcConnectionPool.create("jdbc:h2:" + directory.resolve("ledger") + settings, "sa", "");
        pools.add(pool);
        return pool;
    }
}
