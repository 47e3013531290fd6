// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.ledger;

import io.reengage.examples.benchmarks.ledger.LedgerBenchmark.Table;
import io.reengage.examples.benchmarks.measure.Contender;
import io.reengage.examples.benchmarks.measure.Database;
import io.reengage.examples.benchmarks.measure.Measured;
import io.reengage.examples.benchmarks.measure.Ratio;
import io.reengage.examples.benchmarks.measure.Rounds;
import io.reengage.ledger.Ledger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** The book-keeping of sends on one database. */
final class SendBenchmark {
    private static final long SLOW_COMMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final double STEP_GOAL_PER_SECOND = 15_000;
    private static final double ONE_BY_ONE_GOAL_PER_SECOND = 10_000;
    /** So that a round lasts long enough for a clock of 10 ms. */
    private static final int BARE_REPETITIONS = 5;

    private static final int EARLIER_MESSAGES = 100;
    private static final int MOST_STATEMENTS = 12;
    private static final int LONGEST_TEXT = 110;
    /** A worker's, and one beside it. */
    private static final int CONNECTIONS = 2;

    private final Database database;
    private final DataSource source;
    private final Options.Size size;
    private final Table table;
    private final List<Ratio> ratios = new ArrayList<>();

    SendBenchmark(Database database, Options.Size size, Table table) {
        this.database = database;
        this.source = database.dataSource(CONNECTIONS);
        this.size = size;
        this.table = table;
    }

    List<Ratio> run() {
        int shards = size.shards();
        try (Sends step = Sends.together(
                        "in step, sets of " + size.perShard(), source, "step_", 1, shards, size.perShard());
                Sends single = Sends.oneByOne(
                        "individually timed",
                        database.dataSource(CONNECTIONS),
                        "single_",
                        1,
                        size.singleShards(),
                        size.perShard())) {
            // before the others, since they copy the rows it writes
            Rounds.once(database.cpu(), step);
            if (database.kind() == Database.Kind.PG) {
                compareWithAll(step, single);
            } else {
                compareWithBare(step, single);
            }
            table.say(String.format(
                    Locale.ROOT,
                    "handed over at once: %.1f in step, %.1f individually timed",
                    step.meanSet(),
                    single.meanSet()));
        }
        if (size.fullTable()) {
            otherSets();
        }
        if (database.kind() == Database.Kind.PG) {
            longHistories();
            slowCommits();
        }
        countStatements();
        return ratios;
    }

    private BareAppend bare(RowPattern pattern) {
        Ledger.jdbc(source, "bare_").close();
        Crowd crowd = Crowd.of(size.shards() * size.perShard() * BARE_REPETITIONS);
        return new BareAppend(database.kind(), database.dataSource(1), pattern, "bare_delivery", crowd);
    }

    private void compareWithBare(Sends step, Sends single) {
        RowPattern pattern = RowPattern.of(source, "step_delivery");
        List<Measured> all = table.measure("sends", List.of(step, single, bare(pattern)));
        double bare = all.get(2).cpuMicros();
        String name = database.kind().name().toLowerCase(Locale.ROOT);
        ratios.add(new Ratio(name + "-vs-bare-append", bare / all.get(0).cpuMicros(), 0.45));
    }

    private void compareWithAll(Sends step, Sends single) {
        RowPattern pattern = RowPattern.of(source, "step_delivery");
        Ledger.jdbc(source, "job_").close();
        database.execute(SchedulerSends.TABLE);
        Crowd crowd = Crowd.of(size.jobs());
        JobWork work = new JobWork(database.dataSource(), pattern, "job_");
        try (JobRunrSends jobRunr = new JobRunrSends(database, crowd, size.jobs())) {
            List<Contender> contenders = new ArrayList<>(List.of(step, single, bare(pattern)));
            contenders.addAll(schedulers("no-op job", crowd, person -> {}));
            contenders.addAll(schedulers("same work", crowd, work));
            contenders.add(jobRunr);
            List<Measured> all = table.measure("sends", contenders);
            double ours = all.get(0).cpuMicros();
            double bare = all.get(2).cpuMicros();
            ratios.add(new Ratio("pg-vs-dbscheduler-same-work", best(all.subList(6, 9)) / ours, 10));
            ratios.add(new Ratio("pg-vs-dbscheduler-noop", best(all.subList(3, 6)) / ours, 5));
            ratios.add(new Ratio("pg-vs-bare-append-in-step", bare / ours, 0.6));
            ratios.add(new Ratio(
                    "pg-vs-bare-append-individually-timed", bare / all.get(1).cpuMicros(), 0.35));
        }
    }

    private List<Contender> schedulers(String name, Crowd crowd, Consumer<String> job) {
        List<Contender> contenders = new ArrayList<>();
        for (int threads : new int[] {1, 4, 20}) {
            contenders.add(new SchedulerSends(name, database, threads, crowd, size.jobs(), job));
        }
        return contenders;
    }

    private static double best(List<Measured> all) {
        return all.stream().mapToDouble(Measured::cpuMicros).min().orElseThrow();
    }

