// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.kill;

import io.reengage.mail.kill.Disturbance.Kind;
import io.reengage.mail.kill.Fleet.Worker;
import io.reengage.mail.kill.MailSink.Phase;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Disturbs everything at random: kills above all. The seed repeats what is done, not what the processes make of it. */
final class Driver {
    /** Longer than a lease. */
    private static final Duration LONG_FREEZE = Duration.ofSeconds(75);

    /** Whose conversation it is the sink knows from the first command about a message on. */
    private static final List<Phase> IN_CONVERSATION =
            List.of(Phase.MAIL, Phase.RCPT, Phase.DATA, Phase.BODY, Phase.DOT, Phase.TAKEN);

    /** Work that has come to a standstill must not be waited for. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final long start = System.nanoTime();
    private final PrintWriter log;
    private final Random random;
    private final Postgres database;
    private final Tables tables;
    private final MailSink sink;
    private final Fleet fleet;
    private final Office office;
    private final Queue<Disturbance> disturbances = new ConcurrentLinkedQueue<>();
    private final Queue<long[]> stops = new ConcurrentLinkedQueue<>();
    private final Set<String> frozen = ConcurrentHashMap.newKeySet();
    private final List<Thread> thaws = new ArrayList<>();
    private int kills;
    private int seen;
    private int insideConversations;
    private boolean frozenForLong;

    Driver(long seed, Postgres database, Tables tables, MailSink sink, Fleet fleet, Office office, PrintWriter log) {
        this.log = log;
        this.random = new Random(seed);
        this.database = database;
        this.tables = tables;
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
        long end = System.nanoTime() + LONGEST.toNanos();
        while (kills < wanted) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("only " + kills + " kills in " + LONGEST + ": nothing goes on");
            }
            fill();
            double dice = random.nextDouble();
            if (dice < 0.78) {
                kill();
            } else if (dice < 0.84) {
                freeze();
            } else if (dice < 0.87) {
                crash();
            } else if (dice < 0.90) {
                stopForAMoment();
            } else if (dice < 0.97) {
                int divisor = 2 + random.nextInt(4);
                int remainder = random.nextInt(divisor);
                note("release of one shard in " + divisor);
                ifPossible(() -> tables.release(remainder, divisor));
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
                note("start " + fleet.start(place, anew).instance());
                none = false;
            }
        }
    }

    /** Mostly one, often several at once. */
    private void kill() throws InterruptedException {
        if (!awaitWork(1 + random.nextInt(30))) {
            // all work may be the dead's; waiting for their leases to lapse would be a kill in a minute
            note("nothing goes on: the leases of the dead lapse");
            fleet.dead().forEach(node -> ifPossible(() -> tables.lapse(node)));
            return;
        }
        if (random.nextBoolean()) {
            killAt(anyOf(IN_CONVERSATION));
        } else {
            pause(random.nextInt(60));
            killOne();
        }
        if (random.nextInt(3) == 0) {
            int more = 1 + random.nextInt(Fleet.PLACES - 1);
            killable().stream().filter(Worker::isWorking).limit(more).forEach(this::kill);
        }
    }

    private void killOne() {
        List<Worker> victims = killable();
        List<Worker> working = victims.stream().filter(Worker::isWorking).toList();
        List<Worker> choice = working.isEmpty() || random.nextInt(20) == 0 ? victims : working;
        if (!choice.isEmpty()) {
            kill(anyOf(choice));
        }
    }

    private List<Worker> killable() {
        return fleet.alive().stream()
                .filter(each -> !frozen.contains(each.instance()))
                .toList();
    }

    private synchronized void kill(Worker worker) {
        long from = System.nanoTime();
        long used =
                worker.process().info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
        worker.kill();
        note("kill " + worker.instance() + " after " + used + " ms of work"
                + (worker.isIdle() ? " that had done nothing" : ""));
        disturbances.add(new Disturbance(Kind.KILL, worker.instance(), from, System.nanoTime()));
        kills++;
        if (random.nextInt(2) == 0) {
            ifPossible(() -> tables.lapse(worker.node()));
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
            killed.get(1, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            if (!sink.disarm()) {
                killed.join();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first freeze outlasts a lease by itself; in others the lease may lapse by our hand. */
    private void freeze() {
        awaitWork(1 + random.nextInt(30));
        List<Worker> victims = killable().stream().filter(Worker::isWorking).toList();
        if (victims.isEmpty()) {
            return;
        }
        Worker victim = anyOf(victims);
        Duration length = frozenForLong ? Duration.ofMillis(200 + random.nextInt(8000)) : LONG_FREEZE;
        frozenForLong = true;
        boolean lapse = random.nextBoolean();
        frozen.add(victim.instance());
        long from = System.nanoTime();
        victim.signal("-STOP");
        note("freeze " + victim.instance() + " for " + length + (lapse ? ", its leases lapse" : ""));
        if (lapse) {
            ifPossible(() -> tables.lapse(victim.node()));
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
        awaitWork(1 + random.nextInt(30));
        long from = System.nanoTime();
        Postgres.Crash how = anyOf(List.of(Postgres.Crash.values()));
        note("crash of the database: " + how);
        database.crash(how);
        note("the database is back");
        disturbances.add(new Disturbance(Kind.CRASH, "", from, System.nanoTime()));
    }

    private void stopForAMoment() {
        awaitWork(1 + random.nextInt(30));
        note("stop all");
        office.stopAll();
        long from = System.nanoTime();
        pause(300 + random.nextInt(500));
        long to = System.nanoTime();
        office.resumeAll();
        note("resumed");
        stops.add(new long[] {from, to});
    }

    private void restartInOrder() throws IOException, InterruptedException {
        List<Worker> choice = killable();
        if (!choice.isEmpty()) {
            Worker worker = anyOf(choice);
            note("stop " + worker.instance());
            worker.process().getOutputStream().close();
            if (!worker.process().waitFor(20, TimeUnit.SECONDS)) {
                kill(worker);
            }
        }
    }

    /** Waits until so many more messages have been taken than when it was last asked, but not for long; whether they were. */
    private boolean awaitWork(int more) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
        while (sink.taken() < seen + more && System.nanoTime() - end < 0) {
            pause(2);
        }
        boolean enough = sink.taken() >= seen + more;
        seen = sink.taken();
        return enough;
    }

    private static void ifPossible(Office.Errand errand) {
        try {
            errand.run();
        } catch (SQLException e) {
            // another one held the rows; a driver does not insist
        }
    }

    private synchronized void note(String what) {
        log.printf(Locale.ROOT, "%8.3f %6d %s%n", (System.nanoTime() - start) / 1e9, sink.taken(), what);
    }

    private <T> T anyOf(List<T> choice) {
        return choice.get(random.nextInt(choice.size()));
    }

    static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
