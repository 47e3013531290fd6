// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks;

import io.reengage.examples.benchmarks.ledger.LedgerBenchmark;
import io.reengage.examples.benchmarks.mail.MailBenchmark;
import io.reengage.examples.benchmarks.segments.SegmentsBenchmark;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Runs the benchmark named by the first word. */
public final class BenchmarksMain {

    private static final int DONE = 0;
    private static final int BAD_INPUT = 2;

    private static final Map<String, Benchmark> BENCHMARKS =
            Map.of("ledger", new LedgerBenchmark(), "mail", new MailBenchmark(), "segments", new SegmentsBenchmark());

    private BenchmarksMain() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(args), out, err));
    }

    /** Does what the words say and answers the exit code. */
    static int run(List<String> words, PrintStream out, PrintStream err) {
        Benchmark benchmark = words.isEmpty() ? null : BENCHMARKS.get(words.get(0));
        if (benchmark == null) {
            err.println("usage: java -jar benchmarks.jar <benchmark> [options]; benchmarks: "
                    + String.join(", ", new TreeSet<>(BENCHMARKS.keySet())));
            return BAD_INPUT;
        }
        try {
            benchmark.run(words.subList(1, words.size()), out);
            return DONE;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return BAD_INPUT;
        }
    }
}
