// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.sunset;

import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.internal.node.Tally;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.HostChange;
import io.reengage.ledger.store.Schema;
import io.reengage.subscriber.StatusChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the host's store what changed, each change at least once under the same id, until the host has taken it. */
public final class HostChanges {
    private static final Logger logger = LoggerFactory.getLogger(HostChanges.class);
    private static final int BATCH = 500;
    private static final Duration RETRY = Duration.ofMinutes(5);

    private final Settings settings;
    private final Leases leases;

    public HostChanges(Settings settings, Leases leases) {
        this.settings = settings;
        this.leases = leases;
    }

    /** Puts a change down, in the transaction that caused it. */
    public void add(Rows rows, StatusChange change, Instant dueAt) {
        rows.insertNew(Schema.HOST_CHANGE, List.of(new HostChange(change, dueAt, HostChange.State.PENDING, 0)));
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
        Set<String> failed = tell(due);
        settings.ledger().transact(rows -> {
            for (HostChange each : due) {
                String id = each.change().id();
                Where row = Where.all().eq("id", id).eq("state", HostChange.State.PENDING.name());
                rows.update(
                        Schema.HOST_CHANGE,
                        row,
                        failed.contains(id)
                                ? Assignments.set("due_at", now.plus(RETRY))
                                : Assignments.set("state", HostChange.State.APPLIED.name()));
            }
            return due.size();
        });
        tally.add(Tally.Kind.HOST_CHANGES, due.size() - failed.size());
        return failed.size() < due.size();
    }

    /** What is due, counted as told before the host is: if the process ends meanwhile, the host may know. */
    private List<HostChange> claim(Rows rows, Instant now) {
        if (!leases.confirm(rows, Leases.HOST)) {
            return List.of();
        }
        Where pending = Where.all().eq("state", HostChange.State.PENDING.name());
        List<HostChange> due = rows.select(Schema.HOST_CHANGE, pending.atMost("due_at", now), List.of("due_at"), BATCH);
        for (HostChange each : due) {
            rows.update(
                    Schema.HOST_CHANGE,
                    pending.eq("id", each.change().id()),
                    Assignments.set("attempts", each.attempts() + 1));
        }
        return due;
    }

    /** Which changes were not taken. If a batch is refused as a whole, each is tried by itself. */
    private Set<String> tell(List<HostChange> due) {
        List<StatusChange> changes = due.stream().map(HostChange::change).toList();
        try {
            return settings.subscribers().apply(changes);
        } catch (RuntimeException e) {
            logger.warn("The subscriber store refused {} changes; they come again", changes.size(), e);
            return due.size() == 1
                    ? Set.of(changes.get(0).id())
                    : due.stream().flatMap(each -> tell(List.of(each)).stream()).collect(Collectors.toSet());
        }
    }
}
