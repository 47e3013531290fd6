// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks;

import java.io.PrintStream;
import java.util.List;

/** One benchmark of the jar, known by its name on the command line. */
public interface Benchmark {

    /**
     * Measures and prints; the last lines are {@code ratio <name> <value> goal <value>}, bigger is better.
     *
     * @param words what followed the benchmark's name on the command line
     * @throws IllegalArgumentException if a word is not understood
     */
    void run(List<String> words, PrintStream out);
}
