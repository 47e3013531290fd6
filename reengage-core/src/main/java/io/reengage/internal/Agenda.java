// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal;

import io.reengage.campaign.Action;
import io.reengage.campaign.Step;
import io.reengage.internal.breaker.Breakers;
import io.reengage.internal.dispatch.Slice;
import io.reengage.internal.hold.Hold;
import io.reengage.internal.hold.Holds;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.DueSets;
import io.reengage.internal.run.RunDefinition;
import io.reengage.internal.run.Runs;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.DueSet;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Shards;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Picks what this node works on next; little of what is in trouble, so that the rest goes on. */
final class Agenda {
    private static final int SETS_AT_ONCE = 512;
    private static final int PEOPLE_AT_ONCE = Shards.COUNT * Slice.LARGEST;
    /** Sets of a troubled channel taken in one call of {@code runDue}: enough to feel its way, too few for a burst. */
    private static final int SETS_OF_TROUBLED = 32;

    /** From one search for what halted runs left in doubt to the next, if it found nothing: one probe of an index a shard. */
    private static final Duration SEARCH = Duration.ofSeconds(10);

    private final Settings settings;
    private final Runs runs;
    private final Leases leases;
    private final Breakers breakers;
    private final Holds holds;
    private volatile Instant nothingHaltedAt = Instant.EPOCH;

    Agenda(Settings settings, Runs runs, Leases leases, Breakers breakers, Holds holds) {
        this.settings = settings;
        this.runs = runs;
        this.leases = leases;
        this.breakers = breakers;
        this.holds = holds;
    }

    /**
     * Sets to be taken further together.
     *
     * @param probe whether its step is held, and one person of it is to be tried
     */
    record Item(RunDefinition definition, List<DueSet> sets, boolean probe) {}

    /**
     * What is due now.
     *
     * @param first whether this is the first look in a call of {@code runDue}
     */
    List<Item> next(boolean first) {
        Map<String, List<Hold>> held = holds.refresh().stream().collect(Collectors.groupingBy(Hold::run));
        List<RunDefinition> running = runs.running();
        List<Item> items = new ArrayList<>();
        running.forEach(definition -> addProbes(items, definition, of(held, definition)));
        items.addAll(settings.ledger().transact(rows -> {
            List<Item> found = new ArrayList<>();
            running.forEach(definition -> add(rows, found, definition, of(held, definition), first));
            return found;
        }));
        if (first && Duration.between(nothingHaltedAt, settings.now()).abs().compareTo(SEARCH) >= 0) {
            addHalted(items);
        }
        items.removeIf(each -> leases.epoch(each.sets().get(0).shard()).isEmpty());
        return items;
    }

    private static List<Hold> of(Map<String, List<Hold>> held, RunDefinition definition) {
        return held.getOrDefault(definition.run().id(), List.of());
    }

    private void add(Rows rows, List<Item> items, RunDefinition definition, List<Hold> held, boolean first) {
        Set<String> stuck = held.stream().map(Hold::step).collect(Collectors.toSet());
        Set<String> troubled = troubled(definition);
        List<String> free = definition.stepIds().stream()
                .filter(step -> !stuck.contains(step) && !troubled.contains(step))
                .toList();
        together(items, definition, many(rows, definition, free));
        troubled.removeAll(stuck);
        if (first && !troubled.isEmpty()) {
            together(items, definition, due(rows, definition, troubled, Where.all(), SETS_OF_TROUBLED));
        }
        if (!stuck.isEmpty()) {
            Where inDoubt = Where.all().above("dispatched_at", Instant.EPOCH);
            together(items, definition, due(rows, definition, stuck, inDoubt, SETS_AT_ONCE));
        }
    }

    /** One set of each held step whose turn it is, before everything else: it says whether the others may go on. */
    private void addProbes(List<Item> items, RunDefinition definition, List<Hold> held) {
        Where unmarked = Where.all().isNull("dispatched_at");
        for (Hold each : held) {
            settings.ledger().transact(rows -> due(rows, definition, Set.of(each.step()), unmarked, 1)).stream()
                    .filter(set -> holds.claimProbe(each))
                    .forEach(set -> items.add(new Item(definition, List.of(set), true)));
        }
    }

    private static void together(List<Item> items, RunDefinition definition, List<DueSet> sets) {
        DueSets.together(sets, Slice.LARGEST).forEach(each -> items.add(new Item(definition, each, false)));
    }

    /**
     * What a paused or cancelled run left in doubt is settled all the same: until then it counts in everybody's caps. It waits for
     * its channel's deadline anyway, so that it need not be searched for each time an idle node is called.
     */
    private void addHalted(List<Item> items) {
        Instant now = settings.now();
        Where inDoubt = Where.all().in("shard", leases.shards()).above("dispatched_at", Instant.EPOCH);
        List<DueSet> found = settings.ledger()
                .transact(rows -> rows.select(Schema.DUE_SET, inDoubt, List.of("dispatched_at"), SETS_AT_ONCE));
        found.stream()
                .collect(Collectors.groupingBy(DueSet::run))
                .forEach((run, sets) -> runs.halted(run).ifPresent(definition -> together(items, definition, sets)));
        if (found.isEmpty()) {
            nothingHaltedAt = now;
        }
    }

    /** Small sets are read in greater number, so that they can be dealt with together. */
    private List<DueSet> many(Rows rows, RunDefinition definition, List<String> steps) {
        List<DueSet> sets = due(rows, definition, steps, Where.all(), SETS_AT_ONCE);
        int people =
                Math.max(1, sets.stream().mapToInt(set -> set.people().size()).sum());
        return sets.size() < SETS_AT_ONCE || people >= PEOPLE_AT_ONCE
                ? sets
                : due(
                        rows,
                        definition,
                        steps,
                        Where.all(),
                        Math.toIntExact((long) SETS_AT_ONCE * PEOPLE_AT_ONCE / people));
    }

    /** Steps whose channel is in trouble. */
    private Set<String> troubled(RunDefinition definition) {
        Instant now = settings.now();
        return definition.campaign().steps().stream()
                .filter(step -> step.action() instanceof Action.Send send && breakers.isTroubled(send.channel(), now))
                .map(Step::id)
                .collect(Collectors.toSet());
    }

    /** What this node may take further, so that neither others' shards nor steps it does not know hide it. */
    private List<DueSet> due(Rows rows, RunDefinition definition, Iterable<String> steps, Where further, int limit) {
        List<String> names = new ArrayList<>();
        steps.forEach(names::add);
        Where where = further.eq("run", definition.run().id())
                .atMost("due_at", settings.now())
                .in("shard", leases.shards())
                .in("step", names);
        return names.isEmpty() ? List.of() : rows.select(Schema.DUE_SET, where, List.of("due_at"), limit);
    }
}
