// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.OPENED;
import static io.reengage.activity.ActivityType.RECEIVED;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.inactive;
import static io.reengage.segment.Conditions.not;
import static io.reengage.segment.Span.days;
import static io.reengage.segment.Span.hours;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import io.reengage.segment.Condition;
import io.reengage.segment.OddZones;
import io.reengage.segment.VerdictCount;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.Subscriber;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The failures of other tools that came from their SQL (the numbers are those of our list), on every database. */
class PeerFailuresInSqlTest {
    private static final Instant NOW = Instant.parse("2026-06-15T10:00:00Z");
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    private static final Condition HALF_A_YEAR =
            inactive(OPENED, CLICKED).forAtLeast(days(180)).afterReceiving(5);

    private static final Map<HostDatabase, Host> HOSTS = new EnumMap<>(HostDatabase.class);

    /** Tables of one database, emptied for each test. */
    private record Host(DataSource database, HostTables tables) {
        static Host on(HostDatabase kind) {
            DataSource database = kind.empty();
            HostDatabase.run(
                    database, "CREATE TABLE customer (id VARCHAR(20) PRIMARY KEY, zone VARCHAR(40), joined BIGINT)");
            HostDatabase.run(database, "CREATE TABLE event (customer VARCHAR(20), kind VARCHAR(20), at BIGINT)");
            HostDatabase.run(database, "CREATE INDEX event_by_customer ON event (customer, kind, at)");
            HostTables tables = HostTables.in(database)
                    .people("customer", people -> people.zone("zone").joinedAt("joined"))
                    .activities(
                            "event",
                            events -> events.subscriber("customer").type("kind").types(CLICKED, OPENED, RECEIVED))
                    .observedSince(LONG_AGO)
                    .readOnly()
                    .build();
            return new Host(database, tables);
        }

        void person(String id, @Nullable String zone, Instant joined) {
            HostDatabase.run(database, "INSERT INTO customer VALUES (?, ?, ?)", id, zone, joined.toEpochMilli());
        }

        void mailed(String id, int times) {
            IntStream.range(0, times).forEach(i -> did(id, RECEIVED, daysAgo(2 + i)));
        }

        void did(@Nullable String id, ActivityType type, Instant at) {
            HostDatabase.run(database, "INSERT INTO event VALUES (?, ?, ?)", id, type.name(), at.toEpochMilli());
        }

        Question question(Condition condition, Instant asOf) {
            return new Question(condition, asOf, ZoneOffset.UTC, tables.observed(), Question.Evidence.HERE);
        }

        Set<String> found(Condition condition, Instant asOf, SegmentStore.Wanted wanted) {
            Set<String> found = new TreeSet<>();
            @Nullable String cursor = "";
            while (cursor != null) {
                Page<Subscriber> page = tables.subscriberStore().page(question(condition, asOf), wanted, cursor, 1000);
                page.items().forEach(each -> assertThat(found.add(each.id())).isTrue());
                cursor = page.next();
            }
            return found;
        }

        Set<String> in(Condition condition) {
            return found(condition, NOW, SegmentStore.Wanted.IN);
        }

        /** Those about whom nothing is known: neither in, nor in the negation. */
        Set<String> unknown(Condition condition) {
            Set<String> unknown = found(condition, NOW, SegmentStore.Wanted.NOT_OUT);
            unknown.removeAll(in(condition));
            return unknown;
        }

        VerdictCount count(Condition condition) {
            return tables.subscriberStore().count(question(condition, NOW)).orElseThrow();
        }
    }

    private static Instant daysAgo(int days) {
        return NOW.minus(Duration.ofDays(days));
    }

    private static Host host(HostDatabase kind) {
        Host host = HOSTS.computeIfAbsent(kind, Host::on);
        HostDatabase.run(host.database(), "DELETE FROM customer");
        HostDatabase.run(host.database(), "DELETE FROM event");
        return host;
    }

    @ParameterizedTest
    @EnumSource
    void a1_a2_a4_a5_the_last_signal_counts_and_newcomers_and_people_never_mailed_are_unknown(HostDatabase kind) {
        Host host = host(kind);
        for (String each : List.of("recent", "lapsed", "silent", "unmailed")) {
            host.person(each, "UTC", LONG_AGO);
        }
        host.person("newcomer", "UTC", daysAgo(5));
        host.person("today", "UTC", LONG_AGO);
        for (String each : List.of("recent", "lapsed", "silent", "newcomer")) {
            host.mailed(each, 10);
        }
        host.mailed("today", 4);
        host.did("today", RECEIVED, NOW.minus(Duration.ofHours(23)));
        host.did("recent", OPENED, daysAgo(400));
        host.did("recent", OPENED, daysAgo(20));
        host.did("lapsed", OPENED, daysAgo(400));

        assertThat(host.in(HALF_A_YEAR)).containsExactly("lapsed", "silent");
        assertThat(host.unknown(HALF_A_YEAR)).containsExactly("newcomer", "today", "unmailed");
    }

