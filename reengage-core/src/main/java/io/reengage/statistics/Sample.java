// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import java.util.OptionalDouble;

/**
 * The sums of a sample of amounts: enough for its mean and variance, and summed up by any database.
 *
 * <p>People without an amount count with 0; leaving them out compares only those who bought.
 *
 * @param n how many amounts
 * @param sum their sum
 * @param sumOfSquares the sum of their squares; amounts far from 0 that differ little lose digits here
 */
public record Sample(long n, double sum, double sumOfSquares) {

    /** How far rounding may carry the sum of squares below what the sum demands, relative to itself. */
    private static final double ROUNDING = 1e-9;

    /**
     * Checks that such a sample can exist.
     *
     * @throws IllegalArgumentException if n is negative, a sum is not finite, or the sum of squares is too small for
     *     the sum
     */
    public Sample {
        if (n < 0 || !Double.isFinite(sum) || !Double.isFinite(sumOfSquares)) {
            throw new IllegalArgumentException(
                    "a sample needs n of 0 or more and finite sums" + values(n, sum, sumOfSquares));
        }
        double least = n == 0 ? Math.abs(sum) : sum / n * sum;
        if (sumOfSquares < least * (1 - ROUNDING) || (n == 0 && sumOfSquares > 0)) {
            throw new IllegalArgumentException(
                    "no sample has these sums; were the squares summed up?" + values(n, sum, sumOfSquares));
        }
    }

    /** The mean; empty without amounts. */
    public OptionalDouble mean() {
        return n == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / n);
    }

    /** The unbiased variance, with n - 1; empty with fewer than two amounts. */
    public OptionalDouble variance() {
        return n < 2 ? OptionalDouble.empty() : OptionalDouble.of(Math.max(0, sumOfSquares - sum / n * sum) / (n - 1));
    }

    private static String values(long n, double sum, double sumOfSquares) {
        return " (n " + n + ", sum " + sum + ", sum of squares " + sumOfSquares + ")";
    }
}
