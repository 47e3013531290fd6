// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import java.util.OptionalDouble;

/**
 * A share of successes among trials, such as 81 who came back out of 263 who were asked.
 *
 * <p>Zero trials are allowed: nothing was observed, so there is no rate, and every rate is possible.
 *
 * @param successes how many succeeded, from 0 to {@code trials}
 * @param trials how many were observed, 0 or more
 */
public record Proportion(long successes, long trials) {

    /**
     * Checks the counts.
     *
     * @throws IllegalArgumentException if a count is negative, or successes exceed trials
     */
    public Proportion {
        if (successes < 0 || successes > trials) {
            throw new IllegalArgumentException(
                    "successes must lie between 0 and trials (successes " + successes + ", trials " + trials + ")");
        }
    }

    /** The observed rate, successes by trials; empty when there were no trials. */
    public OptionalDouble rate() {
        return trials == 0 ? OptionalDouble.empty() : OptionalDouble.of(observed());
    }

    /**
     * The Wilson score interval of the true rate. It always holds the observed rate, never leaves [0, 1], starts at
     * exactly 0 without successes, ends at exactly 1 without failures, and is all of [0, 1] without trials.
     *
     * <p>Source: Wilson (1927), without continuity correction.
     *
     * @param confidence strictly between 0 and 1, for example 0.95
     * @throws IllegalArgumentException if the confidence is out of range
     */
    public Interval wilson(double confidence) {
        double z = Normal.critical(confidence);
        if (trials == 0) {
            return new Interval(0, 1);
        }
        double rate = observed();
        double top = successes + z * z / 2 + z * Math.sqrt(rate * (trials - successes) + z * z / 4);
        // The product of the two roots is known, so the lower one needs no subtraction, which would cancel digits.
        double low = rate * successes / top;
        double high = successes == trials ? 1 : top / (trials + z * z);
        return new Interval(Math.min(rate, low), Math.max(rate, high));
    }

    /** The rate, for callers that have ruled out zero trials. */
    double observed() {
        return (double) successes / trials;
    }

    boolean isEmpty() {
        return trials == 0;
    }
}
