// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.ledger.rows.Backend;
import io.reengage.subscriber.Subscriber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import org.sqlite.javax.SQLiteConnectionPoolDataSource;

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
    },

    SQLITE {
        @Override
        DataSource empty() {
            try {
                Path file = Files.createTempFile("host", ".sqlite");
                file.toFile().deleteOnExit();
                SQLiteConnectionPoolDataSource source = new SQLiteConnectionPoolDataSource();
                source.setUrl("jdbc:sqlite:" + file);
                source.setSynchronous("OFF");
                return JdbcConnectionPool.create(source);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    },

    MARIADB {
        @Override
        DataSource empty() {
            return MariaDb.empty();
        }
    };

    private static final DateTimeFormatter TEXT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    /** Where the wall clocks of the hosts hang: it shows half an hour twice, and leaves half an hour out. */
    static final ZoneId CLOCKS = ZoneId.of("Australia/Lord_Howe");

    /** What every database need not do is shared among so many groups of them. */
    static final int SHARES = 2;

    abstract DataSource empty();

    /** Its group. */
    int share() {
        return this == H2 || this == MARIADB ? 0 : 1;
    }

    /** The type of a column of moments, as near as there is one. */
    String moment() {
        return switch (this) {
            case H2 -> "TIMESTAMP(9) WITH TIME ZONE";
            case POSTGRESQL -> "TIMESTAMPTZ";
            case SQLITE -> "TEXT";
            case MARIADB -> "TIMESTAMP(6) NULL";
        };
    }

    /** The type of a column of wall clocks. */
    String clock() {
        return switch (this) {
            case H2 -> "TIMESTAMP(9)";
            case POSTGRESQL -> "TIMESTAMP";
            case SQLITE -> "DATETIME";
            case MARIADB -> "DATETIME(6)";
        };
    }

    /** A value for a column of moments, or of another kind, as its driver takes it. */
    @Nullable
    Object value(@Nullable Object value) {
        if (value instanceof Instant moment) {
            return switch (this) {
                case SQLITE ->
                    moment.truncatedTo(ChronoUnit.SECONDS).equals(moment)
                            ? moment.toString().replace("Z", ".000Z")
                            : moment.toString();
                case MARIADB -> LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
                default -> moment.atOffset(ZoneOffset.UTC);
            };
        }
        return this == SQLITE && value instanceof LocalDate ? value.toString() : value;
    }

    /** What of a person's attributes is known: SQLite has no type of moments, so that a text of it is a text. */
    Subscriber kept(Subscriber person) {
        if (this != SQLITE) {
            return person;
        }
        Map<String, Object> attributes = new HashMap<>(person.attributes());
        attributes.replaceAll((name, each) -> each instanceof Instant ? Objects.requireNonNull(value(each)) : each);
        return new Subscriber(
                person.id(),
                person.addresses(),
                person.language(),
                person.zone(),
                person.joinedAt(),
                attributes,
                person.consents(),
                person.subscriptions());
    }

    /** What a wall clock shows, as its driver takes it. */
    @Nullable
    Object shown(@Nullable Instant moment) {
        if (moment == null) {
            return null;
        }
        LocalDateTime time = LocalDateTime.ofInstant(moment, CLOCKS);
        return this == SQLITE ? TEXT.format(time) : time;
    }

    static int run(DataSource database, String sql, @Nullable Object... values) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            clock(connection, "+00:00");
            statement.execute();
            clock(connection, MariaDb.SESSION);
            return statement.getUpdateCount();
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** MariaDB takes moments by the session's clock alone. */
    private static void clock(Connection connection, String zone) throws SQLException {
        if (connection.getMetaData().getDatabaseProductName().equals("MariaDB")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET time_zone = '" + zone + "'");
            }
        }
    }

    /** Many rows of one statement. */
    static void runAll(DataSource database, String sql, Iterable<@Nullable Object[]> rows) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            clock(connection, "+00:00");
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
            clock(connection, MariaDb.SESSION);
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
