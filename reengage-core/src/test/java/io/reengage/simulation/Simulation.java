// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import io.reengage.channel.Message;
import io.reengage.internal.node.Keys;
import io.reengage.internal.node.Leases;
import io.reengage.ledger.LedgerException;
import io.reengage.ledger.rows.MemoryRowStore;
import io.reengage.ledger.rows.RowStore;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setting;
import io.reengage.ledger.store.Shards;
import io.reengage.testing.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Several nodes over one ledger in one thread. Wherever a node waits for its ledger, its host or its channel, others may act
 * and time may pass before it goes on: so a node can be frozen, overtaken, and woken.
 */
final class Simulation {
    private static final Points POINTS = new Points();
    /**
     * Known: when the last look itself takes longer than it is relied on, the next message is given out on its account all the
     * same. To be switched off when that is mended.
     */
    private static final boolean A_SLOW_ANSWER_OUTLIVES_TRUST = false;

    private static final Command NOTHING = new Command(0, Command.Kind.RUN, 0, 0, 0, 0, List.of());

    private final Setup setup;
    private final Statistics statistics;
    private final VirtualClock clock = VirtualClock.at(Setup.START);
    private final RowStore rows;
    private final SimulatedHost host;
    private final Model model;
    private final Oracle oracle;
    private final Set<Integer> leases;
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final Deque<Execution> executions = new ArrayDeque<>();
    private final Actions actions;
    private long sequence = 1;
    private long hash = 17;
    private int lives;
    private int injected;
    private @Nullable Violation broken;
    private long passed;

    private Simulation(Setup setup, Statistics statistics, RowStore rows) {
        this.setup = setup;
        this.statistics = statistics;
        this.rows = rows;
        this.host = new SimulatedHost(setup);
        this.model = new Model(setup, statistics);
        this.oracle = new Oracle(setup, rows, model, host, statistics);
        this.leases = setup.people().stream().map(each -> Shards.of(each.id())).collect(Collectors.toSet());
        this.actions = new Actions(this, model, oracle);
        rows.createSchema(Schema.TABLES);
        // a fixed salt instead of a drawn one, so that a history is the same every time
        rows.transact(each -> each.insertNew(Schema.SETTING, List.of(new Setting(Setting.SALT, "0".repeat(64)))));
        for (int i = 0; i < setup.nodes(); i++) {
            NodeProcess none = new NodeProcess("n" + i);
            none.kill();
            nodes.add(none);
        }
    }

    /**
     * How a history ended.
     *
     * @param violation the promise that was broken; {@code null} if none was
     * @param hash over everything that happened, in order
     */
    record Outcome(@Nullable Violation violation, long hash) {}

    /** Runs a history to its end, and on until everything is quiet. */
    static Outcome run(History history, Statistics statistics) {
        VirtualClock unused = VirtualClock.at(Setup.START);
        try (RowStore rows = new MemoryRowStore(unused)) {
            return run(history, statistics, rows);
        }
    }

    static Outcome run(History history, Statistics statistics, RowStore rows) {
        Simulation simulation = new Simulation(history.setup(), statistics, rows);
        EngineLog.begin();
        statistics.histories++;
        try {
            for (Command command : history.commands()) {
                simulation.execute(command);
                simulation.requireUnbroken();
                simulation.oracle.always(simulation.now());
            }
            simulation.drain();
            EngineLog.surprise().ifPresent(what -> {
                throw new Violation("log", what);
            });
            return new Outcome(null, simulation.hash);
        } catch (Violation e) {
            return new Outcome(e, simulation.hash);
        } finally {
            EngineLog.end();
        }
    }

    Setup setup() {
        return setup;
    }

    Instant now() {
        return clock.instant();
    }

    long sequence() {
        return sequence;
    }

    long next() {
        return ++sequence;
    }

    SimulatedHost host() {
        return host;
    }

    Model model() {
        return model;
    }

    Execution current() {
        return Objects.requireNonNull(executions.peek());
    }

