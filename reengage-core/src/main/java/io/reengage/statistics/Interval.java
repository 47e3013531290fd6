// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

/**
 * A closed range of numbers, from {@code low} to {@code high}.
 *
 * @param low the lower limit
 * @param high the upper limit, not below {@code low}
 */
public record Interval(double low, double high) {

    /**
     * Checks the order of the limits.
     *
     * @throws IllegalArgumentException if a limit is not a number, or {@code low} is above {@code high}
     */
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("low must not be above high (low " + low + ", high " + high + ")");
        }
    }

    /** Whether the value lies inside, limits included. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
