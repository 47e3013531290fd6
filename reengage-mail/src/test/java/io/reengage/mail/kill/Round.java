// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.kill;

import io.reengage.ReengageBuilder;
import io.reengage.mail.kill.Disturbance.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** One database, one mail server, some workers: disturbed, then left in peace until nothing is due, then judged. */
final class Round {
    /** The share of conversations with the sink that go wrong. */
    private static final double FAULTS = 0.02;

    /** How long the work may take to run out once nothing is disturbed any more: leases, deadlines, caps, and the work. */
    private static final Duration LONGEST_DRAIN = Duration.ofMinutes(6);

    private static final int LARGEST_SLICE = 100;

    private final Launcher launcher;
    private final long seed;
    private final int kills;
    private final Path directory;
    private final Crowd crowd;
    private final long start = System.nanoTime();
    private final long millisToNanos = start - System.currentTimeMillis() * 1_000_000;
    private Driver driver;
    private Evidence evidence;
    private long disturbed;

    Round(Launcher launcher, long seed, int kills, int perList, Path directory) {
        this.launcher = launcher;
        this.seed = seed;
        this.kills = kills;
        this.directory = directory;
        this.crowd = new Crowd(perList);
    }

    Verdict play() throws IOException, InterruptedException, SQLException {
        System.out.println("kills: seed " + seed + ", " + directory);
        try (Postgres database = new Postgres(directory.resolve("database"), directory.resolve("database.log"));
                MailSink sink = new MailSink(seed, directory.resolve("sink.log"));
                Fleet fleet = new Fleet(
                        launcher,
                        directory,
                        database.url(),
                        sink.port(),
                        crowd.members(0).size());
                Office office = new Office(
                        WorkerMain.open(
                                database.url() + "&ApplicationName=office",
                                "office",
                                WorkerMain.channel(sink.port(), "office"),
                                crowd),
                        new Tables(database.url()),
                        crowd,
                        seed);
                PrintWriter log = new PrintWriter(Files.newBufferedWriter(directory.resolve("driver.log")), true)) {
            Tables tables = new Tables(database.url());
            driver = new Driver(seed, database, tables, sink, fleet, office, log);
            office.start();
            launcher.train(() -> fleet.start(0, false).process());
            sink.faults(FAULTS);
            driver.rampage(kills);
            disturbed = System.nanoTime() - start;
            sink.faults(0);
            office.hush();
            drain(fleet, tables);
            List<Fleet.Worker> stubborn = fleet.stopAll();
            evidence = evidence(sink, fleet, office, tables);
            Verdict verdict = new Verdict(evidence);
            stubborn.forEach(each -> verdict.problems().put("did not stop", List.of(each.instance())));
            return verdict;
        }
    }

    /** Workers under new names: what the last ones held lapses by itself. */
    private static void drain(Fleet fleet, Tables tables) throws IOException, SQLException {
        for (int place : fleet.free()) {
            fleet.start(place, true);
        }
        long end = System.nanoTime() + LONGEST_DRAIN.toNanos();
        while (!tables.unfinishedRuns().isEmpty() && System.nanoTime() - end < 0) {
            Driver.pause(500);
        }
    }

    private Evidence evidence(MailSink sink, Fleet fleet, Office office, Tables tables) throws SQLException {
        return new Evidence(
                sink.mails(),
                fleet.pulls(),
                tables.deliveries(),
                tables.enrollments(),
                tables.dueSets(),
                office.lists(),
                IntStream.range(0, Crowd.LISTS).mapToObj(crowd::members).toList(),
                office.leaving(),
                office.acknowledged(),
                driver.disturbances(),
                driver.stops(),
                millisToNanos);
    }

    /** As many as can be in doubt: a slice for each thread of each worker disturbed, and each conversation gone wrong. */
    long mostUnknown() {
        long crashes = count(Kind.CRASH);
        long workers = evidence.disturbances().size() - crashes + crashes * Fleet.PLACES;
        return workers * ReengageBuilder.DEFAULT_WORKERS * LARGEST_SLICE + wrongConversations();
    }

    private long wrongConversations() {
        return evidence.mails().stream()
                .filter(each -> each.fault() != MailSink.Fault.NONE)
                .count();
    }

    String table(Verdict verdict) {
        long unknown = verdict.count("UNKNOWN");
        return String.format(
                Locale.ROOT,
                """
                kills                 %8d   of them inside a conversation  %d
                freezes               %8d   longest                        %d s
                database crashes      %8d
                stops of everything   %8d
                people who left       %8d
                campaign runs         %8d   enrollments                    %d
                mails in the sink     %8d   conversations gone wrong       %d
                SENT                  %8d
                UNKNOWN               %8d   in the sink                    %d
                                                 not in the sink                %d
                duplicates            %8d
                lost                  %8d
                other contradictions  %8d
                seed                  %d
                disturbed for         %8d s   in all                       %d s""",
                driver.kills(),
                driver.insideConversations(),
                count(Kind.FREEZE),
                longestFreeze(),
                count(Kind.CRASH),
                evidence.stops().size(),
                evidence.acknowledged().size(),
                evidence.lists().size(),
                evidence.enrollments().size(),
                evidence.mails().stream().filter(MailSink.Mail::taken).count(),
                wrongConversations(),
                verdict.count("SENT"),
                unknown,
                verdict.unknownInSink(),
                unknown - verdict.unknownInSink(),
                verdict.problems("duplicate") + verdict.problems("handed over twice"),
                verdict.problems("lost"),
                others(verdict),
                seed,
                TimeUnit.NANOSECONDS.toSeconds(disturbed),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
    }

    private static int others(Verdict verdict) {
        return verdict.problems().values().stream().mapToInt(List::size).sum()
                - verdict.problems("duplicate")
                - verdict.problems("handed over twice")
                - verdict.problems("lost");
    }

    private long count(Kind kind) {
        return evidence.disturbances().stream()
                .filter(each -> each.kind() == kind)
                .count();
    }

    private long longestFreeze() {
        return evidence.disturbances().stream()
                .filter(each -> each.kind() == Kind.FREEZE)
                .mapToLong(each -> TimeUnit.NANOSECONDS.toSeconds(each.to() - each.from()))
                .max()
                .orElse(0);
    }
}
