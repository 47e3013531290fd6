// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.segment.Conditions.allOf;
import static io.reengage.segment.Conditions.attribute;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Span.days;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.ActivityNeed;
import io.reengage.segment.Condition;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hosts call their tables and columns as they like, and keep ids as they like. */
class OddNamesTest {
    private static final Instant NOW = Instant.parse("2026-03-31T12:00:00Z");

    private static String quoted(HostDatabase kind, String name) {
        return kind == HostDatabase.MARIADB
                ? "`" + name.replace("`", "``") + "`"
                : "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private static Set<String> clickers(HostTables tables, Condition more) {
        JdbcSubscriberStore store = tables.subscriberStore();
        Question question = new Question(
                allOf(did(CLICKED).within(days(30)), more),
                NOW,
                ZoneOffset.UTC,
                tables.observed(),
                Question.Evidence.HERE);
        assertThat(tables.activitySource()
                        .summaries(
                                store.page("", 9).items().stream()
                                        .map(each -> each.id())
                                        .collect(Collectors.toSet()),
                                new ActivityNeed(Set.of(CLICKED), 3),
                                NOW)
                        .keySet())
                .isNotEmpty();
        return store.page(question, SegmentStore.Wanted.IN, "", 9).items().stream()
                .map(each -> each.id())
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource
    void reserved_words_blanks_quotes_and_letter_case(HostDatabase kind) {
        DataSource database = kind.empty();
        String mark = kind == HostDatabase.MARIADB ? "we`ird" : "we\"ird";
        HostDatabase.run(
                database,
                "CREATE TABLE " + quoted(kind, "order") + " (" + quoted(kind, "select") + " INTEGER PRIMARY KEY, "
                        + quoted(kind, "Group By") + " VARCHAR(9))");
        HostDatabase.run(
                database,
                "CREATE TABLE " + quoted(kind, mark) + " (" + quoted(kind, "from") + " INTEGER, "
                        + quoted(kind, "where") + " BIGINT)");
        HostDatabase.run(database, "INSERT INTO " + quoted(kind, "order") + " VALUES (1, 'a'), (2, 'b'), (3, 'b')");
        HostDatabase.run(
                database,
                "INSERT INTO " + quoted(kind, mark) + " VALUES (1, ?), (2, ?)",
                NOW.toEpochMilli() - 1,
                NOW.toEpochMilli() - 1);
        HostTables tables = HostTables.in(database)
                .people("order", people -> people.id("select").attribute("group", "Group By"))
                .activities(
                        mark, events -> events.subscriber("from").at("where").always(CLICKED))
                .observedSince(Instant.EPOCH)
                .readOnly()
                .build();
        assertThat(clickers(tables, attribute("group").is("b"))).containsExactly("2");
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE", mode = EnumSource.Mode.EXCLUDE)
    void tables_in_another_schema(HostDatabase kind) {
        DataSource database = kind.empty();
        String schema = "elsewhere_" + UUID.randomUUID().toString().substring(0, 8);
        HostDatabase.run(database, "CREATE SCHEMA " + schema);
        HostDatabase.run(database, "CREATE TABLE " + schema + ".customer (id VARCHAR(9) PRIMARY KEY, city VARCHAR(9))");
        HostDatabase.run(database, "CREATE TABLE " + schema + ".event (subscriber_id VARCHAR(9), at BIGINT)");
        HostDatabase.run(database, "CREATE TABLE customer (id VARCHAR(9) PRIMARY KEY)");
        HostDatabase.run(database, "INSERT INTO " + schema + ".customer VALUES ('a', 'Oslo'), ('b', 'oslo')");
        HostDatabase.run(
                database,
                "INSERT INTO " + schema + ".event VALUES ('a', ?), ('b', ?)",
                NOW.toEpochMilli(),
                NOW.toEpochMilli());
        HostTables tables = HostTables.in(database)
                .people(schema + ".customer", people -> people.attribute("city"))
                .activities(schema + ".event", events -> events.always(CLICKED))
                .observedSince(Instant.EPOCH)
                .readOnly()
                .build();
        assertThat(clickers(tables, attribute("city").is("Oslo"))).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource
    void the_longest_numbers_as_ids(HostDatabase kind) {
        DataSource database = kind.empty();
        String type = kind == HostDatabase.MARIADB ? "BIGINT UNSIGNED" : "BIGINT";
        String last = kind == HostDatabase.MARIADB ? "18446744073709551615" : "9223372036854775807";
        HostDatabase.run(database, "CREATE TABLE customer (id " + type + " PRIMARY KEY)");
        HostDatabase.run(database, "CREATE TABLE event (subscriber_id " + type + ", at BIGINT)");
        HostDatabase.run(database, "INSERT INTO customer VALUES (7), (9223372036854775806), (" + last + ")");
        HostDatabase.run(database, "INSERT INTO event VALUES (" + last + ", ?)", NOW.toEpochMilli());
        HostTables tables = HostTables.in(database)
                .people("customer", people -> people)
                .activities("event", events -> events.always(CLICKED))
                .observedSince(Instant.EPOCH)
                .readOnly()
                .build();
        JdbcSubscriberStore store = tables.subscriberStore();
        assertThat(clickers(tables, did(CLICKED).within(days(1)))).containsExactly(last);
        assertThat(store.page("9223372036854775806", 5).items())
                .extracting(each -> each.id())
                .containsExactly(last);
        assertThat(store.find(Set.of(last, "x", "99999999999999999999"))).containsOnlyKeys(last);
    }

    @ParameterizedTest
    @EnumSource(names = "MARIADB")
    void texts_that_compare_by_different_rules(HostDatabase kind) {
        DataSource database = kind.empty();
        HostDatabase.run(
                database,
                "CREATE TABLE customer (id VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PRIMARY KEY,"
                        + " city VARCHAR(9) CHARACTER SET latin1)");
        HostDatabase.run(
                database,
                "CREATE TABLE event (subscriber_id VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, at BIGINT)");
        HostDatabase.run(database, "INSERT INTO customer VALUES ('a', 'Åbo'), ('b', 'åbo'), ('c', 'Åbo')");
        for (String id : List.of("a", "B", "c ")) {
            HostDatabase.run(database, "INSERT INTO event VALUES (?, ?)", id, NOW.toEpochMilli());
        }
        HostTables tables = HostTables.in(database)
                .people("customer", people -> people.attribute("city"))
                .activities("event", events -> events.always(CLICKED))
                .observedSince(Instant.EPOCH)
                .readOnly()
                .build();
        assertThat(clickers(tables, attribute("city").in("Åbo", "札幌"))).containsExactly("a");
    }
}
