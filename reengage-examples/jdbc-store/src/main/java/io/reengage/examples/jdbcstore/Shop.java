// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.jdbcstore;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.OPENED;
import static io.reengage.activity.ActivityType.PURCHASED;
import static io.reengage.activity.ActivityType.RECEIVED;

import io.reengage.segment.sql.HostTables;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** A shop's own database: its tables, made up people in them, and the one place that says what they mean. */
final class Shop {
    static final int CUSTOMERS = 2000;
    static final String LIST = "newsletter";

    private static final Instant BOOKS_SINCE = Instant.parse("2023-01-01T00:00:00Z");

    private Shop() {}

    /** As the shop designed them, long before it thought of winning anybody back. */
    private static final List<String> TABLES = List.of(
            "CREATE TABLE customers (customer_no BIGINT PRIMARY KEY, mail VARCHAR(200), country VARCHAR(2), time_zone"
                    + " VARCHAR(40), signed_up TIMESTAMP, gets_newsletter BOOLEAN, opted_in BOOLEAN, opted_in_at TIMESTAMP)",
            "CREATE TABLE orders (order_no BIGINT PRIMARY KEY, customer_no BIGINT, placed_at TIMESTAMP, amount"
                    + " DECIMAL(9, 2), category VARCHAR(40))",
            "CREATE TABLE events (event_no BIGINT PRIMARY KEY, who BIGINT, \"what\" VARCHAR(20), \"when\" TIMESTAMP)",
            "CREATE INDEX orders_by_customer ON orders (customer_no, placed_at)",
            "CREATE INDEX events_by_customer ON events (who, \"what\", \"when\")");

    /** Names the tables and columns, once; a mapping that does not fit is refused here, with the fix. */
    static HostTables map(DataSource database) {
        return HostTables.in(database)
                .people(
                        "customers",
                        people -> people.id("customer_no")
                                .email("mail")
                                .zone("time_zone")
                                .joinedAt("signed_up")
                                .attribute("country")
                                .list(
                                        LIST,
                                        list -> list.member("gets_newsletter")
                                                .consented("opted_in")
                                                .consentedAt("opted_in_at")))
                .activities(
                        "orders",
                        orders -> orders.subscriber("customer_no")
                                .at("placed_at")
                                .always(PURCHASED)
                                .id("order_no")
                                .value("amount")
                                .property("category", "category"))
                .activities(
                        "events",
                        events -> events.subscriber("who")
                                .at("when")
                                .type("what")
                                .means("mail", RECEIVED)
                                .means("open", OPENED)
                                .means("click", CLICKED)
                                .id("event_no"))
                .clocksIn(ZoneOffset.UTC)
                .observedSince(BOOKS_SINCE)
                .creatingChangeTable()
                .build();
    }

    static JdbcConnectionPool open(Path file) {
        return JdbcConnectionPool.create("jdbc:h2:file:" + file.toAbsolutePath(), "shop", "");
    }

    /** Makes the tables, with people who drifted away over the last two years. */
    static void fill(DataSource database, Instant today) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : TABLES) {
                statement.execute(each);
            }
            connection.setAutoCommit(false);
            try (PreparedStatement customer =
                            connection.prepareStatement("INSERT INTO customers VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
                    PreparedStatement order = connection.prepareStatement("INSERT INTO orders VALUES (?, ?, ?, ?, ?)");
                    PreparedStatement event = connection.prepareStatement("INSERT INTO events VALUES (?, ?, ?, ?)")) {
                new Making(new Random(2026), LocalDateTime.ofInstant(today, ZoneOffset.UTC), customer, order, event)
                        .all();
            }
            connection.commit();
        }
    }

    private record Making(
            Random random,
            LocalDateTime today,
            PreparedStatement customer,
            PreparedStatement order,
            PreparedStatement event) {

        private static final List<String> CATEGORIES = List.of("shoes", "books", "garden");

        void all() throws SQLException {
            int rows = 0;
            for (int person = 1; person <= CUSTOMERS; person++) {
                int active = random.nextInt(900);
                person(person, active);
                for (int month = 0; month < 14; month++) {
                    event(rows++, person, "mail", 30 * month + 1);
                }
                for (int ago = active; ago < 1000; ago += 40 + random.nextInt(200)) {
                    event(rows++, person, random.nextInt(3) == 0 ? "click" : "open", ago);
                    if (random.nextInt(4) == 0) {
                        order(rows++, person, ago);
                    }
                }
            }
            customer.executeBatch();
            order.executeBatch();
            event.executeBatch();
        }

        private void person(int person, int active) throws SQLException {
            boolean optedIn = random.nextInt(10) > 0;
            boolean abroad = random.nextBoolean();
            set(
                    customer,
                    person,
                    "customer" + person + "@shop.example",
                    abroad ? "JP" : "NO",
                    abroad ? "Asia/Tokyo" : "Europe/Oslo",
                    today.minusDays(Math.max(20L, active) + random.nextInt(700)),
                    optedIn,
                    optedIn,
                    today.minusDays(900));
        }

        private void event(int row, int person, String what, int daysAgo) throws SQLException {
            set(event, row, person, what, today.minusDays(daysAgo));
        }

        private void order(int row, int person, int daysAgo) throws SQLException {
            set(
                    order,
                    row,
                    person,
                    today.minusDays(daysAgo).truncatedTo(ChronoUnit.HOURS),
                    10 + random.nextInt(90),
                    CATEGORIES.get(random.nextInt(3)));
        }

        private static void set(PreparedStatement statement, Object... values) throws SQLException {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.addBatch();
        }
    }
}
