// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reengage.ledger.rows.Backend;
import io.reengage.ledger.rows.Postgres;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.LedgerStore;
import io.reengage.ledger.store.Schema;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerBuilderTest {

    @ParameterizedTest
    @EnumSource(Backend.class)
    void opensInASchemaWithAPrefixForATenant(Backend backend) {
        DataSource database = backend.empty();
        String schema = Postgres.newSchema() + "_crm";
        try (Ledger ledger = Ledger.over(database)
                .schema(schema)
                .prefix("re_")
                .tenant("shop-a")
                .open()) {
            assertThat(settings(ledger)).isZero();
        }
        Backend.sql(database, "SELECT id FROM " + schema + ".re_run");
        assertThatThrownBy(() -> Ledger.over(database)
                        .schema(schema)
                        .prefix("re_")
                        .tenant("shop-b")
                        .open())
                .isInstanceOf(LedgerException.class)
                .hasMessageContainingAll("shop-a", "shop-b");
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void validatesWhatTheHostMadeFromTheDdlAndCreatesNothing(Backend backend) {
        DataSource database = backend.empty();
        LedgerBuilder builder = Ledger.over(database).validateOnly();
        assertThatThrownBy(builder::open)
                .isInstanceOf(LedgerException.class)
                .satisfies(e -> Schema.TABLES.forEach(
                        table -> assertThat(String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT))
                                .contains("reengage_" + table.name() + " is missing")));
        String ddl = builder.ddl();
        assertThatThrownBy(builder::open).isInstanceOf(LedgerException.class);
        Backend.sql(database, ddl);
        try (Ledger ledger = builder.open()) {
            assertThat(settings(ledger)).isZero();
        }
        assertThatCode(() -> Ledger.jdbc(database).close()).doesNotThrowAnyException();
    }

    @Test
    void whatItKeepsIsSaid() {
        JdbcConnectionPool database = Backend.POSTGRESQL.empty();
        assertThat(LedgerStore.of(Ledger.jdbc(database)).keepsCommits()).isTrue();
        assertThat(LedgerStore.of(Ledger.inMemory()).keepsCommits()).isFalse();
        assertThat(LedgerStore.of(Ledger.jdbc(Backend.H2.empty())).keepsCommits())
                .as("an H2 database in memory")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1crm", "crm.x", "a\"b", "a b", "\u0131"})
    void refusesOddNamesAtOnceByField(String name) {
        LedgerBuilder builder = Ledger.over(Backend.H2.empty());
        assertThatThrownBy(() -> builder.schema(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schema");
        assertThatThrownBy(() -> builder.prefix(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("prefix");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two\nlines"})
    void refusesAnOddTenant(String tenant) {
        assertThatThrownBy(() -> Ledger.over(Backend.H2.empty()).tenant(tenant))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tenant");
    }

    private static int settings(Ledger ledger) {
        return LedgerStore.of(ledger)
                .transact(rows -> rows.select(Schema.SETTING, Where.all(), List.of(), 9))
                .size();
    }
}
