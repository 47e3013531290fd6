// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import static io.reengage.activity.ActivityType.CLICKED;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A mapping that would be misunderstood is refused when it is built, naming the table, the column and what to do. */
class WrongMappingsTest {
    private static final Instant SINCE = Instant.parse("2020-01-01T00:00:00Z");

    private @Nullable DataSource database;

    private void given(HostDatabase kind) {
        database = kind.empty();
        run(
                "CREATE TABLE customer (id INTEGER PRIMARY KEY, name VARCHAR(40), vip BOOLEAN, born DATE, joined BIGINT, seen "
                        + kind.clock() + ")");
        run("CREATE TABLE event (customer INTEGER, what VARCHAR(20), at BIGINT)");
        run("CREATE TABLE plain (id INTEGER, joined BIGINT)");
        run("CREATE VIEW everybody AS SELECT id, joined FROM plain");
    }

    private void run(String sql, Object... values) {
        HostDatabase.run(requireNonNull(database), sql, values);
    }

    private HostTablesBuilder people(String table, UnaryOperator<PeopleColumns> columns) {
        return HostTables.in(requireNonNull(database))
                .people(table, columns)
                .observedSince(SINCE)
                .readOnly();
    }

    private static void refused(HostTablesBuilder mapping, String... words) {
        assertThatIllegalArgumentException().isThrownBy(mapping::build).satisfies(e -> {
            for (String word : words) {
                assertThat(e.getMessage()).containsIgnoringCase(word);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_table_that_is_not_there(HostDatabase kind) {
        given(kind);
        refused(people("custommer", people -> people), "people", "no table or view custommer", "check its name");
        refused(
                people("customer", people -> people).activities("events", events -> events.always(CLICKED)),
                "activities events",
                "no table or view events");
    }

    @ParameterizedTest
    @EnumSource
    void a_column_that_is_not_there(HostDatabase kind) {
        given(kind);
        refused(
                people("customer", people -> people.joinedAt("joined_at")),
                "people.joinedAt",
                "table customer has no column joined_at",
                "joined");
        refused(
                people("customer", people -> people)
                        .activities(
                                "event", events -> events.subscriber("person").always(CLICKED)),
                "activities event.subscriber",
                "table event has no column person");
    }

    @ParameterizedTest
    @EnumSource
    void a_column_of_another_type(HostDatabase kind) {
        given(kind);
        refused(
                people("customer", people -> people.joinedAt("vip")),
                "people.joinedAt",
                "column vip of table customer");
        refused(
                people(
                        "customer",
                        people -> people.list(
                                "news", list -> list.member("joined").consented("vip"))),
                "people.list news member",
                "column joined of table customer");
        refused(
                people("customer", people -> people)
                        .activities("event", events -> events.subscriber("what").always(CLICKED)),
                "activities event.subscriber",
                "cast");
    }

    @ParameterizedTest
    @EnumSource
    void a_key_that_is_not_unique(HostDatabase kind) {
        given(kind);
        refused(people("plain", people -> people), "people.id", "table plain has no unique key on [id]", "add one");
        run("INSERT INTO plain VALUES (1, NULL)");
        assertThatCode(() -> people("everybody", people -> people).build()).doesNotThrowAnyException();
        run("INSERT INTO plain VALUES (1, NULL)");
        refused(people("everybody", people -> people), "people.id", "column id of table everybody", "not unique");
    }

    @ParameterizedTest
    @EnumSource
    void a_wall_clock_of_which_nobody_said_the_zone(HostDatabase kind) {
        given(kind);
        refused(
                people("customer", people -> people.joinedAt("seen")),
                "people.joinedAt",
                "column seen of table customer",
                "says no zone",
                "clocksIn(");
        assertThatCode(() -> people("customer", people -> people.joinedAt("seen"))
                        .clocksIn(ZoneOffset.UTC)
                        .build())
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void numbers_of_another_unit(HostDatabase kind) {
        given(kind);
        run("INSERT INTO customer (id, joined) VALUES (1, 1700000000)");
        refused(
                people("customer", people -> people.joinedAt("joined")),
                "column joined of table customer",
                "numbersAreSeconds()");
        run("INSERT INTO event VALUES (1, 'click', 1700000000000)");
        refused(
                people("customer", people -> people)
                        .activities(
                                "event", events -> events.subscriber("customer").always(CLICKED))
                        .numbersAreSeconds(),
                "column at of table event",
                "milliseconds");
        run("UPDATE event SET at = 1700000000000000");
        refused(
                people("customer", people -> people)
                        .activities(
                                "event", events -> events.subscriber("customer").always(CLICKED)),
                "column at of table event",
                "map a view");
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE")
    void values_that_are_not_what_their_column_says(HostDatabase kind) {
        given(kind);
        run("INSERT INTO customer (id, vip, born, seen) VALUES (1, 'true', 19900101, '2026-03-31 12:00')");
        refused(people("customer", people -> people.attribute("vip")), "column vip of table customer", "text");
        refused(
                people("customer", people -> people.attribute("born")),
                "column born of table customer",
                "correct them");
        refused(
                people("customer", people -> people.joinedAt("seen")).clocksIn(ZoneOffset.UTC),
                "column seen of table customer",
                "such as 2026-03-31 12:00:00");
        run("UPDATE customer SET seen = '2026-03-31 12:00:00'");
        run("INSERT INTO customer (id, seen) VALUES (2, '2026-03-31T12:00:00Z')");
        refused(
                people("customer", people -> people.joinedAt("seen")).clocksIn(ZoneOffset.UTC),
                "column seen of table customer",
                "several ways");
        run("UPDATE customer SET seen = 1774958400000 WHERE id = 2");
        refused(
                people("customer", people -> people.joinedAt("seen")).clocksIn(ZoneOffset.UTC),
                "column seen of table customer",
                "integer and as text");
        refused(people("main.customer", people -> people), "people", "leave main. away");
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE")
    void a_value_that_came_later_and_is_not_like_the_others_stops_the_reading(HostDatabase kind) {
        given(kind);
        run("INSERT INTO customer (id, seen) VALUES (1, '2026-03-31 12:00:00')");
        JdbcSubscriberStore store = people("customer", people -> people.joinedAt("seen"))
                .clocksIn(ZoneOffset.UTC)
                .build()
                .subscriberStore();
        run("INSERT INTO customer (id, seen) VALUES (2, '31.3.2026')");
        assertThatIllegalStateException()
                .isThrownBy(() -> store.find(Set.of("1", "2")))
                .withMessageContaining("column seen of table customer")
                .withMessageContaining("map a view")
                .withMessageNotContaining("31.3.2026");
    }
}
