// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal;

import io.reengage.internal.dispatch.Chain;
import io.reengage.internal.dispatch.Dispatcher;
import io.reengage.internal.feedback.Parking;
import io.reengage.internal.guard.HealthWatch;
import io.reengage.internal.monitor.RoundReporter;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.internal.node.Tally;
import io.reengage.internal.run.Enroller;
import io.reengage.internal.run.Runs;
import io.reengage.internal.sunset.HostChanges;
import io.reengage.internal.sunset.SunsetWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what is due, round after round, until nothing is or time is up. */
final class Worker {
    private static final Logger logger = LoggerFactory.getLogger(Worker.class);
    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final Duration LONGEST_BUDGET = Duration.ofDays(365);

    private final Settings settings;
    private final Runs runs;
    private final Leases leases;
    private final Agenda agenda;
    private final Enroller enroller;
    private final Dispatcher dispatcher;
    private final HostChanges hostChanges;
    private final SunsetWatch sunsetWatch;
    private final Parking parking;
    private final HealthWatch health;
    private final RoundReporter reporter;
    private final ExecutorService threads;
    /** Read by rounds at work, written by who waits for their end. */
    private final ReentrantReadWriteLock rounds = new ReentrantReadWriteLock();

    private final Set<Chain> atWork = ConcurrentHashMap.newKeySet();

    private volatile boolean stopping;

    Worker(
            Settings settings,
            Runs runs,
            Leases leases,
            Agenda agenda,
            Enroller enroller,
            Dispatcher dispatcher,
            HostChanges hostChanges,
            SunsetWatch sunsetWatch,
            Parking parking,
            HealthWatch health,
            RoundReporter reporter) {
        this.settings = settings;
        this.runs = runs;
        this.leases = leases;
        this.agenda = agenda;
        this.enroller = enroller;
        this.dispatcher = dispatcher;
        this.hostChanges = hostChanges;
        this.sunsetWatch = sunsetWatch;
        this.parking = parking;
        this.health = health;
        this.reporter = reporter;
        this.threads = settings.threads().workers(settings.node(), settings.workers());
    }

    Tally work(Duration budget) {
        Tally tally = new Tally();
        long begin = System.nanoTime();
        long nanos = (budget.compareTo(LONGEST_BUDGET) < 0 ? budget : LONGEST_BUDGET).toNanos();
        BooleanSupplier outOfTime = () -> stopping || System.nanoTime() - begin >= nanos;
        if (!rounds.readLock().tryLock()) {
            return tally;
        }
        try {
            if (!stopping) {
                round(tally, outOfTime);
            }
            return tally;
        } finally {
            rounds.readLock().unlock();
        }
    }

    private void round(Tally tally, BooleanSupplier outOfTime) {
        long begin = System.nanoTime();
        boolean failed = true;
        leases.begin();
        try {
            workOff(tally, outOfTime);
            failed = false;
        } finally {
            leases.end();
            reporter.finished(tally, Duration.ofNanos(System.nanoTime() - begin), failed);
        }
    }

    private void workOff(Tally tally, BooleanSupplier outOfTime) {
        dispatcher.settleLeftOver(runs::byId, tally);
        if (hanging().size() >= settings.workers()) {
            logger.warn("All workers of node {} hang inside channels: it leaves the work to others", settings.node());
            leases.release();
            return;
        }
        leases.acquire();
        reporter.held(leases.shards());
        if (!runs.stopped()) {
            health.look();
            enroller.work(tally, outOfTime);
            boolean more = !outOfTime.getAsBoolean() && dispatchRound(true, tally, outOfTime);
            while (more && !outOfTime.getAsBoolean()) {
                leases.keepFair();
                more = dispatchRound(false, tally, outOfTime);
            }
            health.finish();
        }
        try {
            parking.work(tally, outOfTime);
        } catch (Exception | Error e) {
            logger.warn("Looking for the messages providers told of failed and is done again later", e);
        }
        try {
            sunsetWatch.work(tally);
        } catch (Exception | Error e) {
            logger.warn("Looking for signs of life failed and is done again later", e);
        }
        boolean more = true;
        while (more && !outOfTime.getAsBoolean()) {
            more = hostChanges.work(tally);
        }
    }

