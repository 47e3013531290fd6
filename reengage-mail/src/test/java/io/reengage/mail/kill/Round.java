// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.kill;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** One database, one mail server, some workers: disturbed, then left in peace until nothing is due, then judged. */
final class Round {
    /** The share of conversations with the sink that go wrong. */
    private static final double FAULTS = 0.02;

    /** How long the work may take to run out once nothing is disturbed any more: leases, deadlines, caps, and the work. */
    private static final Duration LONGEST_DRAIN = Duration.ofMinutes(6);

    private final Launcher launcher;
    private final long seed;
    private final int kills;
    private final Path directory;
    private final Crowd crowd;
    private final long start = System.nanoTime();
    private final long millisToNanos = start - System.currentTimeMillis() * 1_000_000;

    Round(Launcher launcher, long seed, int kills, int perList, Path directory) {
        this.launcher = launcher;
        this.seed = seed;
        this.kills = kills;
        this.directory = directory;
        this.crowd = new Crowd(perList);
    }

    Score play() throws IOException, InterruptedException, SQLException {
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
            Driver driver = new Driver(seed, database, tables, sink, fleet, office, log);
            office.start();
            launcher.train(() -> fleet.start(0, false).process());
            sink.faults(FAULTS);
            driver.rampage(kills);
            long disturbed = System.nanoTime() - start;
            sink.faults(0);
            office.hush();
            drain(fleet, tables);
            List<Fleet.Worker> stubborn = fleet.stopAll();
            Evidence evidence = evidence(sink, fleet, office, tables, driver);
            Verdict verdict = new Verdict(evidence);
            stubborn.forEach(each -> verdict.problems().put("did not stop", List.of(each.instance())));
            return new Score(evidence, verdict, driver, seed, disturbed, System.nanoTime() - start);
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

    private Evidence evidence(MailSink sink, Fleet fleet, Office office, Tables tables, Driver driver)
            throws SQLException {
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
}
