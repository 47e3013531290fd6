// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

/**
 * Student's t distribution, by way of the incomplete beta function.
 *
 * <p>Sources: Abramowitz and Stegun (1964), Handbook of Mathematical Functions, 26.7.1 (the tail as incomplete beta
 * function), 26.5.8 (its continued fraction, summed up as in Lentz (1976), Applied Optics 15, 668-671) and 26.7.5 (the
 * expansion for many degrees of freedom).
 */
final class StudentT {

    private static final double PRECISION = 0x1p-52;
    private static final double TINY = 1e-300;
    private static final int MOST_STEPS = 2_000;

    /** The degrees of freedom above which the expansion is as good as the fraction, which loses digits. */
    private static final double LARGE = 10_000;

    /** The logarithm of Γ(a + 1/2) / Γ(a) less that of √a, in odd powers of 1/a; from Stirling's series. */
    private static final double[] GAMMA_RATIO = {-1 / 8.0, 1 / 192.0, -1 / 640.0, 17 / 14_336.0, -31 / 18_432.0};

    private StudentT() {}

    /** The value above which a probability, above 0 and at most 0.5, lies. */
    static double upperQuantile(double tail, double degreesOfFreedom) {
        double normal = -Normal.quantile(tail);
        if (degreesOfFreedom > LARGE) {
            return nearlyNormal(normal, degreesOfFreedom);
        }
        // The tail is convex in t and heavier than the normal one: Newton's steps from there only go up to the root.
        double t = normal;
        for (int i = 0; i < MOST_STEPS; i++) {
            double step = (upperTail(t, degreesOfFreedom) - tail) / density(t, degreesOfFreedom);
            t += step;
            if (!(step > t * PRECISION)) {
                return t;
            }
        }
        return t;
    }

    /** The probability of a value of at least {@code t}, which is 0 or more. */
    static double upperTail(double t, double degreesOfFreedom) {
        double a = degreesOfFreedom / 2;
        double x = degreesOfFreedom / (degreesOfFreedom + t * t);
        double y = t * t / (degreesOfFreedom + t * t);
        double scale = t * density(t, degreesOfFreedom); // equals x^a y^(1/2) / B(a, 1/2)
        return x < (a + 1) / (a + 2.5)
                ? scale * betaFraction(x, a, 0.5) / degreesOfFreedom
                : 0.5 - scale * betaFraction(y, 0.5, a);
    }

    private static double nearlyNormal(double z, double degreesOfFreedom) {
        double square = z * z;
        double first = (square + 1) / 4;
        double second = ((5 * square + 16) * square + 3) / 96;
        double third = (((3 * square + 19) * square + 17) * square - 15) / 384;
        return z * (1 + (first + (second + third / degreesOfFreedom) / degreesOfFreedom) / degreesOfFreedom);
    }

    private static double density(double t, double degreesOfFreedom) {
        double power = (degreesOfFreedom + 1) / 2 * Math.log1p(t * t / degreesOfFreedom);
        return gammaRatio(degreesOfFreedom / 2) / Math.sqrt(Math.PI * degreesOfFreedom) * Math.exp(-power);
    }

    /** Γ(a + 1/2) / Γ(a). */
    private static double gammaRatio(double a) {
        double shifted = a;
        double factor = 1;
        while (shifted < 20) {
            factor *= shifted / (shifted + 0.5);
            shifted++;
        }
        double logarithm = 0;
        double power = 1 / shifted;
        for (double coefficient : GAMMA_RATIO) {
            logarithm += coefficient * power;
            power /= shifted * shifted;
        }
        return factor * Math.sqrt(shifted) * Math.exp(logarithm);
    }

    private static double betaFraction(double x, double a, double b) {
        double over = 1;
        double inverse = 1 / awayFromZero(1 - (a + b) * x / (a + 1));
        double value = inverse;
        double factor = 0;
        for (int m = 1; m < MOST_STEPS && Math.abs(factor - 1) > PRECISION; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            inverse = 1 / awayFromZero(1 + even * inverse);
            over = awayFromZero(1 + even / over);
            value *= inverse * over;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            inverse = 1 / awayFromZero(1 + odd * inverse);
            over = awayFromZero(1 + odd / over);
            factor = inverse * over;
            value *= factor;
        }
        return value;
    }

    private static double awayFromZero(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }
}
