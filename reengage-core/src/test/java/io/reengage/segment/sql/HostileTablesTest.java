// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.PURCHASED;
import static io.reengage.segment.Conditions.anyOf;
import static io.reengage.segment.Conditions.attribute;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.inactive;
import static io.reengage.segment.Span.days;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivityType;
import io.reengage.segment.Condition;
import io.reengage.segment.VerdictCount;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables as hosts have them that grew for twenty years, on connections as their pools give them. */
class HostileTablesTest {
    private static final Instant NOW = Instant.parse("2026-03-31T12:00:00Z");
    private static final long LATELY = NOW.minusSeconds(3600).toEpochMilli();
    private static final ActivityType RETURNED = ActivityType.of("returned");

    private @Nullable DataSource database;

    private void given(HostDatabase kind, String... statements) {
        database = kind.empty();
        for (String each : statements) {
            run(each);
        }
    }

    private DataSource database() {
        return requireNonNull(database);
    }

    private void run(String sql, Object... values) {
        HostDatabase.run(database(), sql, values);
    }

    private HostTablesBuilder people(UnaryOperator<PeopleColumns> columns) {
        return HostTables.in(database())
                .people("customer", columns)
                .observedSince(Instant.EPOCH)
                .readOnly();
    }

    private static Question question(HostTables tables, Condition condition) {
        return new Question(condition, NOW, ZoneOffset.UTC, tables.observed(), Question.Evidence.HERE);
    }

    private static List<String> found(HostTables tables, Condition condition) {
        return ids(tables.subscriberStore().page(question(tables, condition), SegmentStore.Wanted.IN, "", 99));
    }

    private static List<String> ids(Page<Subscriber> page) {
        return page.items().stream().map(Subscriber::id).toList();
    }

