// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.OPENED;
import static io.reengage.activity.ActivityType.PURCHASED;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.first;
import static io.reengage.segment.Conditions.inactive;
import static io.reengage.segment.Conditions.last;
import static io.reengage.segment.Conditions.property;
import static io.reengage.segment.Conditions.spent;
import static io.reengage.segment.Conditions.was;
import static io.reengage.segment.Span.days;
import static io.reengage.segment.Verdict.IN;
import static io.reengage.segment.Verdict.OUT;
import static io.reengage.segment.Verdict.UNKNOWN;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.activity.History;
import io.reengage.segment.Condition;
import io.reengage.segment.Profile;
import io.reengage.segment.Segment;
import io.reengage.segment.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host that only knows when people did something last, of some types how often in all: full answers where that is enough. */
class LastTimesTest {
    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
    private static final Instant SINCE = Instant.parse("2020-01-01T00:00:00Z");

    private final DataSource database = HostDatabase.H2.empty();
    private HostTables tables;

    @BeforeEach
    void map() {
        HostDatabase.run(
                database,
                "CREATE TABLE customer (id VARCHAR(20) PRIMARY KEY, joined BIGINT, last_click BIGINT, last_open BIGINT,"
                        + " last_order BIGINT, orders INTEGER)");
        tables = HostTables.in(database)
                .people(
                        "customer",
                        people -> people.joinedAt("joined")
                                .last(CLICKED, "last_click")
                                .last(OPENED, "last_open")
                                .last(PURCHASED, "last_order", "orders"))
                .observedSince(SINCE)
                .readOnly()
                .build();
    }

    /** @param orders of the last order, or {@code null} if unknown */
    private void person(
            String id,
            @Nullable Integer click,
            @Nullable Integer open,
            @Nullable Integer order,
            @Nullable Integer orders) {
        HostDatabase.run(
                database,
                "INSERT INTO customer VALUES (?, ?, ?, ?, ?, ?)",
                id,
                SINCE.toEpochMilli(),
                ago(click),
                ago(open),
                ago(order),
                orders);
    }

    private static @Nullable Long ago(@Nullable Integer days) {
        return days == null ? null : NOW.minus(Duration.ofDays(days)).toEpochMilli();
    }

    private Profile profile(String id, Condition condition) {
        JdbcActivitySource source = tables.activitySource();
        Set<ActivityType> lacking = condition.need().types().stream()
                .filter(type -> !source.hasHistory(type))
                .collect(Collectors.toSet());
        return new Profile(
                requireNonNull(tables.subscriberStore().find(Set.of(id)).get(id)),
                source.summaries(Set.of(id), condition.need(), NOW).getOrDefault(id, ActivitySummary.EMPTY),
                tables.observed(),
                ZoneOffset.UTC,
                new History(Instant.MIN, List.of(), lacking));
    }

    private Verdict verdict(String id, Condition condition) {
        Verdict verdict = new Segment("any", condition).evaluate(profile(id, condition), NOW);
        Question question = new Question(condition, NOW, ZoneOffset.UTC, tables.observed(), Question.Evidence.HERE);
        boolean found = tables.subscriberStore().page(question, SegmentStore.Wanted.IN, "", 99).items().stream()
                .anyMatch(each -> each.id().equals(id));
        assertThat(found || verdict != IN).as("found in SQL if IN").isTrue();
        return verdict;
    }

    private String why(String id, Condition condition) {
        return new Segment("any", condition)
                .explain(profile(id, condition), NOW)
                .text();
    }

    @Test
    void silence_and_recency_are_answered_in_full() {
        person("recent", 10, null, null, null);
        person("lapsed", 400, 500, null, null);
        person("never", null, null, null, null);
        Condition silent = inactive(CLICKED, OPENED).forAtLeast(days(365)).afterReceiving(0);

        assertThat(verdict("recent", silent)).isEqualTo(OUT);
        assertThat(verdict("lapsed", silent)).isEqualTo(IN);
        assertThat(verdict("never", silent)).isEqualTo(IN);
        assertThat(verdict("recent", last(CLICKED).atMost(days(30)))).isEqualTo(IN);
        assertThat(verdict("lapsed", last(CLICKED).atMost(days(30)))).isEqualTo(OUT);
        assertThat(verdict("lapsed", last(CLICKED, OPENED).atLeast(days(365)))).isEqualTo(IN);
        assertThat(verdict("recent", did(CLICKED).within(days(30)))).isEqualTo(IN);
        assertThat(verdict("lapsed", did(CLICKED).within(days(30)))).isEqualTo(OUT);
        assertThat(verdict("lapsed", did(CLICKED))).isEqualTo(IN);
    }

    @Test
    void a_count_beyond_the_newest_is_unknown_and_says_why() {
        person("one", null, null, 10, 1);
        person("many", 10, null, 10, 7);
        Condition twice = did(PURCHASED).atLeast(2).within(days(90));

        assertThat(verdict("many", twice)).isEqualTo(UNKNOWN);
        assertThat(why("many", twice)).contains("older times are not kept");
        assertThat(verdict("one", twice)).isEqualTo(OUT);
        assertThat(verdict("many", did(CLICKED).atLeast(2).within(days(5)))).isEqualTo(OUT);
        assertThat(verdict("many", did(CLICKED).atLeast(2).within(days(30)))).isEqualTo(UNKNOWN);
    }

    @Test
    void when_it_began_is_not_taken_to_be_the_newest_time() {
        person("many", null, null, 10, 7);
        person("one", null, null, 10, 1);

        assertThat(verdict("many", first(PURCHASED).atLeast(days(365)))).isEqualTo(UNKNOWN);
        assertThat(why("many", first(PURCHASED).atLeast(days(365)))).contains("older times are not kept");
        assertThat(verdict("many", first(PURCHASED).atMost(days(30)))).isEqualTo(UNKNOWN);
        assertThat(verdict("one", first(PURCHASED).atMost(days(30)))).isEqualTo(IN);
    }

    @Test
    void a_last_time_after_the_moment_of_the_question_hides_older_ones_and_is_no_silence() {
        person("later", -1, 400, -1, 1);
        Condition silent = inactive(CLICKED).forAtLeast(days(30)).afterReceiving(0);

        assertThat(verdict("later", silent)).isEqualTo(UNKNOWN);
        assertThat(why("later", silent)).contains("older times are not kept");
        assertThat(verdict("later", last(CLICKED).atLeast(days(30)))).isEqualTo(UNKNOWN);
        assertThat(verdict("later", last(CLICKED, OPENED).atLeast(days(30)))).isEqualTo(UNKNOWN);
        assertThat(verdict("later", did(PURCHASED)))
                .as("the only one is yet to come")
                .isEqualTo(OUT);
    }

    @Test
    void what_needs_single_activities_is_unknown_and_says_why() {
        person("buyer", 10, null, 10, 7);
        Condition shoes =
                did(PURCHASED).within(days(90)).where(property("category").is("shoes"));

        for (Condition each : List.of(
                shoes,
                spent().atLeast(50).within(days(90)),
                was(inactive(CLICKED).forAtLeast(days(5)).afterReceiving(0)).ago(days(30)))) {
            assertThat(verdict("buyer", each)).as(each.describe()).isEqualTo(UNKNOWN);
        }
        assertThat(why("buyer", shoes)).contains("of 'purchased' only the newest time is kept, not each one");
    }
}
