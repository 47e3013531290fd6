// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.ledger.Ledger;
import io.reengage.subscriber.SubscriberStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Activities recorded inside the host's own transaction live and die with it. */
class RecordInTest {
    private final JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:record-in;DB_CLOSE_DELAY=0", "", "");
    private Reengage reengage;
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = pool.getConnection();
        reengage = Reengage.builder()
                .environment(Environment.PRODUCTION)
                .subscribers(SubscriberStore.inMemory(List.of(Nodes.person("p"), Nodes.person("q"))))
                .ledger(Ledger.jdbc(pool))
                .build();
        execute("create table orders(id int primary key)");
    }

    @AfterEach
    void close() throws SQLException {
        reengage.close();
        connection.close();
        pool.dispose();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int rows(String table) throws SQLException {
        try (Connection other = pool.getConnection();
                Statement statement = other.createStatement();
                ResultSet result = statement.executeQuery("select count(*) from " + table)) {
            result.next();
            return result.getInt(1);
        }
    }

    private static List<Activity> orders(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> Activity.of(i % 50 == 0 ? ActivityType.UNSUBSCRIBED : ActivityType.PURCHASED)
                        .by(i % 2 == 0 ? "p" : "q")
                        .id("order-" + i)
                        .at(World.START.plusSeconds(i)))
                .toList();
    }

    @Test
    void theHostsRollbackLeavesNothing() throws SQLException {
        connection.setAutoCommit(false);
        execute("insert into orders values (1)");
        assertThat(reengage.feedback().recordIn(connection, orders(1200))).isEqualTo(1200);
        assertThat(connection.getAutoCommit()).isFalse();
        connection.rollback();
        assertThat(List.of(rows("orders"), rows("reengage_event"), rows("reengage_suppression")))
                .containsOnly(0);
        assertThat(reengage.feedback().record(orders(1200))).isEqualTo(1200);
    }

    @Test
    void theHostsCommitKeepsAllAndNothingIsKeptBefore() throws SQLException {
        connection.setAutoCommit(false);
        execute("insert into orders values (1)");
        reengage.feedback().recordIn(connection, orders(1200));
        assertThat(rows("reengage_event")).isZero();
        connection.commit();
        assertThat(rows("orders")).isEqualTo(1);
        assertThat(rows("reengage_event")).isEqualTo(1200);
        assertThat(reengage.suppressions().of("p")).hasSize(1);
        assertThat(reengage.feedback().record(orders(1200))).isZero();
    }

    @Test
    void aConnectionThatCommitsByItselfIsRefused() {
        assertThatThrownBy(() -> reengage.feedback().recordIn(connection, orders(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("setAutoCommit(false)");
    }

    @Test
    void aLedgerInMemoryTakesNoPart() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p"))) {
            Reengage node = nodes.node("a");
            assertThatThrownBy(() -> node.feedback().recordIn(connection, orders(1)))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }
}
