// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.monitor;

import io.reengage.internal.hold.Hold;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.Runs;
import io.reengage.internal.run.Stops;
import io.reengage.monitoring.Backlog;
import io.reengage.monitoring.Health;
import io.reengage.monitoring.Health.Check;
import io.reengage.monitoring.Health.Status;
import io.reengage.monitoring.ReengageListener.BreakerChange;
import io.reengage.monitoring.ReengageListener.RunJudgement;
import io.reengage.policy.HealthGuard;
import io.reengage.report.CampaignReport.Stop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Says how this node and its ledger are; never throws, even with the database away. */
public final class HealthCheck {
    private static final Duration MOST_OFFSET = Duration.ofMinutes(1);

    private final Settings settings;
    private final InstantSource nodeClock;
    private final Leases leases;
    private final BacklogMeter backlog;
    private final Supplier<Integer> unsettled;
    private final Supplier<List<BreakerChange>> breakers;
    private final Supplier<List<RunJudgement>> judgements;
    private final Supplier<List<String>> hanging;

    /**
     * @param nodeClock this machine's own clock
     * @param unsettled how many results wait for the database
     * @param breakers what is not closed
     * @param judgements how the runs are taken
     * @param hanging channels that workers hang inside, one for each worker
     */
    public HealthCheck(
            Settings settings,
            InstantSource nodeClock,
            Leases leases,
            BacklogMeter backlog,
            Supplier<Integer> unsettled,
            Supplier<List<BreakerChange>> breakers,
            Supplier<List<RunJudgement>> judgements,
            Supplier<List<String>> hanging) {
        this.settings = settings;
        this.nodeClock = nodeClock;
        this.leases = leases;
        this.backlog = backlog;
        this.unsettled = unsettled;
        this.breakers = breakers;
        this.judgements = judgements;
        this.hanging = hanging;
    }

    public Health look() {
        List<Check> checks = new ArrayList<>();
        Check database = guarded("database", Status.DOWN, this::database);
        checks.add(database);
        checks.add(guarded("unsettled", Status.DEGRADED, this::unsettled));
        checks.add(guarded("breakers", Status.DEGRADED, this::breakers));
        checks.add(guarded("channels", Status.DEGRADED, this::channels));
        if (database.status() == Status.DOWN) {
            return new Health(settings.node(), checks);
        }
        checks.add(guarded("clock", Status.DEGRADED, this::clock));
        checks.add(guarded("leases", Status.DEGRADED, this::leases));
        checks.add(guarded("stop", Status.DEGRADED, this::stop));
        checks.add(guarded("steps", Status.DEGRADED, this::steps));
        checks.add(guarded("runs", Status.DEGRADED, this::runs));
        try {
            Backlog work = backlog.measure();
            for (Backlog.Kind kind : Backlog.Kind.values()) {
                checks.add(backlog(work, kind));
            }
        } catch (RuntimeException e) {
            checks.add(new Check("due", Status.DEGRADED, unknown(e)));
        }
        return new Health(settings.node(), checks);
    }

    private static Check guarded(String name, Status ifItFails, Supplier<Check> check) {
        try {
            return check.get();
        } catch (RuntimeException | Error e) {
            return new Check(name, ifItFails, unknown(e));
        }
    }

    private static String unknown(Throwable e) {
        return "could not be looked at: " + e.getClass().getSimpleName();
    }

    private Check database() {
        long before = System.nanoTime();
        settings.ledger().transact(Runs::stopped);
        long millis = Duration.ofNanos(System.nanoTime() - before).toMillis();
        String kept = settings.ledger().keepsCommits()
                ? "keeps what it commits, as seen when it was opened"
                : "keeps nothing when the process ends";
        return new Check("database", Status.UP, "answers within " + millis + " ms; " + kept);
    }

    private Check unsettled() {
        int people = unsettled.get();
        return people == 0
                ? new Check("unsettled", Status.UP, "no result of a hand-over waits for the database")
                : new Check(
                        "unsettled",
                        Status.DEGRADED,
                        people
                                + " results of hand-overs wait for the database; nothing more is handed over until then");
    }

