// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.measure;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What all rounds of one contender used.
 *
 * @param name the contender
 * @param samples its rounds, at least one
 */
public record Measured(String name, List<Sample> samples) {

    /** Head of the table that {@link #line()} fills. */
    public static final String HEAD = String.format(
            Locale.ROOT, "%-44s %9s %17s %12s %12s %8s", "", "CPU us", "spread", "/core-s", "/s on wall", "items");

    public Measured {
        samples = List.copyOf(samples);
    }

    /** Median processor time per item in microseconds. */
    public double cpuMicros() {
        return median(Sample::cpuMicros);
    }

    /** Median rate on the wall, items per second. */
    public double perSecond() {
        return median(Sample::perSecond);
    }

    private double median(ToDoubleFunction<Sample> figure) {
        double[] sorted = samples.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** One line of a table. */
    public String line() {
        double least = samples.stream().mapToDouble(Sample::cpuMicros).min().orElseThrow();
        double most = samples.stream().mapToDouble(Sample::cpuMicros).max().orElseThrow();
        return String.format(
                Locale.ROOT,
                "%-44s %9s %17s %12.0f %12.0f %8d",
                name,
                figure(cpuMicros()),
                figure(least) + ".." + figure(most),
                1e6 / cpuMicros(),
                perSecond(),
                samples.get(0).items());
    }

    /** Nanoseconds too, where they matter. */
    private static String figure(double micros) {
        return String.format(Locale.ROOT, micros < 10 ? "%.3f" : "%.1f", micros);
    }
}
