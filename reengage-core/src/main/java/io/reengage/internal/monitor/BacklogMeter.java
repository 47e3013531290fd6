// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.monitor;

import io.reengage.internal.hold.Hold;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.RunDefinition;
import io.reengage.internal.run.Runs;
import io.reengage.ledger.Run;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.DueSet;
import io.reengage.ledger.store.HostChange;
import io.reengage.ledger.store.Schema;
import io.reengage.monitoring.Backlog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Looks at the work left: the oldest row of each kind that is not at its end. */
public final class BacklogMeter {
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Settings settings;
    private final Runs runs;
    private final BiFunction<RunDefinition, DueSet, Instant> workableAt;
    private Instant nextAt = Instant.EPOCH;

    /** @param workableAt when a set can be taken further */
    public BacklogMeter(Settings settings, Runs runs, BiFunction<RunDefinition, DueSet, Instant> workableAt) {
        this.settings = settings;
        this.runs = runs;
        this.workableAt = workableAt;
    }

    /** The work left, unless it was looked at just now. */
    public synchronized Optional<Backlog> measureNowAndThen() {
        Instant now = settings.now();
        if (now.isBefore(nextAt)) {
            return Optional.empty();
        }
        nextAt = now.plus(PAUSE);
        return Optional.of(measure());
    }

    public Backlog measure() {
        Instant now = settings.now();
        List<RunDefinition> running = runs.running();
        return settings.ledger().transact(rows -> {
            List<Hold> held = Hold.all(rows);
            List<Backlog.Stuck> stuck = new ArrayList<>();
            Optional<Backlog.Stuck> due = running.stream()
                    .flatMap(each -> due(rows, each, held, now).stream())
                    .min(Comparator.comparing(Backlog.Stuck::since));
            due.filter(each -> isOlder(each, now, Backlog.DUE_ALARM)).ifPresent(stuck::add);
            running.stream()
                    .flatMap(each -> inDoubt(rows, each).stream())
                    .min(Comparator.comparing(Backlog.Stuck::since))
                    .filter(each -> isOlder(each, now, Backlog.DOUBT_ALARM))
                    .ifPresent(stuck::add);
            hostChange(rows, now).ifPresent(stuck::add);
            member(rows)
                    .filter(each -> isOlder(each, now, Backlog.SUNSET_ALARM))
                    .ifPresent(stuck::add);
            running.stream()
                    .flatMap(each -> list(each.run(), now).stream())
                    .min(Comparator.comparing(Backlog.Stuck::since))
                    .ifPresent(stuck::add);
            Duration lag = due.map(each -> Duration.between(each.since(), now)).orElse(Duration.ZERO);
            return new Backlog(now, lag, stuck);
        });
    }

    private static boolean isOlder(Backlog.Stuck row, Instant now, Duration alarm) {
        return row.since().plus(alarm).isBefore(now);
    }

    /** The oldest set nobody has marked; what is held on purpose has an alarm of its own. */
    private static Optional<Backlog.Stuck> due(Rows rows, RunDefinition run, List<Hold> held, Instant now) {
        String id = run.run().id();
        List<String> steps = run.stepIds().stream()
                .filter(step -> held.stream()
                        .noneMatch(each -> each.run().equals(id) && each.step().equals(step)))
                .toList();
        Where waiting = Where.all()
                .eq("run", id)
                .in("step", steps)
                .atMost("due_at", now)
                .isNull("dispatched_at");
        return rows.select(Schema.DUE_SET, waiting, List.of("due_at"), 1).stream()
                .map(set -> new Backlog.Stuck(Backlog.Kind.DUE, id(set), set.dueAt(), set.attempt()))
                .findFirst();
    }

    private Optional<Backlog.Stuck> inDoubt(Rows rows, RunDefinition run) {
        Where marked = Where.all().eq("run", run.run().id()).notNull("dispatched_at");
        return rows.select(Schema.DUE_SET, marked, List.of("dispatched_at"), 1).stream()
                .map(set ->
                        new Backlog.Stuck(Backlog.Kind.IN_DOUBT, id(set), workableAt.apply(run, set), set.attempt()))
                .findFirst();
    }

    private static String id(DueSet set) {
        return set.run() + " " + set.step() + " " + set.shard() + "/" + set.id();
    }

    /** What should have been told long ago, or was tried too often. */
    private static Optional<Backlog.Stuck> hostChange(Rows rows, Instant now) {
        Where pending = Where.all().eq("state", HostChange.State.PENDING.name());
        Where overdue = pending.atMost("due_at", now.minus(Backlog.HOST_ALARM));
        Where tooOften =
                pending.atMost("due_at", now.plus(Backlog.HOST_ALARM)).atLeast("attempts", Backlog.HOST_ATTEMPTS);
        return Stream.of(overdue, tooOften)
                .flatMap(where -> rows.select(Schema.HOST_CHANGE, where, List.of("due_at"), 1).stream())
                .findFirst()
                .map(each -> new Backlog.Stuck(
                        Backlog.Kind.HOST_CHANGE, each.change().id(), each.dueAt(), each.attempts()));
    }

    /** A list that should have been read to its end long ago. */
    private static Optional<Backlog.Stuck> list(Run run, Instant now) {
        return Optional.ofNullable(run.nextScanAt())
                .map(since -> new Backlog.Stuck(Backlog.Kind.LIST, run.id(), since, 0))
                .filter(each -> isOlder(each, now, Backlog.LIST_ALARM));
    }

    private static Optional<Backlog.Stuck> member(Rows rows) {
        Where nominated = Where.all().eq("state", SunsetMember.State.NOMINATED.name());
        return rows.select(Schema.SUNSET_MEMBER, nominated, List.of("at"), 1).stream()
                .map(each -> new Backlog.Stuck(
                        Backlog.Kind.SUNSET_MEMBER, each.plan() + " " + each.subscriberId(), each.at(), 0))
                .findFirst();
    }
}