    /** All people, one to a page. */
    private static List<String> oneByOne(HostTables tables) {
        List<String> all = new ArrayList<>();
        for (@Nullable String cursor = ""; cursor != null; ) {
            Page<Subscriber> page = tables.subscriberStore().page(cursor, 1);
            all.addAll(ids(page));
            cursor = page.next();
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource
    void tables_are_made_and_changes_last_on_connections_that_commit_by_hand(HostDatabase kind) {
        given(
                kind,
                "CREATE TABLE customer (id VARCHAR(9) PRIMARY KEY, member BOOLEAN, agreed BOOLEAN)",
                "CREATE TABLE event (subscriber_id VARCHAR(9), at BIGINT)",
                "CREATE INDEX by_person ON event (subscriber_id, at)");
        run("INSERT INTO customer VALUES ('a', ?, ?)", true, true);
        HostTables tables = HostTables.in(Connections.committedByHand(database()))
                .people(
                        "customer",
                        people -> people.list(
                                "news", list -> list.member("member").consented("agreed")))
                .activities("event", events -> events.always(CLICKED))
                .observedSince(Instant.EPOCH)
                .creatingChangeTable()
                .build();
        StatusChange left = new StatusChange("1", "a", "news", StatusChange.Kind.UNSUBSCRIBED, NOW, null, "");
        assertThat(tables.subscriberStore().apply(List.of(left))).isEmpty();
        assertThat(requireNonNull(tables.subscriberStore().find(Set.of("a")).get("a"))
                        .subscribed("news"))
                .isFalse();
        SummaryBackfill backfill = SummaryBackfill.of(tables);
        backfill.createTables();
        assertThat(backfill.advance(9, NOW).caughtUp()).isTrue();
        assertThat(backfill.advance(9, NOW).through()).isEqualTo(NOW);
    }

    @ParameterizedTest
    @EnumSource
    void what_went_wrong_first_is_told_even_if_the_connection_is_lost(HostDatabase kind) {
        given(kind, "CREATE TABLE customer (id INTEGER PRIMARY KEY)");
        Database lost = new Database(Connections.lostAtRollback(database()), Dialect.H2);
        assertThatExceptionOfType(HostDatabaseException.class)
                .isThrownBy(() -> lost.transact("Writing", connection -> {
                    throw new SQLException("of the person", "08006", 7);
                }))
                .withMessage("Writing failed (SQLState 08006, code 7)");
    }

    @ParameterizedTest
    @EnumSource
    void rows_without_an_id_are_nobodys(HostDatabase kind) {
        given(
                kind,
                "CREATE TABLE customer (id VARCHAR(9), city VARCHAR(9))",
                "CREATE UNIQUE INDEX one_each ON customer (id)",
                "INSERT INTO customer VALUES ('a', 'Oslo'), (NULL, 'Oslo'), (NULL, 'Oslo')");
        HostTables tables = people(people -> people.attribute("city")).build();
        JdbcSubscriberStore store = tables.subscriberStore();
        Question question = question(tables, attribute("city").is("Oslo"));
        assertThat(oneByOne(tables)).containsExactly("a");
        assertThat(found(tables, question.condition())).containsExactly("a");
        assertThat(store.size()).isEqualTo(1);
        assertThat(store.count(question)).contains(new VerdictCount(1, 0, 0));
        run("INSERT INTO customer VALUES (' ', 'Oslo')");
        assertThatIllegalStateException()
                .isThrownBy(() -> store.page("", 9))
                .withMessageContaining("of table customer holds a blank id");
    }

    @ParameterizedTest
    @EnumSource
    void ids_of_a_fixed_length_are_the_same_people_as_without_their_blanks(HostDatabase kind) {
        given(
                kind,
                "CREATE TABLE customer (id VARCHAR(10) PRIMARY KEY)",
                "CREATE TABLE event (subscriber_id CHAR(10), at BIGINT)",
                "CREATE INDEX by_person ON event (subscriber_id, at)",
                "INSERT INTO customer VALUES ('a'), ('b')",
                "INSERT INTO event VALUES ('b', " + LATELY + ")");
        HostTables tables = people(people -> people)
                .activities("event", events -> events.always(CLICKED))
                .build();
        assertThat(found(tables, did(CLICKED).within(days(3)))).containsExactly("b");
        assertThat(tables.activitySource().summaries(Set.of("a", "b"), new ActivityNeed(Set.of(CLICKED), 1), NOW))
                .containsOnlyKeys("b");
        List<Activity> history = new ArrayList<>();
        tables.activitySource().history(Set.of("a", "b"), Instant.EPOCH, NOW, history::add);
        assertThat(history).extracting(Activity::subscriberId).containsExactly("b");
    }

    @ParameterizedTest
    @EnumSource
    void people_of_a_fixed_length_are_paged_and_found_without_their_blanks(HostDatabase kind) {
        given(
                kind,
                "CREATE TABLE customer (id CHAR(10) PRIMARY KEY)",
                "INSERT INTO customer VALUES ('a'), ('b'), ('c')");
        assertPagedAndFound("a", "b", "c");
    }

    private void assertPagedAndFound(String... ids) {
        HostTables tables = people(people -> people).build();
        assertThat(oneByOne(tables)).containsExactly(ids);
        assertThat(tables.subscriberStore().find(Set.of(ids[1], "4"))).containsOnlyKeys(ids[1]);
    }

    @ParameterizedTest
    @EnumSource
    void ids_kept_as_decimals(HostDatabase kind) {
        given(
                kind,
                "CREATE TABLE customer (id DECIMAL(12,2) PRIMARY KEY)",
                "INSERT INTO customer VALUES (1), (2), (30)");
        assertPagedAndFound("1", "2", "30");
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE", mode = EnumSource.Mode.EXCLUDE)
    void ids_that_are_uuids(HostDatabase kind) {
        given(
                kind,
                "CREATE TABLE customer (id UUID PRIMARY KEY)",
                "CREATE TABLE event (subscriber_id UUID, at BIGINT)");
        List<String> ids = IntStream.range(0, 5)
                .mapToObj(i -> new UUID(i * 0x1234567890abcdefL, i * 0xfedcba0987654321L).toString())
                .toList();
        for (String id : ids) {
            run("INSERT INTO customer VALUES ('" + id + "')");
        }
        run("INSERT INTO event VALUES ('" + ids.get(3) + "', " + LATELY + ")");
        HostTables tables = people(people -> people)
                .activities("event", events -> events.always(CLICKED))
                .build();
        assertThat(oneByOne(tables)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(found(tables, did(CLICKED).within(days(3)))).containsExactly(ids.get(3));
        assertThat(tables.subscriberStore().find(Set.of(ids.get(1), "not one"))).containsOnlyKeys(ids.get(1));
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "SQLITE"})
    void a_key_of_some_rows_alone_is_no_key(HostDatabase kind) {
        given(
                kind,
                "CREATE TABLE customer (id INTEGER PRIMARY KEY)",
                "CREATE TABLE consent (subscriber_id INTEGER, purpose VARCHAR(9), granted BOOLEAN, at BIGINT)",
                "CREATE UNIQUE INDEX granted_once ON consent (subscriber_id, purpose) WHERE granted",
                "CREATE UNIQUE INDEX any_case ON consent (subscriber_id, lower(purpose), at)");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        people(people -> people).consents("consent", c -> c).build())
                .withMessageContaining("consents: table consent has no unique key on [purpose, subscriber_id]");
    }

    @ParameterizedTest
    @EnumSource
    void an_index_of_some_rows_alone_does_not_serve_a_backfill(HostDatabase kind) {
        given(
                kind,
                "CREATE TABLE customer (id INTEGER PRIMARY KEY)",
                "CREATE TABLE event (subscriber_id INTEGER, at BIGINT)",
                "CREATE INDEX recent ON event (subscriber_id)"
                        + (kind == HostDatabase.POSTGRESQL || kind == HostDatabase.SQLITE ? " WHERE at > 7" : ""));
        BackfillPlan plan = SummaryBackfill.of(people(people -> people)
                        .activities("event", events -> events.always(CLICKED))
                        .build())
                .plan();
        assertThat(plan.parts().get(0).indexed()).isEqualTo(kind == HostDatabase.H2 || kind == HostDatabase.MARIADB);
    }

    @ParameterizedTest
    @EnumSource
    void many_values_and_many_parts_are_asked_as_far_as_every_database_bears(HostDatabase kind) {
        given(
                kind,
                "CREATE TABLE customer (id INTEGER PRIMARY KEY, number INTEGER, city VARCHAR(9))",
                "INSERT INTO customer VALUES (1, 7, '7'), (2, -7, 'x')");
        HostTables tables =
                people(people -> people.attribute("number").attribute("city")).build();
        for (Condition each : List.of(
                attribute("number").in(IntStream.range(0, 3000).boxed().toArray()),
                attribute("city")
                        .in(IntStream.range(0, 3000).mapToObj(String::valueOf).toArray()),
                anyOf(IntStream.range(0, 3000)
                        .mapToObj(i -> (Condition) attribute("number").is(i))
                        .toArray(Condition[]::new)))) {
            assertThat(found(tables, each)).containsExactly("1");
            assertThat(tables.subscriberStore().count(question(tables, each))).contains(new VerdictCount(1, 1, 0));
        }
        Condition huge =
                attribute("number").in(IntStream.range(0, 40_000).boxed().toArray());
        assertThat(found(tables, huge)).containsExactly("1", "2");
        assertThat(tables.subscriberStore().count(question(tables, huge))).isEmpty();
        assertThat(tables.subscriberStore().pushDown(question(tables, huge)).text())
                .startsWith("memory")
                .contains("so many values are looked at in memory");
    }

    @ParameterizedTest
    @EnumSource
    void what_something_was_worth_is_a_number_or_not_known(HostDatabase kind) {
        given(
                kind,
                "CREATE TABLE customer (id INTEGER PRIMARY KEY)",
                "CREATE TABLE event (subscriber_id INTEGER, at BIGINT, words VARCHAR(9), worth DOUBLE PRECISION)",
                "INSERT INTO event VALUES (1, " + LATELY + ", '12 EUR', 1.5)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> people(people -> people)
                        .activities("event", events -> events.always(PURCHASED).value("words"))
                        .build())
                .withMessageContaining("activities event.value: column words of table event");
        HostTables tables = people(people -> people)
                .activities("event", events -> events.always(PURCHASED).value("worth"))
                .build();
        if (kind == HostDatabase.H2 || kind == HostDatabase.POSTGRESQL) {
            run("INSERT INTO event VALUES (1, " + LATELY + ", NULL, ?)", Double.NaN);
        }
        run("INSERT INTO event VALUES (1, " + LATELY + ", NULL, 1e300)");
        run("INSERT INTO event VALUES (1, " + LATELY + ", NULL, 1e-40)");
        List<Activity> history = new ArrayList<>();
        tables.activitySource().history(Set.of("1"), Instant.EPOCH, NOW, history::add);
        assertThat(history.stream().flatMap(each -> each.value().stream()).map(Object::toString))
                .containsExactlyInAnyOrder("1.5", "0E-30");
    }

    @ParameterizedTest
    @EnumSource
    void one_table_with_two_moments_in_a_row(HostDatabase kind) {
        given(
                kind,
                "CREATE TABLE customer (id INTEGER PRIMARY KEY)",
                "CREATE TABLE orders (id INTEGER PRIMARY KEY, subscriber_id INTEGER, ordered BIGINT, returned BIGINT)",
                "INSERT INTO customer VALUES (1), (2)",
                "INSERT INTO orders VALUES (5, 1, " + LATELY + ", NULL), (6, 2, " + LATELY + ", " + LATELY + ")");
        HostTables tables = people(people -> people)
                .activities("orders", orders -> orders.id("id").at("ordered").always(PURCHASED))
                .activities("orders", orders -> orders.id("id").at("returned").always(RETURNED))
                .build();
        assertThat(found(tables, did(PURCHASED).within(days(1)))).containsExactly("1", "2");
        assertThat(found(tables, did(RETURNED).within(days(1)))).containsExactly("2");
        List<Activity> history = new ArrayList<>();
        tables.activitySource().history(Set.of("1", "2"), Instant.EPOCH, NOW, history::add);
        assertThat(history)
                .extracting(each -> each.id().toLowerCase(Locale.ROOT))
                .containsExactlyInAnyOrder("orders.ordered/5", "orders.ordered/6", "orders.returned/6");
    }

    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void never_written_as_a_moment_before_all_others(HostDatabase kind) {
        given(
                kind,
                "CREATE TABLE customer (id INTEGER PRIMARY KEY, joined TIMESTAMPTZ, seen TIMESTAMPTZ)",
                "INSERT INTO customer VALUES (1, '2020-01-01Z', '-infinity'), (2, '2020-01-01Z', '2026-03-30Z')");
        HostTables tables = people(people -> people.joinedAt("joined").last(CLICKED, "seen"))
                .build();
        assertThat(found(tables, inactive(CLICKED).forAtLeast(days(30)).afterReceiving(0)))
                .containsExactly("1");
        assertThat(found(tables, did(CLICKED))).containsExactly("2");
        assertThat(tables.activitySource().summaries(Set.of("1", "2"), new ActivityNeed(Set.of(CLICKED), 1), NOW))
                .containsOnlyKeys("2");
    }

    @ParameterizedTest
    @EnumSource(names = "MARIADB")
    void days_that_are_none_are_refused(HostDatabase kind) {
        given(
                kind,
                "CREATE TABLE customer (id INTEGER PRIMARY KEY, clicked DATETIME, opened TIMESTAMP NULL, born DATE)",
                "SET STATEMENT sql_mode = '' FOR INSERT INTO customer VALUES (1, 0, 0, 0)");
        for (UnaryOperator<PeopleColumns> each : List.<UnaryOperator<PeopleColumns>>of(
                people -> people.last(CLICKED, "clicked"),
                people -> people.last(CLICKED, "opened"),
                people -> people.joinedAt("clicked"),
                people -> people.attribute("born"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> people(each).clocksIn(ZoneOffset.UTC).build())
                    .withMessageContaining("of table customer holds days such as 0000-00-00");
        }
    }

    @ParameterizedTest
    @EnumSource
    void nobody_at_all(HostDatabase kind) {
        given(
                kind,
                "CREATE TABLE customer (id INTEGER PRIMARY KEY, joined " + kind.clock() + ")",
                "CREATE TABLE event (subscriber_id INTEGER, at " + kind.moment() + ")",
                "CREATE INDEX by_person ON event (subscriber_id, at)");
        HostTables tables = people(people -> people.joinedAt("joined"))
                .activities("event", events -> events.always(CLICKED))
                .clocksIn(ZoneOffset.UTC)
                .build();
        Question question =
                question(tables, inactive(CLICKED).forAtLeast(days(30)).afterReceiving(0));
        assertThat(oneByOne(tables)).isEmpty();
        assertThat(tables.subscriberStore().count(question)).isEqualTo(Optional.of(VerdictCount.NONE));
        AtomicBoolean called = new AtomicBoolean();
        tables.subscriberStore().scan(question, SegmentStore.Wanted.NOT_OUT, people -> called.set(true));
        assertThat(called).isFalse();
        SummaryBackfill backfill = SummaryBackfill.of(tables);
        backfill.createTables();
        assertThat(backfill.advance(9, NOW)).isEqualTo(new SummaryBackfill.Progress(0, true, NOW));
    }
}