    @ParameterizedTest
    @EnumSource
    void a3_events_of_nobody_change_nothing(HostDatabase kind) {
        Host host = host(kind);
        host.person("silent", "UTC", LONG_AGO);
        host.mailed("silent", 10);
        host.did(null, CLICKED, daysAgo(1));
        host.did("stranger", CLICKED, daysAgo(1));

        assertThat(host.in(HALF_A_YEAR)).containsExactly("silent");
        assertThat(host.in(not(did(CLICKED)))).containsExactly("silent");
        assertThat(host.in(did(CLICKED))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a6_without_tracking_nobody_is_dormant(HostDatabase kind) {
        Host host = host(kind);
        host.person("silent", "UTC", LONG_AGO);
        host.mailed("silent", 10);
        Question untracked = new Question(
                HALF_A_YEAR, NOW, ZoneOffset.UTC, Observation.live(LONG_AGO, Set.of(RECEIVED)), Question.Evidence.HERE);

        assertThat(host.tables().subscriberStore().count(untracked)).contains(new VerdictCount(0, 0, 1));
    }

    @ParameterizedTest
    @EnumSource
    void a8_a_segment_and_its_negation_split_the_population_the_unknown_apart(HostDatabase kind) {
        Host host = host(kind);
        for (String each : List.of("silent", "awake", "unmailed")) {
            host.person(each, null, LONG_AGO);
        }
        host.mailed("silent", 10);
        host.mailed("awake", 10);
        host.did("awake", CLICKED, daysAgo(3));

        Condition rule = inactive(CLICKED).forAtLeast(hours(24 * 90)).afterReceiving(5);
        assertThat(host.count(rule)).isEqualTo(new VerdictCount(1, 1, 1));
        assertThat(host.count(not(rule))).isEqualTo(new VerdictCount(1, 1, 1));
        assertThat(host.in(rule)).containsExactly("silent");
        assertThat(host.in(not(rule))).containsExactly("awake");
        assertThat(host.unknown(not(rule))).containsExactly("unmailed");
    }

    @ParameterizedTest
    @EnumSource
    void a9_a10_windows_are_told_apart_and_membership_turns_by_the_clock_alone(HostDatabase kind) {
        Host host = host(kind);
        host.person("clicker", "UTC", LONG_AGO);
        host.did("clicker", CLICKED, daysAgo(31));
        Condition month = did(CLICKED).within(hours(30 * 24));
        Condition longer = did(CLICKED).within(hours(31 * 24));

        assertThat(host.in(month)).isEmpty();
        assertThat(host.in(longer)).containsExactly("clicker");
        assertThat(host.found(longer, NOW.plusSeconds(1), SegmentStore.Wanted.IN))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a12_five_thousand_and_one_matches_are_all_found(HostDatabase kind) {
        Host host = host(kind);
        List<@Nullable Object[]> people = new ArrayList<>();
        IntStream.range(0, 5001).forEach(i -> people.add(new Object[] {"p" + i, "UTC", LONG_AGO.toEpochMilli()}));
        HostDatabase.runAll(host.database(), "INSERT INTO customer VALUES (?, ?, ?)", people);

        assertThat(host.in(not(did(CLICKED)))).hasSize(5001);
        assertThat(host.tables().subscriberStore().size()).isEqualTo(5001);
        List<String> scanned = new ArrayList<>();
        host.tables()
                .subscriberStore()
                .scan(
                        host.question(not(did(CLICKED)), NOW),
                        SegmentStore.Wanted.IN,
                        some -> some.forEach(each -> scanned.add(each.id())));
        assertThat(scanned).hasSize(5001).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void b15_nobody_is_lost_at_midnight_by_their_own_calendar(HostDatabase kind) {
        for (String zone : OddZones.NAMES) {
            Host host = host(kind);
            ZoneId there = ZoneId.of(zone);
            Instant clicked =
                    LocalDateTime.parse("2026-06-10T00:00:00").atZone(there).toInstant();
            Instant midnight =
                    LocalDateTime.parse("2026-06-15T00:00:00").atZone(there).toInstant();
            host.person("p", zone, LONG_AGO);
            host.did("p", CLICKED, clicked);
            Condition five = did(CLICKED).within(days(5));

            assertThat(host.found(five, midnight, SegmentStore.Wanted.IN)).containsExactly("p");
            assertThat(host.found(not(five), midnight.plusSeconds(1), SegmentStore.Wanted.IN))
                    .containsExactly("p");
        }
    }
}
