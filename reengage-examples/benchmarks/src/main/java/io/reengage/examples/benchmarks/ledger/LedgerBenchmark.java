// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.ledger;

import io.reengage.examples.benchmarks.Benchmark;
import io.reengage.examples.benchmarks.measure.Contender;
import io.reengage.examples.benchmarks.measure.Database;
import io.reengage.examples.benchmarks.measure.Fork;
import io.reengage.examples.benchmarks.measure.Measured;
import io.reengage.examples.benchmarks.measure.Ratio;
import io.reengage.examples.benchmarks.measure.Rounds;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a send, an enrollment and an event cost with all their book-keeping. */
public final class LedgerBenchmark implements Benchmark {

    @Override
    public void run(List<String> words, PrintStream out) {
        Options options = Options.parse(words);
        if (options.heapCheck()) {
            HeapCheck.run(options.people(), out);
        } else if (options.size().equals(Options.Size.TINY)) {
            measure(options, out);
        } else {
            out.println("measured in a JVM of its own: " + String.join(" ", Fork.FLAGS));
            Fork.run(LedgerBenchmark.class, words, out);
        }
    }

    /** Measures in this JVM. */
    public static void main(String[] words) {
        measure(Options.parse(List.of(words)), new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    private static void measure(Options options, PrintStream out) {
        List<Ratio> ratios = new ArrayList<>();
        for (Database.Kind kind : options.databases()) {
            try (Database database = Database.start(kind)) {
                Table table = new Table(database, options, out);
                ratios.addAll(new SendBenchmark(database, options.size(), table).run());
                if (kind == Database.Kind.PG) {
                    ratios.addAll(new IntakeBenchmark(database, options.size(), table).run());
                }
            }
        }
        out.println();
        ratios.forEach(each -> out.println(each.line()));
    }

    /** Measures groups of contenders and prints them. */
    record Table(Database database, Options options, PrintStream out) {
        List<Measured> measure(String title, List<Contender> contenders) {
            List<Measured> all = Rounds.measure(
                    database.cpu(), options.size().warmUps(), options.rounds(), contenders, database::lookAtTables);
            say("");
            say(title + "; " + database.description() + "; CPU of client and server, the JIT compiler left out");
            say(Measured.HEAD);
            all.forEach(each -> say(each.line()));
            return all;
        }

        void say(String line) {
            out.println(line);
        }
    }
}
