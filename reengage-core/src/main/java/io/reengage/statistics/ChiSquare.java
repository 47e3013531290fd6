// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

/**
 * The chi-square distribution, by way of the incomplete gamma function.
 *
 * <p>Sources: Abramowitz and Stegun (1964), Handbook of Mathematical Functions, 6.1.41 (Stirling's series of the
 * logarithm of the gamma function), 6.5.29 (series) and 6.5.31 (continued fraction); the fraction is summed up as in
 * Lentz (1976), Applied Optics 15, 668-671.
 */
final class ChiSquare {

    private static final double PRECISION = 0x1p-53;
    private static final double TINY = 1e-300;
    private static final int MOST_STEPS = 10_000;
    private static final double HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;
    private static final double[] STIRLING = {
        1 / 12.0, -1 / 360.0, 1 / 1260.0, -1 / 1680.0, 1 / 1188.0, -691 / 360_360.0, 1 / 156.0
    };

    private ChiSquare() {}

    /** The probability of a value of at least {@code chiSquare}. */
    static double upperTail(double chiSquare, int degreesOfFreedom) {
        double x = chiSquare / 2;
        double a = degreesOfFreedom / 2.0;
        if (x == 0 || Double.isInfinite(x)) {
            return x == 0 ? 1 : 0;
        }
        double scale = Math.exp(a * Math.log(x) - x - logGamma(a));
        return Math.min(1, x < a + 1 ? 1 - scale * lowerSeries(a, x) : scale * upperFraction(a, x));
    }

    private static double lowerSeries(double a, double x) {
        double term = 1 / a;
        double sum = term;
        for (double next = a + 1; term > sum * PRECISION; next++) {
            term *= x / next;
            sum += term;
        }
        return sum;
    }

    private static double upperFraction(double a, double x) {
        double under = x + 1 - a;
        double over = 1 / TINY;
        double inverse = 1 / under;
        double value = inverse;
        double factor = 0;
        for (int i = 1; i < MOST_STEPS && Math.abs(factor - 1) > 2 * PRECISION; i++) {
            double numerator = i * (a - i);
            under += 2;
            inverse = 1 / awayFromZero(numerator * inverse + under);
            over = awayFromZero(under + numerator / over);
            factor = inverse * over;
            value *= factor;
        }
        return value;
    }

    private static double awayFromZero(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    private static double logGamma(double x) {
        double shifted = x;
        double product = 1;
        while (shifted < 10) {
            product *= shifted++;
        }
        double remainder = 0;
        double power = 1 / shifted;
        for (double coefficient : STIRLING) {
            remainder += coefficient * power;
            power /= shifted * shifted;
        }
        return (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + remainder - Math.log(product);
    }
}