    private Check breakers() {
        List<BreakerChange> open = breakers.get();
        String all = open.stream()
                .limit(10)
                .map(each -> (each.domain().isEmpty() ? "" : each.domain() + " on ") + each.channel() + " "
                        + each.state() + " until " + each.until())
                .collect(Collectors.joining(", "));
        return open.isEmpty()
                ? new Check("breakers", Status.UP, "no channel and no domain is in trouble")
                : new Check("breakers", Status.DEGRADED, open.size() + " in trouble: " + all);
    }

    private Check channels() {
        List<String> stuck = hanging.get();
        return stuck.isEmpty()
                ? new Check("channels", Status.UP, "no channel hangs")
                : new Check(
                        "channels",
                        Status.DEGRADED,
                        stuck.size() + " of " + settings.workers() + " workers hang inside "
                                + String.join(", ", new TreeSet<>(stuck)) + " until it answers or the process ends");
    }

    private Check clock() {
        Instant database = settings.ledger().clock().instant();
        Duration offset = Duration.between(database, nodeClock.instant());
        return new Check(
                "clock",
                offset.abs().compareTo(MOST_OFFSET) > 0 ? Status.DEGRADED : Status.UP,
                "this node's clock is " + offset.toMillis() + " ms ahead of the database's");
    }

    private Check leases() {
        Instant now = settings.now();
        long nodes = settings.ledger().transact(rows -> Leases.nodes(rows, now));
        return new Check(
                "leases",
                Status.UP,
                "holds " + leases.shards().size() + " of 256 shards; " + nodes + " nodes are at work");
    }

    private Check stop() {
        return settings.ledger()
                .transact(Stops::current)
                .map(stop -> new Check("stop", Status.DEGRADED, "everything is stopped" + since(stop)))
                .orElseGet(() -> new Check("stop", Status.UP, "nothing is stopped"));
    }

    private static String since(Stop stop) {
        String moment = stop.since() == null ? "" : (stop.noticed() ? ", noticed at " : " since ") + stop.since();
        return moment + ": " + stop.reason();
    }

    private Check steps() {
        List<Hold> held = settings.ledger().transact(Hold::all);
        String all = held.stream()
                .limit(10)
                .map(each -> each.step() + " of " + each.run() + " since " + each.since() + ", " + each.reason())
                .collect(Collectors.joining("; "));
        return held.isEmpty()
                ? new Check("steps", Status.UP, "no step is held")
                : new Check("steps", Status.DEGRADED, held.size() + " held: " + all);
    }

    private Check runs() {
        List<RunJudgement> all = judgements.get();
        // the worst first
        String words = all.stream()
                .sorted(Comparator.comparing(RunJudgement::level).reversed().thenComparing(RunJudgement::run))
                .limit(10)
                .map(each -> each.run() + " " + each.level() + ": " + each.words())
                .collect(Collectors.joining("; "));
        boolean fine = all.stream().allMatch(each -> each.level() == HealthGuard.Level.FINE);
        return new Check("runs", fine ? Status.UP : Status.DEGRADED, all.isEmpty() ? "no campaign runs" : words);
    }

    private static Check backlog(Backlog work, Backlog.Kind kind) {
        String name = switch (kind) {
            case DUE -> "due";
            case IN_DOUBT -> "in doubt";
            case HOST_CHANGE -> "host changes";
            case SUNSET_MEMBER -> "sunset";
            case LIST -> "lists";
        };
        String fine = kind == Backlog.Kind.DUE
                ? "the oldest has been due for " + work.lag().toSeconds() + " s"
                : "nothing waits too long";
        return work.stuck().stream()
                .filter(each -> each.kind() == kind)
                .findFirst()
                .map(each -> new Check(
                        name,
                        Status.DEGRADED,
                        each.id() + " waits since " + each.since()
                                + (each.attempts() > 0 ? ", tried " + each.attempts() + " times" : "")))
                .orElseGet(() -> new Check(name, Status.UP, fine));
    }
}
