// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal;

import io.reengage.internal.dispatch.Dispatcher;
import io.reengage.internal.dispatch.Slice;
import io.reengage.internal.feedback.Parking;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.internal.node.Shards;
import io.reengage.internal.node.Tally;
import io.reengage.internal.run.DueSets;
import io.reengage.internal.run.Enroller;
import io.reengage.internal.run.RunDefinition;
import io.reengage.internal.run.Runs;
import io.reengage.internal.sunset.HostChanges;
import io.reengage.internal.sunset.SunsetWatch;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.DueSet;
import io.reengage.ledger.store.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what is due, round after round, until nothing is or time is up. */
final class Worker {
    private static final Logger logger = LoggerFactory.getLogger(Worker.class);
    private static final int SETS_AT_ONCE = 512;
    private static final int PEOPLE_AT_ONCE = Shards.COUNT * Slice.LARGEST;

    private final Settings settings;
    private final Runs runs;
    private final Leases leases;
    private final Enroller enroller;
    private final Dispatcher dispatcher;
    private final HostChanges hostChanges;
    private final SunsetWatch sunsetWatch;
    private final Parking parking;
    private final ExecutorService threads;
    private volatile boolean stopping;

    Worker(
            Settings settings,
            Runs runs,
            Leases leases,
            Enroller enroller,
            Dispatcher dispatcher,
            HostChanges hostChanges,
            SunsetWatch sunsetWatch,
            Parking parking) {
        this.settings = settings;
        this.runs = runs;
        this.leases = leases;
        this.enroller = enroller;
        this.dispatcher = dispatcher;
        this.hostChanges = hostChanges;
        this.sunsetWatch = sunsetWatch;
        this.parking = parking;
        this.threads = settings.threads().workers(settings.node(), settings.workers());
    }

    Tally work(Duration budget) {
        Tally tally = new Tally();
        long end = System.nanoTime() + budget.toNanos();
        BooleanSupplier outOfTime = () -> stopping || System.nanoTime() - end >= 0;
        if (stopping) {
            return tally;
        }
        leases.begin();
        try {
            round(tally, outOfTime);
            return tally;
        } finally {
            leases.end();
        }
    }

    private void round(Tally tally, BooleanSupplier outOfTime) {
        dispatcher.settleLeftOver(tally);
        leases.acquire();
        if (!settings.ledger().transact(Runs::stopped)) {
            enroller.work(tally, outOfTime);
            while (!outOfTime.getAsBoolean() && dispatchRound(tally, outOfTime)) {
                leases.keepFair();
            }
        }
        try {
            parking.work(tally, outOfTime);
        } catch (RuntimeException e) {
            logger.warn("Looking for the messages providers told of failed and is done again later", e);
        }
        try {
            sunsetWatch.work(tally);
        } catch (RuntimeException e) {
            logger.warn("Looking for signs of life failed and is done again later", e);
        }
        boolean more = true;
        while (more && !outOfTime.getAsBoolean()) {
            more = hostChanges.work(tally);
        }
    }

    /** Takes every due set a slice further; whether any could be. */
    private boolean dispatchRound(Tally tally, BooleanSupplier outOfTime) {
        List<Future<Boolean>> work = new ArrayList<>();
        for (RunDefinition definition : runs.running()) {
            for (List<DueSet> sets : DueSets.together(due(definition), Slice.LARGEST)) {
                if (leases.epoch(sets.get(0).shard()).isPresent()) {
                    work.add(threads.submit(
                            () -> !outOfTime.getAsBoolean() && dispatcher.work(definition, sets, tally)));
                }
            }
        }
        boolean progress = false;
        for (Future<Boolean> each : work) {
            progress |= finished(each);
        }
        return progress;
    }

    /**
     * What this node may take further, so that neither others' shards nor steps it does not know hide it. Small sets are read
     * in greater number, so that they can be dealt with together.
     */
    private List<DueSet> due(RunDefinition definition) {
        List<DueSet> sets = due(definition, SETS_AT_ONCE);
        int people =
                Math.max(1, sets.stream().mapToInt(set -> set.people().size()).sum());
        return sets.size() < SETS_AT_ONCE || people >= PEOPLE_AT_ONCE
                ? sets
                : due(definition, Math.toIntExact((long) SETS_AT_ONCE * PEOPLE_AT_ONCE / people));
    }

    private List<DueSet> due(RunDefinition definition, int limit) {
        return settings.ledger()
                .transact(rows -> rows.select(
                        Schema.DUE_SET,
                        Where.all()
                                .eq("run", definition.run().id())
                                .atMost("due_at", settings.now())
                                .in("shard", leases.shards())
                                .in("step", definition.stepIds()),
                        List.of("due_at"),
                        limit));
    }

    private static boolean finished(Future<Boolean> work) {
        try {
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            logger.warn("A due set could not be worked on; it stays due", e.getCause());
            return false;
        }
    }

    /** When a set can be taken further: one in doubt only once its channel has given up. */
    Instant workableAt(RunDefinition definition, DueSet set) {
        return dispatcher.workableAt(definition, set);
    }

    /** Lets what is at hand finish and begins nothing new. */
    void stop() {
        stopping = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(60, TimeUnit.SECONDS)) {
                logger.warn("Node {} stops while a channel is still at work", settings.node());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
