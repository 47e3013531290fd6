// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.OPENED;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Summaries kept beside a table of activities: planned first, whole in the end, whatever happens on the way. */
class SummaryBackfillTest {
    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
    private static final ActivityNeed NEED = new ActivityNeed(Set.of(CLICKED, OPENED), 3);
    private static final int PEOPLE = 230;

    private static DataSource host(HostDatabase kind, boolean indexed) {
        DataSource database = kind.empty();
        HostDatabase.run(database, "CREATE TABLE customer (id INTEGER PRIMARY KEY)");
        HostDatabase.run(database, "CREATE TABLE event (customer INTEGER, kind VARCHAR(20), at BIGINT)");
        if (indexed) {
            HostDatabase.run(database, "CREATE INDEX by_person ON event (customer, kind, at)");
        }
        Random random = new Random(7);
        HostDatabase.runAll(
                database,
                "INSERT INTO customer VALUES (?)",
                IntStream.rangeClosed(1, PEOPLE).mapToObj(i -> new Object[] {i}).toList());
        List<@Nullable Object[]> events = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            events.add(new Object[] {
                1 + random.nextInt(PEOPLE - 20),
                random.nextBoolean() ? "clicked" : "opened",
                NOW.minus(Duration.ofMinutes(random.nextInt(500_000))).toEpochMilli()
            });
        }
        HostDatabase.runAll(database, "INSERT INTO event VALUES (?, ?, ?)", events);
        return database;
    }

    private static HostTables map(DataSource database, ActivityType... types) {
        return HostTables.in(database)
                .people("customer", people -> people)
                .activities(
                        "event",
                        events -> events.subscriber("customer")
                                .type("kind")
                                .types(types.length == 0 ? new ActivityType[] {CLICKED, OPENED} : types))
                .observedSince(Instant.EPOCH)
                .readOnly()
                .build();
    }

    private static Set<String> everybody() {
        return IntStream.rangeClosed(1, PEOPLE).mapToObj(Integer::toString).collect(Collectors.toSet());
    }

    private static Map<String, ActivitySummary> asked(ActivitySource source, Instant asOf) {
        return source.summaries(everybody(), NEED, asOf);
    }

    private static SummaryBackfill.Progress round(SummaryBackfill backfill, int people, Instant now) {
        SummaryBackfill.Progress progress = backfill.advance(people, now);
        return progress.caughtUp() ? progress : round(backfill, people, now);
    }

    @ParameterizedTest
    @EnumSource
    void the_plan_shows_question_answer_and_index_and_a_lacking_index_is_refused(HostDatabase kind) {
        DataSource database = host(kind, false);
        SummaryBackfill backfill = SummaryBackfill.of(map(database));
        BackfillPlan.Part part = backfill.plan().parts().get(0);

        assertThat(part.indexed()).isFalse();
        assertThat(part.query()).contains("ROW_NUMBER()");
        assertThat(part.explained()).isNotBlank();
        assertThat(backfill.plan().later()).contains("EXISTS", "LIMIT ?");
        assertThat(backfill.plan().laterExplained()).isNotBlank();
        assertThat(backfill.plan().text()).contains("table event", "MISSING", part.index(), "after the first round");
        assertThatIllegalStateException()
                .isThrownBy(() -> backfill.advance(10, NOW))
                .withMessageContaining("table event has no index")
                .withMessageContaining(part.index());
        HostDatabase.run(database, part.index());
        assertThat(backfill.plan().parts()).allMatch(BackfillPlan.Part::indexed);
    }

    @ParameterizedTest
    @EnumSource
    void one_round_sums_everybody_up_and_later_ones_follow_with_late_rows(HostDatabase kind) {
        DataSource database = host(kind, true);
        HostTables tables = map(database);
        SummaryBackfill backfill = SummaryBackfill.of(tables).depth(3).overlap(Duration.ofDays(2));
        backfill.createTables();
        backfill.createTables();

        SummaryBackfill.Progress half = backfill.advance(100, NOW);
        assertThat(half).isEqualTo(new SummaryBackfill.Progress(100, false, Instant.MIN));
        assertThat(backfill.source().observed().of(CLICKED))
                .as("nothing is whole yet")
                .isEmpty();
        HostDatabase.run(
                database,
                "INSERT INTO event VALUES (1, 'clicked', ?)",
                NOW.plusSeconds(60).toEpochMilli());
        SummaryBackfill.Progress end = round(SummaryBackfill.of(map(database)).depth(3), 100, NOW.plusSeconds(3600));
        assertThat(end)
                .as("whole from the moment the round began")
                .isEqualTo(new SummaryBackfill.Progress(30, true, NOW));
        assertThat(asked(backfill.source(), NOW)).isEqualTo(asked(tables.activitySource(), NOW));
        assertThat(backfill.source().observed().of(CLICKED).orElseThrow().through())
                .isEqualTo(NOW);

        Instant later = NOW.plus(Duration.ofHours(1));
        HostDatabase.run(
                database,
                "INSERT INTO event VALUES (229, 'opened', ?)",
                NOW.minus(Duration.ofHours(30)).toEpochMilli());
        assertThat(round(backfill, 1000, later).through()).isEqualTo(later);
        assertThat(asked(backfill.source(), later)).isEqualTo(asked(tables.activitySource(), later));
        assertThat(round(backfill, 1000, later).people())
                .as("only those with newer activities")
                .isLessThan(PEOPLE / 2);
    }

    /** Each statement of a round is once the last one of its process. */
    @Test
    void killed_at_any_statement_it_goes_on_where_it_was() {
        DataSource database = host(HostDatabase.H2, true);
        SummaryBackfill.of(map(database)).createTables();
        AtomicInteger allowed = new AtomicInteger();
        HostTables tables = map(database);
        int killed = 0;
        boolean done = false;
        for (int life = 1; !done; life++) {
            allowed.set(Integer.MAX_VALUE);
            SummaryBackfill backfill =
                    SummaryBackfill.of(map(dying(database, allowed))).depth(3).withoutIndex();
            allowed.set(1 + life % 12);
            try {
                done = backfill.advance(20, NOW).caughtUp();
            } catch (HostDatabaseException dead) {
                killed++;
            }
        }
        assertThat(killed).isGreaterThan(8);
        assertThat(asked(SummaryBackfill.of(tables).depth(3).source(), NOW))
                .isEqualTo(asked(tables.activitySource(), NOW));
    }

    /** A database whose connections answer so many more statements and commits, and then none. */
    private static DataSource dying(DataSource database, AtomicInteger left) {
        return (DataSource) proxy(DataSource.class, database, left);
    }

    private static Object proxy(Class<?> type, Object target, AtomicInteger left) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            if (Set.of("prepareStatement", "commit").contains(method.getName()) && left.decrementAndGet() < 0) {
                throw new SQLException("killed", "08006");
            }
            try {
                Object result = method.invoke(target, arguments);
                return method.getName().equals("getConnection") && type == DataSource.class
                        ? proxy(Connection.class, result, left)
                        : result;
            } catch (InvocationTargetException e) {
                throw requireNonNull(e.getCause());
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL"})
    void what_a_summary_does_not_tell_is_looked_up(HostDatabase kind) {
        DataSource database = host(kind, true);
        HostTables tables = map(database);
        SummaryBackfill backfill = SummaryBackfill.of(tables).depth(2);
        backfill.createTables();
        round(backfill, 1000, NOW);
        Instant earlier = NOW.minus(Duration.ofDays(100));

        assertThat(asked(backfill.source(), earlier)).isEqualTo(asked(tables.activitySource(), earlier));
        assertThat(backfill.source().summaries(Set.of("5"), new ActivityNeed(Set.of(CLICKED), 30), NOW))
                .isEqualTo(tables.activitySource().summaries(Set.of("5"), new ActivityNeed(Set.of(CLICKED), 30), NOW));
    }

    @Test
    void starting_anew_takes_in_what_came_too_late() {
        DataSource database = host(HostDatabase.H2, true);
        HostTables tables = map(database);
        SummaryBackfill backfill = SummaryBackfill.of(tables).depth(3);
        backfill.createTables();
        round(backfill, 1000, NOW);
        HostDatabase.run(
                database,
                "INSERT INTO event VALUES (230, 'opened', ?)",
                NOW.minus(Duration.ofDays(90)).toEpochMilli());
        round(backfill, 1000, NOW);
        assertThat(asked(backfill.source(), NOW)).isNotEqualTo(asked(tables.activitySource(), NOW));
        backfill.restart();
        round(backfill, 1000, NOW);
        assertThat(asked(backfill.source(), NOW)).isEqualTo(asked(tables.activitySource(), NOW));
    }

    @ParameterizedTest
    @EnumSource
    void a_later_step_looks_at_a_stretch_of_people_however_quiet_they_are(HostDatabase kind) {
        DataSource database = host(kind, true);
        HostDatabase.run(database, "DELETE FROM event WHERE customer <> 150");
        SummaryBackfill backfill = SummaryBackfill.of(map(database)).depth(3);
        backfill.createTables();
        round(backfill, 1000, NOW);
        Instant later = NOW.plusSeconds(60);
        HostDatabase.run(database, "INSERT INTO event VALUES (150, 'opened', ?)", later.toEpochMilli());

        assertThat(backfill.advance(1, later)).isEqualTo(new SummaryBackfill.Progress(0, false, NOW));
        assertThat(backfill.advance(1, later)).isEqualTo(new SummaryBackfill.Progress(1, false, NOW));
        assertThat(backfill.advance(1, later)).isEqualTo(new SummaryBackfill.Progress(0, true, later));
    }

    @Test
    void under_another_mapping_all_begins_anew_and_nobody_is_taken_to_be_silent() {
        DataSource database = host(HostDatabase.H2, true);
        SummaryBackfill narrow = SummaryBackfill.of(map(database, CLICKED)).depth(3);
        narrow.createTables();
        round(narrow, 1000, NOW);
        HostTables wide = map(database, CLICKED, OPENED);
        SummaryBackfill backfill = SummaryBackfill.of(wide).depth(3);

        assertThat(backfill.source().observed().of(OPENED))
                .as("openings were not summed up")
                .isEmpty();
        assertThat(backfill.advance(PEOPLE - 1, NOW))
                .isEqualTo(new SummaryBackfill.Progress(PEOPLE - 1, false, Instant.MIN));
        assertThat(backfill.source().observed().of(OPENED)).isEmpty();
        round(backfill, 1000, NOW);
        assertThat(asked(backfill.source(), NOW)).isEqualTo(asked(wide.activitySource(), NOW));
        assertThat(backfill.source().observed().of(OPENED)).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void several_nodes_begin_and_work_at_once(HostDatabase kind) throws Exception {
        DataSource database = host(kind, true);
        HostTables tables = map(database);
        ExecutorService nodes = Executors.newFixedThreadPool(3);
        CyclicBarrier together = new CyclicBarrier(3);
        List<Callable<Integer>> work = Collections.nCopies(3, () -> {
            together.await();
            SummaryBackfill backfill = SummaryBackfill.of(tables).depth(3);
            backfill.createTables();
            together.await();
            int people = 0;
            for (SummaryBackfill.Progress step = null; step == null || !step.caughtUp(); ) {
                step = backfill.advance(20, NOW);
                people += step.people();
            }
            return people;
        });
        for (Future<Integer> each : nodes.invokeAll(work)) {
            each.get();
        }
        nodes.shutdown();
        assertThat(asked(SummaryBackfill.of(tables).depth(3).source(), NOW))
                .isEqualTo(asked(tables.activitySource(), NOW));
    }

    @Test
    void whoever_is_forgotten_has_no_summary_any_more() {
        DataSource database = host(HostDatabase.H2, true);
        SummaryBackfill backfill = SummaryBackfill.of(map(database)).depth(3);
        backfill.createTables();
        round(backfill, 1000, NOW);
        assertThat(asked(backfill.source(), NOW)).containsKeys("5", "6");
        backfill.forget(Set.of("5"));
        assertThat(asked(backfill.source(), NOW)).containsKey("6").doesNotContainKey("5");
    }
}
