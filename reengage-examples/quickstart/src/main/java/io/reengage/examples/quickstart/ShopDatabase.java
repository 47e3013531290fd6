// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart;

import io.reengage.activity.Activity;
import io.reengage.examples.quickstart.files.BadInputException;
import io.reengage.subscriber.Subscriber;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;

/**
 * The H2 file in which the shop keeps its tables; the library keeps its ledger in the same one. What the demo itself has to
 * remember over a kill stands in table {@code note}.
 */
final class ShopDatabase implements AutoCloseable {

    /** H2 keeps 8 statements and few pages unless told otherwise: it would parse and read the same ones all day. */
    private static final String CACHES = ";QUERY_CACHE_SIZE=200;CACHE_SIZE=131072";

    private static final List<String> TABLES = List.of(
            """
            create table if not exists subscriber (
              id varchar(20) primary key, email varchar(200) not null, first_name varchar(100), last_name varchar(100),
              language varchar(35), zone varchar(60), joined_at timestamp(3) with time zone not null,
              consent boolean not null, consent_at timestamp(3) with time zone not null, evidence varchar(1000) not null,
              status varchar(20) not null, status_since timestamp(3) with time zone not null)
            """,
            """
            create table if not exists activity (
              subscriber_id varchar(20) not null, type varchar(60) not null, at timestamp(3) with time zone not null,
              amount decimal(12, 2), primary key (subscriber_id, type, at))
            """,
            """
            create table if not exists status_change (
              id varchar(200) primary key, subscriber_id varchar(20) not null, kind varchar(20) not null,
              at timestamp(3) with time zone not null, reason varchar(1000) not null)
            """,
            "create table if not exists note (name varchar(60) primary key, text varchar(1000) not null)");

    private final JdbcConnectionPool pool;

    private ShopDatabase(JdbcConnectionPool pool) {
        this.pool = pool;
    }

    /**
     * Opens the file, makes its tables and fills them, unless an earlier start did.
     *
     * @param people how many of the demo's people, if it has to be filled
     */
    static ShopDatabase open(Path dir, int people) {
        JdbcConnectionPool pool = JdbcConnectionPool.create(
                "jdbc:h2:file:" + dir.resolve("shop").toAbsolutePath() + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"
                        + CACHES,
                "sa",
                "");
        pool.setMaxConnections(20);
        try {
            pool.getConnection().close();
        } catch (SQLException e) {
            if (e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
                throw new BadInputException(dir + ": another run works here; wait for it or name another with --dir");
            }
            throw new BadInputException(
                    dir + ": its database cannot be opened (" + e.getMessage() + "); --fresh starts over");
        }
        ShopDatabase database = new ShopDatabase(pool);
        database.prepare(people);
        return database;
    }

    private void prepare(int size) {
        inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String table : TABLES) {
                    statement.execute(table);
                }
            }
        });
        if (note("filled").isEmpty()) {
            List<Subscriber> people = new ArrayList<>();
            List<Activity> past = new ArrayList<>();
            DemoPeople.first(size).forEach(each -> {
                people.add(each.subscriber());
                past.addAll(each.past());
            });
            inTransaction(connection -> {
                DemoShop.fill(connection, people, past);
                note(connection, "filled", String.valueOf(size));
            });
        }
    }

    /** How many people it was filled with. */
    int people() {
        return Integer.parseInt(note("filled").orElseThrow());
    }

    DataSource dataSource() {
        return pool;
    }

    /** What was noted under a name. */
    Optional<String> note(String name) {
        return query("select text from note where name = ?", row -> row.getString(1), name).stream()
                .findFirst();
    }

    /** Notes something for good. */
    void note(String name, String text) {
        inTransaction(connection -> note(connection, name, text));
    }

    private static void note(Connection connection, String name, String text) throws SQLException {
        update(connection, "merge into note(name, text) key(name) values (?, ?)", name, text);
    }

    /** Work that happens whole or not at all. */
    interface Work {

        void doWith(Connection connection) throws SQLException;
    }

    /** Makes something of a row. */
    interface Reader<T> {

        T read(ResultSet row) throws SQLException;
    }

    void inTransaction(Work work) {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                work.doWith(connection);
                connection.commit();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the shop's database refused (" + e.getMessage() + ")", e);
        }
    }

    <T> List<T> query(String sql, Reader<T> reader, @Nullable Object... values) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            List<T> answer = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    answer.add(reader.read(rows));
                }
            }
            return answer;
        } catch (SQLException e) {
            throw new IllegalStateException("the shop's database refused (" + e.getMessage() + ")", e);
        }
    }

    static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            return statement.executeUpdate();
        }
    }

    static void set(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    @Override
    public void close() {
        pool.dispose();
    }
}