    /** What the size of a set does, and what becomes of it when the list knows nothing of shards. */
    private void otherSets() {
        try (Sends one = Sends.together("in step, sets of 1", source, "one_", 1, Crowd.SHARDS, 1);
                Sends thousand = Sends.together("in step, sets of 1,000", source, "thousand_", 1, Crowd.SHARDS, 1_000);
                Sends listed = Sends.asListed("in step, as listed", source, "listed_", 1, 256 * size.perShard())) {
            table.measure("sets of other sizes", List.of(one, thousand, listed));
            table.say(String.format(
                    Locale.ROOT,
                    "handed over at once: %.1f of sets of 1, %.1f of sets of 1,000, %.1f as listed",
                    one.meanSet(),
                    thousand.meanSet(),
                    listed.meanSet()));
        }
    }

    /** What it costs to write to people who were written to often, in campaigns long ended. */
    private void longHistories() {
        int shards = size.singleShards();
        try (Sends strangers = Sends.together(
                        "no earlier message", database.dataSource(CONNECTIONS), "new_", 1, shards, size.perShard());
                Sends regulars = Sends.together(
                        EARLIER_MESSAGES + " earlier messages each",
                        database.dataSource(CONNECTIONS),
                        "old_",
                        1,
                        shards,
                        size.perShard())) {
            Rounds.once(database.cpu(), regulars);
            database.execute(earlierMessages("old_"));
            List<Measured> all = table.measure("people with a history", List.of(strangers, regulars));
            ratios.add(new Ratio(
                    "pg-" + EARLIER_MESSAGES + "-earlier-messages",
                    all.get(0).cpuMicros() / all.get(1).cpuMicros(),
                    0.8));
        }
    }

    /** Written round by round, as they would be: each of a person's messages lies among those of others. */
    private static String earlierMessages(String prefix) {
        return "INSERT INTO " + prefix
                + "delivery (person, run, episode, step, state, at, channel, variant, provider_id, reason)"
                + " SELECT person, 'earlier-' || n % 4, n / 4, 'letter', 'SENT', "
                + Sends.START.minus(Duration.ofDays(1_000)).toEpochMilli() + "+ n * 604800000::bigint, '"
                + SilentChannel.NAME + "', '', 'earlier-' || n || '-' || person, '' FROM generate_series(1, "
                + EARLIER_MESSAGES + ") n, (SELECT DISTINCT person FROM " + prefix + "enrollment) p ORDER BY n, person";
    }

    private void slowCommits() {
        AtomicBoolean measured = new AtomicBoolean();
        DataSource slow = WatchedSource.slowCommits(source, SLOW_COMMIT_NANOS, measured::get);
        try (Sends step =
                        Sends.together("in step, 2 ms commits", slow, "slow_step_", 1, size.shards(), size.perShard());
                Sends single = Sends.oneByOne(
                        "individually timed, 2 ms commits",
                        slow,
                        "slow_single_",
                        1,
                        size.singleShards(),
                        size.perShard())) {
            List<Measured> all = table.measure(
                    "one worker, commits made 2 ms longer",
                    List.of(new WhenMeasured(step, measured), new WhenMeasured(single, measured)));
            ratios.add(new Ratio("pg-2ms-in-step", all.get(0).perSecond() / STEP_GOAL_PER_SECOND, 1));
            ratios.add(new Ratio("pg-2ms-individually-timed", all.get(1).perSecond() / ONE_BY_ONE_GOAL_PER_SECOND, 1));
        }
    }

    /** What goes to and fro, in a round of its own, since counting costs time. */
    private void countStatements() {
        WatchedSource.Counts counts = new WatchedSource.Counts();
        DataSource counted = WatchedSource.counted(source, counts);
        int people = size.singleShards() * size.perShard();
        try (Sends step = Sends.together("counted", counted, "counted_", 1, size.shards(), size.perShard())) {
            count(step, counts, "set of " + size.perShard() + " in step", size.shards());
        }
        try (Sends single =
                Sends.oneByOne("counted", counted, "counted_one_", 1, size.singleShards(), size.perShard())) {
            count(single, counts, "person individually timed", people);
        }
    }

    private void count(Sends sends, WatchedSource.Counts counts, String unit, double units) {
        sends.prepare();
        counts.clear();
        sends.run();
        Map<String, Long> asked = counts.byText();
        table.say("");
        table.say(String.format(
                Locale.ROOT,
                "asked of the database per %s: %.1f in all, of these %.1f commits and %.1f rollbacks",
                unit,
                asked.values().stream().mapToLong(Long::longValue).sum() / units,
                asked.getOrDefault("commit", 0L) / units,
                asked.getOrDefault("rollback", 0L) / units));
        asked.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_STATEMENTS)
                .forEach(entry -> table.say(String.format(
                        Locale.ROOT,
                        "%8.1f  %s",
                        entry.getValue() / units,
                        entry.getKey()
                                .substring(
                                        0, Math.min(LONGEST_TEXT, entry.getKey().length())))));
    }
}
