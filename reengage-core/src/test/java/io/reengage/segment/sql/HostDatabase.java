// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.ledger.rows.Backend;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The databases a host may keep its people in. Each answers a fresh, empty one. */
enum HostDatabase {
    H2 {
        @Override
        DataSource empty() {
            return Backend.H2.empty();
        }
    },

    POSTGRESQL {
        @Override
        DataSource empty() {
            return Backend.POSTGRESQL.empty();
        }
    };

    abstract DataSource empty();

    /** The type of a column of moments. */
    String moment() {
        return switch (this) {
            case H2 -> "TIMESTAMP(9) WITH TIME ZONE";
            case POSTGRESQL -> "TIMESTAMPTZ";
        };
    }

    /** A value as its driver takes it. */
    @Nullable
    Object value(@Nullable Object value) {
        return value instanceof Instant moment ? moment.atOffset(ZoneOffset.UTC) : value;
    }

    static int run(DataSource database, String sql, @Nullable Object... values) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
            return statement.getUpdateCount();
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** Many rows of one statement. */
    static void runAll(DataSource database, String sql, Iterable<@Nullable Object[]> rows) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (@Nullable Object[] row : rows) {
                    for (int i = 0; i < row.length; i++) {
                        statement.setObject(i + 1, row[i]);
                    }
                    statement.addBatch();
                }
                statement.executeBatch();
            }
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
