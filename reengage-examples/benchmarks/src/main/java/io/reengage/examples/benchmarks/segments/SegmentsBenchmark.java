// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.segments;

import io.reengage.examples.benchmarks.Benchmark;
import io.reengage.examples.benchmarks.measure.Contender;
import io.reengage.examples.benchmarks.measure.CpuClock;
import io.reengage.examples.benchmarks.measure.Measured;
import io.reengage.examples.benchmarks.measure.Ratio;
import io.reengage.examples.benchmarks.measure.Rounds;
import io.reengage.segment.Profile;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One {@link Rule} over one {@link Crowd}, asked in every way a host might choose. Whoever finds other people than the
 * hand-written loop fails the run. Time is that of the processor for the one thread that works; in PostgreSQL, of client and
 * server.
 */
public final class SegmentsBenchmark implements Benchmark {
    /** What a summary may weigh, in bytes per person. */
    private static final double BYTES = 170;
    /** How many updates a second are aimed at. */
    private static final double UPDATES = 4_000_000;

    @Override
    public void run(List<String> words, PrintStream out) {
        Options options = Options.parse(words);
        if (options.scan() > 0) {
            Scan.run(options.scan(), out);
            return;
        }
        // before the population lies in memory: the collector's work counts there
        Ratio generated = PushDownBenchmark.run(options, out);
        List<Person> population = Crowd.of(options.people());
        List<Ratio> ratios = new ArrayList<>(new Comparison(population, options, out).ratios());
        ratios.add(generated);
        ratios.addAll(summaries(population, options, out));
        out.println();
        ratios.forEach(each -> out.println(each.line()));
    }

    private static List<Ratio> summaries(List<Person> population, Options options, PrintStream out) {
        double bytes = SummaryUpdates.bytesPerPerson(population);
        out.printf(Locale.ROOT, "%nsummary of the 8 newest per type: %.0f bytes of heap per person%n", bytes);
        List<SummaryUpdates> ways = Stream.of(true, false)
                .filter(inPlace -> inPlace || options.fullTable())
                .map(inPlace -> new SummaryUpdates(population, inPlace))
                .toList();
        List<Measured> updates = measure("", options, ways, out);
        return List.of(
                new Ratio("summary-bytes-170-over-measured", BYTES / bytes, 1),
                new Ratio(
                        "summary-updates-per-4-million-a-second",
                        1e6 / updates.get(0).cpuMicros() / UPDATES,
                        1));
    }

    static List<Measured> measure(
            String title, Options options, List<? extends Contender> contenders, PrintStream out) {
        return measure(title, CpuClock.ofThisThread(), options, contenders, out);
    }

    static List<Measured> measure(
            String title, CpuClock clock, Options options, List<? extends Contender> contenders, PrintStream out) {
        List<Measured> all = Rounds.measure(clock, Options.WARM_UPS, options.rounds(), List.copyOf(contenders));
        out.println(title);
        out.println(Measured.HEAD);
        all.forEach(each -> out.println(each.line()));
        return all;
    }

    /** Everybody who answers the rule, in one table. */
    private static final class Comparison {
        private final List<Person> population;
        private final Options options;
        private final PrintStream out;

        Comparison(List<Person> population, Options options, PrintStream out) {
            this.population = population;
            this.options = options;
            this.out = out;
        }

        List<Ratio> ratios() {
            List<Person> few = population.subList(0, options.slowPeople());
            List<Member> members = Member.of(population);
            int passes = population.size() < 1000 ? 1 : Math.max(1, 100_000 / population.size());
            Matcher loop = ByHand.loop(population, passes);
            Matcher streams = ByHand.streams(population, 1);
            Matcher plain = Ours.activities(population, passes);
            List<Profile> summarised = Ours.summarised(population);
            Matcher oneByOne = Ours.summaries(summarised, 2 * passes);
            Matcher summaries = new OursByColumn(summarised, 8 * passes);
            Matcher spel = new Spel(members, passes);
            Matcher cel = new Cel(members, 1);
            Matcher events = Drools.events(few, 100);
            Matcher duckDb = RawEvents.duckDb(population, 1);
            List<Matcher> all =
                    new ArrayList<>(List.of(loop, plain, oneByOne, summaries, streams, spel, cel, events, duckDb));
            all.add(RawEvents.h2(few, 5));
            if (options.fullTable()) {
                all.add(ByHand.newestFirst(population, passes));
                all.add(Drools.bean(members.subList(0, options.slowPeople()), 1000));
            }
            List<Measured> measured = measure(title(), options, all, out);
            BitSet meant = meant();
            all.forEach(each -> each.mustHaveFound(meant));
            all.forEach(Contender::close);
            Ratios of = new Ratios(all, measured);
            return List.of(
                    of.times("plain-objects-vs-loop", plain, loop, 0.85),
                    of.times("summary-one-by-one-vs-loop", oneByOne, loop, 1),
                    of.times("summary-vs-loop", summaries, loop, 3),
                    of.times("summary-vs-streams", summaries, streams, 5),
                    of.times("summary-vs-duckdb-raw-events", summaries, duckDb, 5),
                    of.times("summary-vs-drools-event-facts", summaries, events, 40),
                    of.times("summary-vs-spel", summaries, spel, 1),
                    of.times("summary-vs-cel", summaries, cel, 1));
        }

        private BitSet meant() {
            BitSet meant = new BitSet();
            population.stream().filter(ByHand::loop).forEach(each -> meant.set(each.number()));
            return meant;
        }

        private String title() {
            long activities = population.stream()
                    .mapToLong(each -> each.activities().size())
                    .sum();
            return String.format(
                    Locale.ROOT,
                    "one rule, %d people, %.1f activities each, %.1f %% meant; CPU of the one thread, in memory",
                    population.size(),
                    (double) activities / population.size(),
                    100.0 * meant().cardinality() / population.size());
        }
    }

    /** How much faster one is than another. */
    private record Ratios(List<Matcher> contenders, List<Measured> measured) {
        Ratio times(String name, Matcher ours, Matcher theirs, double goal) {
            return new Ratio(name, cpu(theirs) / cpu(ours), goal);
        }

        private double cpu(Matcher of) {
            return measured.get(contenders.indexOf(of)).cpuMicros();
        }
    }
}