    /** Takes every due set a slice further; whether any could be. */
    private boolean dispatchRound(boolean first, Tally tally, BooleanSupplier outOfTime) {
        Queue<Agenda.Item> items = new ConcurrentLinkedQueue<>(agenda.next(first));
        List<Share> work = new ArrayList<>();
        for (int left = Math.min(settings.workers() - hanging().size(), items.size()); left > 0; left--) {
            Chain chain = dispatcher.chain(tally);
            atWork.add(chain);
            try {
                work.add(new Share(threads.submit(() -> takeFurther(items, chain, outOfTime)), chain));
            } catch (RejectedExecutionException e) {
                atWork.remove(chain);
                logger.debug("Node {} stops and begins nothing new", settings.node(), e);
                break;
            }
        }
        boolean progress = false;
        for (Share each : work) {
            progress |= finished(each);
        }
        return progress;
    }

    /** One worker's share of a round. */
    private record Share(Future<Boolean> done, Chain chain) {}

    /** What comes next, as long as there is any, and nobody has given this worker up. */
    private boolean takeFurther(Queue<Agenda.Item> items, Chain worker, BooleanSupplier outOfTime) {
        boolean progress = false;
        try (Chain chain = worker) {
            while (!outOfTime.getAsBoolean() && !chain.isAbandoned()) {
                // a round may take long, and people object to its messages meanwhile
                health.keepLooking();
                Agenda.Item item = items.poll();
                if (item == null) {
                    break;
                }
                progress |= takeFurther(item, chain);
            }
        } finally {
            atWork.remove(worker);
        }
        return progress;
    }

    private static boolean takeFurther(Agenda.Item item, Chain chain) {
        try {
            return item.probe()
                    ? chain.probe(item.definition(), item.sets())
                    : chain.work(item.definition(), item.sets());
        } catch (Exception | Error e) { // of one campaign's templates, say: the others go on
            logger.warn("A due set could not be worked on; it stays due", e);
            record(chain);
            return false;
        }
    }

    /** Whatever went wrong may go wrong again, and take its time: what is known is not kept waiting for it. */
    private static void record(Chain chain) {
        try {
            chain.close();
        } catch (Exception | Error e) {
            logger.warn("What became of messages could not be put on record; it will be tried again", e);
        }
    }

    /** The channels that workers hang inside, by name, one for each worker. */
    List<String> hanging() {
        return atWork.stream()
                .filter(Chain::isAbandoned)
                .map(Chain::channel)
                .sorted()
                .toList();
    }

    /** Waits for a worker, but not for one inside a channel that hangs. */
    private boolean finished(Share share) {
        try {
            while (true) {
                try {
                    return share.done.get(1, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    if (share.chain.abandonIfHanging()) {
                        logger.warn(
                                "Channel {} has not stirred since its deadline: what it was given is in doubt",
                                share.chain.channel(),
                                e);
                        return false;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            logger.warn("A worker ended early; what is due stays due", e.getCause());
            return false;
        }
    }

    /**
     * Begins nothing new, gives channels no more messages, waits for what is inside them to be put on record, and tries once
     * more to record what a database that was away did not take. Whoever closes from inside a round is not waited for.
     */
    void stop() {
        stopping = true;
        dispatcher.stop();
        try {
            if (rounds.getReadHoldCount() == 0) {
                if (!rounds.writeLock().tryLock(GRACE.toSeconds(), TimeUnit.SECONDS)) {
                    logger.warn("Node {} stops while a channel is still at work", settings.node());
                } else {
                    rounds.writeLock().unlock();
                    settleForTheLastTime();
                }
            }
            threads.shutdown();
            if (rounds.getReadHoldCount() == 0 && !threads.awaitTermination(1, TimeUnit.SECONDS)) {
                logger.warn("Node {} leaves threads behind", settings.node());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void settleForTheLastTime() {
        try {
            dispatcher.settleLeftOver(runs::byId, new Tally());
        } catch (RuntimeException e) {
            logger.warn(
                    "Node {} stops with results of hand-overs that are not on record; without a journal they stay unknown",
                    settings.node(),
                    e);
        }
    }
}
