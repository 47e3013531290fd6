// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** The databases a row store runs on. */
public enum Backend {
    H2,
    POSTGRESQL;

    /** Connections to a place where there is nothing yet. */
    public JdbcConnectionPool empty() {
        return switch (this) {
            case H2 -> JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
            case POSTGRESQL -> Postgres.shared().poolInNewSchema();
        };
    }

    public static void sql(DataSource dataSource, String text) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
