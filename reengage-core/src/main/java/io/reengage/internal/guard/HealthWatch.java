// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.guard;

import io.reengage.internal.node.Settings;
import io.reengage.internal.run.Runs;
import io.reengage.ledger.AuditEntry;
import io.reengage.ledger.Run;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setback;
import io.reengage.ledger.store.Traffic;
import io.reengage.monitoring.ReengageListener.RunJudgement;
import io.reengage.policy.HealthGuard;
import io.reengage.policy.HealthGuard.Level;
import io.reengage.report.CampaignReport;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds how the runs at work are taken, and pauses those that too many object to. Messages are counted in
 * memory in between, so that no message waits for a counter; what a crash loses of them makes the guard a little stricter.
 * Safe for several threads.
 */
public final class HealthWatch {
    private static final Logger logger = LoggerFactory.getLogger(HealthWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final String HALTED = "health guard: ";

    private final Settings settings;
    private final Runs runs;
    private final HealthGuard guard;
    private final Consumer<RunJudgement> announce;
    private final Map<String, Long> uncounted = new TreeMap<>();
    private final Map<String, Level> levels = new ConcurrentHashMap<>();
    private volatile Instant lookedAt = Instant.EPOCH;

    /** @param announce told of a run that is taken otherwise than before */
    public HealthWatch(Settings settings, Runs runs, Consumer<RunJudgement> announce) {
        this.settings = settings;
        this.runs = runs;
        this.guard = settings.healthGuard();
        this.announce = announce;
    }

    /** Messages of a run were handed over. */
    public void handedOver(String run, long messages) {
        if (messages > 0) {
            synchronized (uncounted) {
                uncounted.merge(run, messages, Long::sum);
            }
        }
    }

    /** Looks, unless that was done just now or another thread is about to. */
    public void keepLooking() {
        if (isTime()) {
            look();
        }
    }

    private synchronized boolean isTime() {
        Instant now = settings.now();
        boolean due = !now.isBefore(lookedAt.plus(EVERY));
        if (due) {
            lookedAt = now;
        }
        return due;
    }

    /** Looks if any message was handed over since the last time: the process may end now. */
    public void finish() {
        boolean news;
        synchronized (uncounted) {
            news = !uncounted.isEmpty();
        }
        if (news) {
            look();
        }
    }

    /** Counts the messages since the last time, and pauses what has to be. */
    public void look() {
        Instant now = settings.now();
        lookedAt = now;
        count(now);
        if (guard.equals(HealthGuard.off())) {
            return;
        }
        for (RunHealth each : settings.ledger().transact(rows -> read(rows, working(rows), now))) {
            judge(each);
        }
    }

    private void count(Instant now) {
        Map<String, Long> news;
        synchronized (uncounted) {
            news = new TreeMap<>(uncounted);
            uncounted.clear();
        }
        if (news.isEmpty()) {
            return;
        }
        try {
            settings.ledger().transact(rows -> count(rows, news, day(now)));
        } catch (RuntimeException e) {
            news.forEach(this::handedOver);
            throw e;
        }
    }

    private static int count(Rows rows, Map<String, Long> news, long day) {
        rows.insertNew(
                Traffic.TABLE,
                news.keySet().stream().map(run -> new Traffic(run, day, 0)).toList());
        for (Traffic each :
                rows.lock(Traffic.TABLE, Where.all().in("run", news.keySet()).eq("day", day))) {
            rows.update(
                    Traffic.TABLE,
                    Where.all().eq("run", each.run()).eq("day", day),
                    Assignments.set("messages", each.messages() + news.getOrDefault(each.run(), 0L)));
        }
        return news.size();
    }

    private static long day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC).toEpochDay();
    }

    private static List<String> working(Rows rows) {
        return Runs.all(rows, Run.Status.RUNNING).stream().map(Run::id).toList();
    }

    private static List<RunHealth> read(Rows rows, List<String> ids, Instant now) {
        Instant since = now.minus(HealthGuard.WINDOW);
        Map<String, Instant> resumed = resumed(rows, ids);
        List<Supplier<RunHealth>> asked = new ArrayList<>();
        for (String id : ids) {
            Where its = Where.all().eq("run", id);
            Instant begun = resumed.getOrDefault(id, Instant.EPOCH);
            Supplier<List<Traffic>> traffic = rows.ask(Traffic.TABLE, its.atLeast("day", day(since)));
            Where late = its.atLeast("at", since);
            Supplier<Map<Setback.Kind, Long>> counted = ask(rows, late.atLeast("sent_at", begun));
            Supplier<Map<Setback.Kind, Long>> leftOut =
                    resumed.containsKey(id) ? ask(rows, late.below("sent_at", begun)) : Map::of;
            asked.add(() -> new RunHealth(
                    id,
                    !begun.isBefore(since),
                    traffic.get().stream().mapToLong(Traffic::messages).sum(),
                    counted.get(),
                    leftOut.get()));
        }
        return asked.stream().map(Supplier::get).toList();
    }

    /** When somebody last let these go on, if ever. */
    private static Map<String, Instant> resumed(Rows rows, List<String> ids) {
        return ids.isEmpty()
                ? Map.of()
                : rows.all(Schema.AUDIT, Where.all().in("subject", ids).eq("act", Runs.RESUME)).stream()
                        .collect(Collectors.toMap(
                                AuditEntry::subject, AuditEntry::at, BinaryOperator.maxBy(Comparator.naturalOrder())));
    }

    private static Supplier<Map<Setback.Kind, Long>> ask(Rows rows, Where these) {
        Map<Setback.Kind, LongSupplier> people = new EnumMap<>(Setback.Kind.class);
        for (Setback.Kind kind : Setback.Kind.values()) {
            people.put(kind, rows.askCount(Setback.TABLE, these.eq("kind", kind.name())));
        }
        return () -> {
            Map<Setback.Kind, Long> numbers = new EnumMap<>(Setback.Kind.class);
            people.forEach((kind, number) -> numbers.put(kind, number.getAsLong()));
            return numbers;
        };
    }

    private void judge(RunHealth health) {
        Level level = health.level(guard);
        Level before = Objects.requireNonNullElse(levels.put(health.run(), level), Level.FINE);
        if (level == Level.HALT) {
            String reason = HALTED + health.reason(guard, level);
            levels.remove(health.run());
            if (runs.halt(health.run(), reason)) {
                logger.warn("Run {} is paused by the {}", health.run(), reason);
                announce.accept(new RunJudgement(health.run(), level, reason));
            }
        } else if (level != before) {
            String reason = level == Level.WARN ? HALTED + health.reason(guard, level) : "as it should be again";
            logger.info("Run {}: {}", health.run(), reason);
            announce.accept(new RunJudgement(health.run(), level, reason));
        }
    }

    /**
     * How all runs at work are taken, and those this paused.
     *
     * @return each with its level, and the numbers in words
     */
    public List<RunJudgement> judgements() {
        Instant now = settings.now();
        return settings.ledger().transact(rows -> {
            List<RunJudgement> all = new ArrayList<>();
            Set<Setback.Kind> observable = observable(rows);
            for (RunHealth each : read(rows, working(rows), now)) {
                all.add(new RunJudgement(each.run(), each.level(guard), each.words(observable)));
            }
            Runs.all(rows, Run.Status.PAUSED).stream()
                    .filter(run -> run.reason().startsWith(HALTED))
                    .forEach(run -> all.add(new RunJudgement(run.id(), Level.HALT, run.reason())));
            return all;
        });
    }

    private static Set<Setback.Kind> observable(Rows rows) {
        Set<Setback.Kind> observable = EnumSet.noneOf(Setback.Kind.class);
        for (Setback.Kind kind : Setback.Kind.values()) {
            if (!rows.select(Setback.TABLE, Where.all().eq("kind", kind.name()), List.of(), 1)
                    .isEmpty()) {
                observable.add(kind);
            }
        }
        return observable;
    }

    /** How a run is taken, or why this paused it; empty while this is off, and of runs that rest for another reason. */
    public Optional<CampaignReport.Health> judgement(Rows rows, Run run, Instant now) {
        if (run.status() == Run.Status.PAUSED && run.reason().startsWith(HALTED)) {
            return Optional.of(
                    new CampaignReport.Health(Level.HALT, run.reason().substring(HALTED.length()), 0));
        }
        if (run.status() != Run.Status.RUNNING || guard.equals(HealthGuard.off())) {
            return Optional.empty();
        }
        RunHealth found = read(rows, List.of(run.id()), now).get(0);
        Level level = found.level(guard);
        String words = level == Level.FINE ? found.words(observable(rows)) : found.reason(guard, level);
        return Optional.of(new CampaignReport.Health(level, words, found.leftOut()));
    }
}