    boolean exists(int lease) {
        return setup.allShards() || lease >= Leases.SCAN || leases.contains(lease);
    }

    /** Mixes something that happened into the hash. */
    void note(long what) {
        hash = (hash ^ what) * 0x100000001b3L + sequence;
    }

    /** A promise was looked at. */
    void looked(String promise) {
        statistics.checked(promise);
    }

    /** Whether nobody else acts at the moment. */
    boolean isUndisturbed() {
        return executions.size() == 1 && current().command.faults().isEmpty();
    }

    void wrote() {
        current().writes++;
    }

    long nanoTime() {
        return Duration.between(Setup.START, now()).toNanos();
    }

    void advance(Duration by) {
        passed += by.toMinutes();
        clock.advance(by);
    }

    // ---- what the ports ask

    /** The place of the protocol this transaction is. */
    String point(Object work) {
        String point = POINTS.of(work);
        Execution current = current();
        if (point.equals(Points.RESOLVE_READ)) {
            current.resolving = true;
        } else if (point.equals(Points.MARK)) {
            current.resolving = false;
        } else if (point.equals(Points.SETTLE) && current.resolving) {
            return Points.RESOLVE;
        } else if (point.equals(Points.FEEDBACK) && current.command.kind() == Command.Kind.LAND) {
            return Points.LANDING;
        }
        return point;
    }

    Optional<Fault> pass(String point, boolean transaction) {
        next();
        note(point.hashCode());
        Optional<Fault> fault = current().pass(point, transaction);
        fault.ifPresent(each -> {
            injected++;
            note(each.kind().name().hashCode());
            statistics.injected(point, each.kind());
        });
        return fault;
    }

    void committed(String point) {
        next();
        if (point.equals(Points.MARK)) {
            current().marked = sequence;
        } else if (point.equals(Points.RECHECK)) {
            current().checked = sequence;
            current().frozenAfterLook = false;
        }
    }

    /** A process stands still while others go on. */
    void freeze(Fault fault, NodeProcess process) {
        current().frozenAfterLook =
                fault.kind() == Fault.Kind.FROZEN_AFTER && !fault.point().equals(Points.CHANNEL);
        for (Command command : fault.meanwhile()) {
            execute(command);
            look();
        }
        advance(Duration.ofMinutes(fault.minutes()));
        process.require();
    }

    /** Looks at the ledger while somebody stands still. */
    private void look() {
        try {
            oracle.always(now());
        } catch (Violation e) {
            remember(e);
        }
    }

    HandOver handedOver(Message message) {
        next();
        note(message.key().hashCode());
        for (String run : model.possibleRuns()) {
            for (String step : Setup.SENDS) {
                for (int episode = 1; episode < 9; episode++) {
                    if (Keys.message(run, message.subscriberId(), episode, step).equals(message.key())) {
                        return handedOver(message, run, step, episode);
                    }
                }
            }
        }
        throw remember(new Violation("I1", "a message of no known run: " + message));
    }

    /** Keeps what the engine, which stands between the channel and us, would take for the channel's failure. */
    private Violation remember(Violation violation) {
        if (broken == null) {
            broken = violation;
        }
        return violation;
    }

    private void requireUnbroken() {
        if (broken != null) {
            throw broken;
        }
    }

    private HandOver handedOver(Message message, String run, String step, int episode) {
        Execution current = current();
        Instant enrolledAt = oracle.enrolledAt(run, message.subscriberId(), episode);
        HandOver handOver = new HandOver(
                message,
                run,
                step,
                episode,
                enrolledAt,
                current.found.getOrDefault(message.subscriberId(), 0L),
                current.marked == 0 ? sequence : current.marked,
                A_SLOW_ANSWER_OUTLIVES_TRUST && current.frozenAfterLook ? current.checked : sequence);
        current.frozenAfterLook = false;
        try {
            model.handedOver(handOver);
        } catch (Violation e) {
            remember(e);
        }
        return handOver;
    }

    // ---- commands

