// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reengage.ledger.LedgerException;
import java.io.IOException;
import java.util.Map;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which settings of a real server are refused. */
class PostgresDurabilityTest {

    private static final JdbcOptions STRICT = JdbcOptions.ofDefaults();

    @Test
    void aServerThatKeepsItsCommitsIsAcceptedAndSaysSo() {
        assertThat(new JdbcRowStore(Postgres.shared().pool(), STRICT).keepsCommits())
                .isTrue();
    }

    @Test
    void everySettingOfTheServerThatLosesCommitsIsNamedAndCanBeAllowed() throws IOException {
        Map<String, String> settings = Map.of("fsync", "off", "full_page_writes", "off", "synchronous_commit", "off");
        try (Postgres weak = Postgres.with(settings)) {
            JdbcConnectionPool pool = weak.pool();
            assertThatThrownBy(() -> new JdbcRowStore(pool, STRICT))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContainingAll("fsync", "full_page_writes", "synchronous_commit")
                    .hasMessageContainingAll("set it to on", "allowLosingCommits()");
            assertThat(new JdbcRowStore(pool, STRICT.allowingLostCommits()).keepsCommits())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "full_page_writes"})
    void aSingleSettingOfTheServerIsRefusedAlone(String setting) throws IOException {
        try (Postgres weak = Postgres.with(Map.of(setting, "off"))) {
            assertThatThrownBy(() -> new JdbcRowStore(weak.pool(), STRICT))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("setting " + setting + " is off")
                    .hasMessageNotContaining("synchronous_commit");
        }
    }

    @Test
    void aUserOrADatabaseOrADataSourceWhoseCommitsAreNotSynchronousIsRefused() {
        Postgres postgres = Postgres.shared();
        String role = newRole(postgres);
        postgres.sql("ALTER ROLE " + role + " SET synchronous_commit TO off");
        assertRefused(postgres.pool(role, "public"));

        String other = newRole(postgres);
        postgres.sql("ALTER ROLE " + other + " IN DATABASE postgres SET synchronous_commit TO off");
        assertRefused(postgres.pool(other, "public"));

        JdbcConnectionPool own = postgres.pool("postgres", "public");
        DataSource careless = new WatchedDataSource(() -> {
                    var connection = own.getConnection();
                    try (var statement = connection.createStatement()) {
                        statement.execute("SET synchronous_commit TO off");
                    }
                    return connection;
                })
                .dataSource();
        assertRefused(careless);
        postgres.sql("SELECT 1");
    }

    private static void assertRefused(DataSource dataSource) {
        assertThatThrownBy(() -> new JdbcRowStore(dataSource, STRICT))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("setting synchronous_commit is off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "remote_write", "remote_apply", "on"})
    void everyOtherKindOfSynchronousCommitWillDo(String kind) {
        Postgres postgres = Postgres.shared();
        String role = newRole(postgres);
        postgres.sql("ALTER ROLE " + role + " SET synchronous_commit TO " + kind);
        assertThat(new JdbcRowStore(postgres.pool(role, "public"), STRICT).keepsCommits())
                .isTrue();
    }

    private static String newRole(Postgres postgres) {
        String role = Postgres.newSchema() + "_role";
        postgres.sql("CREATE ROLE " + role + " LOGIN");
        return role;
    }
}
