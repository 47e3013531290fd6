// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.sunset;

import io.reengage.internal.evidence.ClockWatch;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.internal.node.Tally;
import io.reengage.internal.run.Runs;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.HostChange;
import io.reengage.ledger.store.Schema;
import io.reengage.subscriber.StatusChange;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the host's store what changed, each change at least once under the same id, until the host has taken it; and the last
 * word again where an older one may have come after it.
 */
public final class HostChanges {
    private static final Logger logger = LoggerFactory.getLogger(HostChanges.class);
    private static final int BATCH = 500;
    private static final Duration RETRY = Duration.ofMinutes(5);
    /** After so long a call whose end nobody saw has landed, if it ever does. */
    private static final Duration GIVEN_UP = Duration.ofHours(1);

    private final Settings settings;
    private final Leases leases;

    public HostChanges(Settings settings, Leases leases) {
        this.settings = settings;
        this.leases = leases;
    }

    /** Puts a change down, in the transaction that caused it. */
    public void add(Rows rows, StatusChange change, Instant dueAt) {
        rows.insertNew(Schema.HOST_CHANGE, List.of(HostChange.pending(change, dueAt)));
    }

    /** When the host is to be told something next. */
    public static Optional<Instant> next(Rows rows) {
        return rows
                .select(
                        Schema.HOST_CHANGE,
                        Where.all().eq("state", HostChange.State.PENDING.name()),
                        List.of("due_at"),
                        1)
                .stream()
                .map(HostChange::dueAt)
                .findFirst();
    }

    /** Takes a change back; whether the host may know of it already, and so has to be told the contrary. */
    static boolean cancel(Rows rows, String id) {
        boolean told = rows.select(Schema.HOST_CHANGE, Where.all().eq("id", id), List.of(), 1).stream()
                .anyMatch(change -> change.attempts() > 0);
        rows.update(
                Schema.HOST_CHANGE,
                Where.all().eq("id", id).eq("state", HostChange.State.PENDING.name()),
                Assignments.set("state", HostChange.State.CANCELLED.name()));
        return told;
    }

    /** Tells the host one batch of what is due; whether there was any. One thread at a time, so that the order is kept. */
    public synchronized boolean work(Tally tally) {
        Instant now = settings.now();
        List<HostChange> due = settings.ledger().transact(rows -> claim(rows, now));
        if (due.isEmpty()) {
            return false;
        }
        Answer answer = tell(due);
        Instant then = settings.now();
        settings.ledger().transact(rows -> settle(rows, due, answer, then));
        tally.add(Tally.Kind.HOST_CHANGES, due.size() - answer.failed.size());
        return answer.failed.size() < due.size();
    }

    /**
     * What is due, counted as told before the host is: if the process ends meanwhile, the host may know. While everything is
     * stopped, and after a jump of the clock, nobody is retired for good until somebody has looked.
     */
    private List<HostChange> claim(Rows rows, Instant now) {
        if (!leases.confirm(rows, Leases.HOST)) {
            return List.of();
        }
        Where pending = Where.all().eq("state", HostChange.State.PENDING.name());
        Where ripe = pending.atMost("due_at", now);
        List<HostChange> due = rows.select(
                Schema.HOST_CHANGE,
                Runs.stopped(rows) || ClockWatch.jumped(rows).isPresent()
                        ? ripe.notEqual("kind", StatusChange.Kind.RETIRED.name())
                        : ripe,
                List.of("due_at"),
                BATCH);
        for (HostChange each : due) {
            rows.update(
                    Schema.HOST_CHANGE,
                    pending.eq("id", each.change().id()),
                    Assignments.set("attempts", each.attempts() + 1).and("open_calls", each.openCalls() + 1));
        }
        return due;
    }

    /** Writes down what the host took, and has the last word said again where an older one may have come after it. */
    private static int settle(Rows rows, List<HostChange> due, Answer answer, Instant now) {
        Leases.lock(rows, Leases.HOST);
        Set<String> ids = due.stream().map(each -> each.change().subscriberId()).collect(Collectors.toSet());
        List<HostChange> all =
                rows.select(Schema.HOST_CHANGE, Where.all().in("person", ids), List.of(), Integer.MAX_VALUE);
        Map<String, List<HostChange>> byPerson =
                all.stream().collect(Collectors.groupingBy(each -> each.change().subscriberId()));
        Set<String> batch = due.stream().map(each -> each.change().id()).collect(Collectors.toSet());
        for (HostChange each : due) {
            String id = each.change().id();
            Where row = Where.all().eq("id", id);
            rows.update(
                    Schema.HOST_CHANGE,
                    row.eq("state", HostChange.State.PENDING.name()),
                    answer.failed.contains(id)
                            ? Assignments.set("due_at", now.plus(RETRY))
                            : Assignments.set("state", HostChange.State.APPLIED.name()));
            List<HostChange> ofPerson = byPerson.getOrDefault(each.change().subscriberId(), List.of());
            if (!answer.unanswered.contains(id)) {
                ofPerson.stream()
                        .filter(own -> own.change().id().equals(id))
                        .forEach(mine -> rows.update(
                                Schema.HOST_CHANGE,
                                row,
                                Assignments.set("open_calls", Math.max(0, mine.openCalls() - 1))));
            }
            if (!answer.failed.contains(id)) {
                List<HostChange> rivals = LateCalls.rivals(each, ofPerson).stream()
                        .filter(rival -> !batch.contains(rival.change().id()))
                        .toList();
                sayAgain(rows, each, rivals, now);
            }
        }
        return due.size();
    }

    private static void sayAgain(Rows rows, HostChange told, List<HostChange> rivals, Instant now) {
        LateCalls.overtaking(told, rivals)
                .ifPresent(last -> rows.insertNew(
                        Schema.HOST_CHANGE, List.of(HostChange.pending(LateCalls.again(last, told), now))));
        for (HostChange out : LateCalls.stillOut(told, rivals)) {
            rows.insertNew(
                    Schema.HOST_CHANGE, List.of(HostChange.pending(LateCalls.again(told, out), now.plus(GIVEN_UP))));
            rows.update(Schema.HOST_CHANGE, Where.all().eq("id", out.change().id()), Assignments.set("open_calls", 0));
        }
    }

    /**
     * What the host made of a batch.
     *
     * @param failed ids of the changes it did not take
     * @param unanswered those of them of which it may yet take notice, the call having ended in an error
     */
    private record Answer(Set<String> failed, Set<String> unanswered) {}

    /** If a batch is refused as a whole, each change is tried by itself. */
    private Answer tell(List<HostChange> due) {
        List<StatusChange> changes = due.stream().map(HostChange::change).toList();
        try {
            return new Answer(settings.subscribers().apply(changes), Set.of());
        } catch (Exception | Error e) {
            logger.warn("The subscriber store refused {} changes; they come again", changes.size(), e);
            if (due.size() == 1) {
                Set<String> one = Set.of(changes.get(0).id());
                return new Answer(one, one);
            }
            Set<String> failed = new HashSet<>();
            Set<String> unanswered = new HashSet<>();
            for (HostChange each : due) {
                Answer answer = tell(List.of(each));
                failed.addAll(answer.failed);
                unanswered.addAll(answer.unanswered);
            }
            return new Answer(failed, unanswered);
        }
    }
}