    void execute(Command command) {
        next();
        note(command.kind().name().hashCode() * 31L + command.id());
        statistics.did(command.kind());
        NodeProcess process = nodes.get(command.node());
        if (actions.needsNoNode(command)) {
            actions.alone(command, process);
            return;
        }
        boolean exclusive = command.kind() != Command.Kind.RECORD && command.kind() != Command.Kind.RENEW;
        if (process.isAlive() && process.busy > 0 && exclusive) {
            return;
        }
        if (!process.isAlive()) {
            process = born(command);
        }
        NodeProcess doer = process;
        within(new Execution(command, doer), () -> {
            if (!doer.hasStarted()) {
                doer.start(this, rows, skew(command.node()));
            }
            actions.act(command, doer);
        });
    }

    private NodeProcess born(Command command) {
        clock.advance(Duration.ofMillis(1));
        String name = command.choice() % 4 == 0 ? "n" + command.node() + "-" + ++lives : "n" + command.node();
        NodeProcess process = new NodeProcess(name);
        nodes.set(command.node(), process);
        return process;
    }

    private Duration skew(int node) {
        return Duration.ofMinutes(node == 0 ? 0 : node == 1 ? setup.skewMinutes() : -setup.skewMinutes());
    }

    private void within(Execution execution, Runnable action) {
        NodeProcess process = execution.process;
        executions.push(execution);
        process.busy++;
        try {
            action.run();
        } catch (Crash e) {
            note(1);
        } catch (RuntimeException e) {
            expected(e);
        } finally {
            process.busy--;
            executions.pop();
            if (!process.hasStarted()) {
                process.kill();
            }
        }
    }

    private void expected(RuntimeException e) {
        if (e instanceof Violation violation) {
            throw violation;
        }
        note(e.getClass().getName().hashCode());
        boolean bad = !(e instanceof LedgerException
                || e instanceof HostDown
                || e instanceof IllegalStateException
                || e instanceof IllegalArgumentException);
        if (bad) {
            throw new Violation("surprise", EngineLog.text(e));
        }
    }

    // ---- the end

    /** Faults cease, everything that rests goes on, and time passes until nothing is left to do. */
    private void drain() {
        boolean late = passed > 60 * 60 || setup.caps() || setup.quiet() || model.wasEverHalted();
        Command go = new Command(0, Command.Kind.GO, 0, 0, 1, 0, List.of());
        execute(go);
        for (int i = 0; i < setup.campaigns(); i++) {
            execute(new Command(0, Command.Kind.RESUME, 0, 0, i, 0, List.of()));
        }
        Instant end = now().plus(Duration.ofDays(setup.ramp() ? 12 : 2));
        for (int round = 0; round < 60 && (now().isBefore(end) || !oracle.isQuiet()); round++) {
            for (int i = 0; i < nodes.size(); i++) {
                if (i == 0 || (round < 3 && nodes.get(i).isAlive())) {
                    execute(new Command(0, Command.Kind.RUN, i, 0, 1, 0, List.of()));
                }
            }
            requireUnbroken();
            Instant due = dueNext().orElse(end);
            Instant most = now().plus(Duration.ofHours(25));
            Instant least = now().plus(Duration.ofMinutes(6));
            clock.setTo(due.isBefore(least) ? least : due.isAfter(most) ? most : due);
        }
        oracle.always(now());
        oracle.finallyHolds(injected > 0 || model.anyCut(), late);
    }

    private Optional<Instant> dueNext() {
        NodeProcess first = nodes.get(0);
        return ask(first, () -> first.reengage().nextDue());
    }

    private <T> Optional<T> ask(NodeProcess process, Supplier<Optional<T>> question) {
        executions.push(new Execution(NOTHING, process));
        try {
            return question.get();
        } finally {
            executions.pop();
        }
    }

    /** Kills a process from outside. */
    void kill(NodeProcess process) {
        if (process.isAlive() && process.busy > 0) {
            model.cut();
        }
        process.kill();
    }
}
