// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.measure;

/**
 * What one round used.
 *
 * @param items how many items were done, at least 1
 * @param cpuNanos processor time of all processes involved
 * @param wallNanos time on the wall
 */
public record Sample(long items, long cpuNanos, long wallNanos) {

    public Sample {
        if (items < 1) {
            throw new IllegalArgumentException("a round that did nothing measures nothing");
        }
    }

    double cpuMicros() {
        // the clock's step is 10 ms: less than one step is one step
        return Math.max(cpuNanos, 10_000_000L) / 1_000.0 / items;
    }

    double perSecond() {
        return items * 1e9 / wallNanos;
    }
}
