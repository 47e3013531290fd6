// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.kill;

import io.reengage.mail.kill.Disturbance.Kind;
import io.reengage.mail.kill.Fleet.Worker;
import io.reengage.mail.kill.MailSink.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Disturbs everything at random: kills above all. The seed repeats what is done, not what the processes make of it. */
final class Driver {
    /** Longer than a lease. */
    private static final Duration LONG_FREEZE = Duration.ofSeconds(75);

    private final Random random;
    private final Postgres database;
    private final Record record;
    private final MailSink sink;
    private final Fleet fleet;
    private final Office office;
    private final Queue<Disturbance> disturbances = new ConcurrentLinkedQueue<>();
    private final Queue<long[]> stops = new ConcurrentLinkedQueue<>();
    private final Set<String> frozen = ConcurrentHashMap.newKeySet();
    private final List<Thread> thaws = new ArrayList<>();
    private int kills;
    private int insideConversations;
    private boolean frozenForLong;

    Driver(long seed, Postgres database, Record record, MailSink sink, Fleet fleet, Office office) {
        this.random = new Random(seed);
        this.database = database;
        this.record = record;
        this.sink = sink;
        this.fleet = fleet;
        this.office = office;
    }

    List<Disturbance> disturbances() {
        return List.copyOf(disturbances);
    }

    /** Stretches during which everything was stopped: from the acknowledgement to the word to go on. */
    List<long[]> stops() {
        return List.copyOf(stops);
    }

    int kills() {
        return kills;
    }

    /** Kills that hit a worker at a chosen phase of its conversation with the mail server. */
    int insideConversations() {
        return insideConversations;
    }

    void rampage(int wanted) throws IOException, InterruptedException {
        while (kills < wanted) {
            fill();
            double dice = random.nextDouble();
            if (dice < 0.80) {
                kill();
            } else if (dice < 0.86) {
                freeze();
            } else if (dice < 0.88) {
                crash();
            } else if (dice < 0.90) {
                stopForAMoment();
            } else if (dice < 0.96) {
                int divisor = 2 + random.nextInt(4);
                int remainder = random.nextInt(divisor);
                ifPossible(() -> record.release(remainder, divisor));
            } else {
                restartInOrder();
            }
        }
        for (Thread each : thaws) {
            each.join();
        }
    }

    /** Starts workers: always one at least, mostly as many as there is room for. */
    private void fill() throws IOException {
        boolean none = fleet.alive().stream().allMatch(each -> frozen.contains(each.instance()));
        for (int place : fleet.free()) {
            boolean anew = random.nextInt(4) == 0;
            if (none || random.nextInt(4) > 0) {
                fleet.start(place, anew);
                none = false;
            }
        }
    }

    private void kill() throws InterruptedException {
        if (!awaitWork(sink.taken() + random.nextInt(60))) {
            // all work may be the dead's; waiting for their leases to lapse would be a kill in a minute
            fleet.dead().forEach(node -> ifPossible(() -> record.lapse(node)));
            return;
        }
        int way = random.nextInt(10);
        if (way == 0) {
            killable().forEach(this::kill);
        } else if (way < 6) {
            killAt(Phase.values()[1 + random.nextInt(Phase.values().length - 1)]);
        } else {
            pause(random.nextInt(60));
            killOne();
        }
    }

    private void killOne() {
        List<Worker> victims = killable();
        List<Worker> working = victims.stream().filter(Worker::isWorking).toList();
        List<Worker> choice = working.isEmpty() || random.nextInt(20) == 0 ? victims : working;
        if (!choice.isEmpty()) {
            kill(choice.get(random.nextInt(choice.size())));
        }
    }

    private List<Worker> killable() {
        return fleet.alive().stream()
                .filter(each -> !frozen.contains(each.instance()))
                .toList();
    }

    private synchronized void kill(Worker worker) {
        long from = System.nanoTime();
        worker.kill();
        disturbances.add(new Disturbance(Kind.KILL, worker.instance(), from, System.nanoTime()));
        kills++;
        if (random.nextInt(2) == 0) {
            ifPossible(() -> record.lapse(worker.node()));
        }
    }

    private void killAt(Phase phase) throws InterruptedException {
        CompletableFuture<String> killed = new CompletableFuture<>();
        sink.killAt(phase, instance -> {
            fleet.byInstance(instance)
                    .filter(each -> each.process().isAlive() && !frozen.contains(instance))
                    .ifPresent(worker -> {
                        kill(worker);
                        insideConversations++;
                    });
            killed.complete(instance);
        });
        try {
            killed.get(2, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            if (!sink.disarm()) {
                killed.join();
            }
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first freeze outlasts a lease by itself; in others the lease may lapse by our hand. */
    private void freeze() throws InterruptedException {
        List<Worker> victims = killable().stream().filter(Worker::isWorking).toList();
        if (victims.size() < 2) {
            return;
        }
        Worker victim = victims.get(random.nextInt(victims.size()));
        Duration length = frozenForLong ? Duration.ofMillis(200 + random.nextInt(8000)) : LONG_FREEZE;
        frozenForLong = true;
        boolean lapse = random.nextBoolean();
        frozen.add(victim.instance());
        long from = System.nanoTime();
        victim.signal("-STOP");
        if (lapse) {
            ifPossible(() -> record.lapse(victim.node()));
        }
        Thread thaw = new Thread(() -> {
            LockSupport.parkNanos(length.toNanos());
            victim.signal("-CONT");
            disturbances.add(new Disturbance(Kind.FREEZE, victim.instance(), from, System.nanoTime()));
            frozen.remove(victim.instance());
        });
        thaws.add(thaw);
        thaw.start();
    }

    private void crash() throws IOException, InterruptedException {
        awaitWork(sink.taken() + random.nextInt(60));
        long from = System.nanoTime();
        database.crash(Postgres.Crash.values()[random.nextInt(Postgres.Crash.values().length)]);
        disturbances.add(new Disturbance(Kind.CRASH, "", from, System.nanoTime()));
    }

    private void stopForAMoment() throws InterruptedException {
        awaitWork(sink.taken() + random.nextInt(60));
        office.stopAll();
        long from = System.nanoTime();
        pause(300 + random.nextInt(500));
        long to = System.nanoTime();
        office.resumeAll();
        stops.add(new long[] {from, to});
    }

    private void restartInOrder() throws IOException, InterruptedException {
        List<Worker> choice = killable();
        if (!choice.isEmpty()) {
            Worker worker = choice.get(random.nextInt(choice.size()));
            worker.process().getOutputStream().close();
            if (!worker.process().waitFor(20, TimeUnit.SECONDS)) {
                kill(worker);
            }
        }
    }

    /** Waits until so many messages have been taken, but not for long; whether they were. */
    private boolean awaitWork(int taken) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (sink.taken() < taken && System.nanoTime() - end < 0) {
            pause(5);
        }
        return sink.taken() >= taken;
    }

    private static void ifPossible(Office.Errand errand) {
        try {
            errand.run();
        } catch (java.sql.SQLException e) {
            // another one held the rows; a driver does not insist
        }
    }

    static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
