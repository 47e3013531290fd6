// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal;

import io.reengage.ledger.store.Assignments;
import io.reengage.ledger.store.HostChange;
import io.reengage.ledger.store.Rows;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Where;
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
final class HostChanges {
    private static final Logger logger = LoggerFactory.getLogger(HostChanges.class);
    private static final int BATCH = 500;
    private static final Duration RETRY = Duration.ofMinutes(5);

    private final Settings settings;
    private final Leases leases;

    HostChanges(Settings settings, Leases leases) {
        this.settings = settings;
        this.leases = leases;
    }

    /** Puts a change down, in the transaction that caused it. */
    void add(Rows rows, StatusChange change, Instant dueAt) {
        rows.insertNew(Schema.HOST_CHANGE, List.of(new HostChange(change, dueAt, HostChange.State.PENDING, 0)));
    }

    /** The state of a change, if there is one of this id. */
    static Optional<HostChange.State> state(Rows rows, String id) {
        return rows.select(Schema.HOST_CHANGE, Where.all().eq("id", id), List.of(), 1).stream()
                .map(HostChange::state)
                .findFirst();
    }

    /** When the host is to be told something next. */
    static Optional<Instant> next(Rows rows) {
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

    /** Takes a change back if the host was not told yet. */
    static boolean cancel(Rows rows, String id) {
        return rows.update(
                        Schema.HOST_CHANGE,
                        Where.all().eq("id", id).eq("state", HostChange.State.PENDING.name()),
                        Assignments.set("state", HostChange.State.CANCELLED.name()))
                == 1;
    }

    /** Tells the host one batch of what is due; whether there was any. */
    boolean work(Tally tally) {
        Instant now = settings.now();
        List<HostChange> due = settings.ledger()
                .transact(rows -> leases.confirm(rows, Leases.HOST)
                        ? rows.select(
                                Schema.HOST_CHANGE,
                                Where.all()
                                        .eq("state", HostChange.State.PENDING.name())
                                        .atMost("due_at", now),
                                List.of("due_at"),
                                BATCH)
                        : List.of());
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
                                ? Assignments.set("attempts", each.attempts() + 1)
                                        .and("due_at", now.plus(RETRY))
                                : Assignments.set("state", HostChange.State.APPLIED.name()));
            }
            return due.size();
        });
        tally.add(Tally.Kind.HOST_CHANGES, due.size() - failed.size());
        return failed.size() < due.size();
    }

    private Set<String> tell(List<HostChange> due) {
        List<StatusChange> changes = due.stream().map(HostChange::change).toList();
        try {
            return settings.subscribers().apply(changes);
        } catch (RuntimeException e) {
            logger.warn("The subscriber store refused {} changes; they come again", changes.size(), e);
            return changes.stream().map(StatusChange::id).collect(Collectors.toSet());
        }
    }
}
