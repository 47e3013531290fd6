// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import java.util.OptionalDouble;

/**
 * A plan for comparing two rates: how many people it takes to detect a difference, and which difference a given number
 * of people can detect.
 *
 * <p>Sized for the two-sided test of {@link Difference#pValue()}. Source: Fleiss, Levin and Paik (2003), Statistical
 * Methods for Rates and Proportions, section 4.2, pooled variance under the null, without continuity correction; with
 * equal arms the same as R's {@code power.prop.test}.
 *
 * @param confidence one minus the two-sided error of the first kind, strictly between 0 and 1
 * @param power the probability of detecting a difference that exists, at least 0.5 and below 1
 */
public record SampleSize(double confidence, double power) {

    /** The confidence unless told otherwise: 0.95, two-sided. */
    public static final double DEFAULT_CONFIDENCE = 0.95;

    /** The power unless told otherwise: 0.8. */
    public static final double DEFAULT_POWER = 0.8;

    /**
     * Checks the demands.
     *
     * @throws IllegalArgumentException if a demand is out of range
     */
    public SampleSize {
        Confidence.tail(confidence);
        if (!(power >= 0.5 && power < 1)) {
            throw new IllegalArgumentException("power must be at least 0.5 and below 1, but is " + power);
        }
    }

    /** Sizing with {@link #DEFAULT_CONFIDENCE} and {@link #DEFAULT_POWER}. */
    public static SampleSize ofDefaults() {
        return new SampleSize(DEFAULT_CONFIDENCE, DEFAULT_POWER);
    }

    /**
     * The numbers of people in the two arms.
     *
     * @param treated how many are contacted, at least 1
     * @param control how many are held out, at least 1
     */
    public record Arms(long treated, long control) {

        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if an arm is empty
         */
        public Arms {
            if (treated < 1 || control < 1) {
                throw new IllegalArgumentException(
                        "each arm needs at least one person (treated " + treated + ", control " + control + ")");
            }
        }
    }

    /**
     * The smallest arms that detect the difference of two rates, each rounded up.
     *
     * @param treatedRate the rate expected of the treated, from 0 to 1
     * @param controlRate the rate expected of the control, from 0 to 1, not equal to the other
     * @param treatedPerControl how many are treated for each one held out: 1 for equal arms, 9 for a holdout of 10 %
     * @throws IllegalArgumentException if a rate or the ratio is out of range, or the rates are equal
     */
    public Arms toDetect(double treatedRate, double controlRate, double treatedPerControl) {
        double control = control(treatedRate, controlRate, treatedPerControl);
        return new Arms(roundedUp(control * treatedPerControl), roundedUp(control));
    }

    /** The size of the control arm before rounding. */
    double control(double treatedRate, double controlRate, double treatedPerControl) {
        requireRate(treatedRate);
        requireRate(controlRate);
        if (treatedRate == controlRate) {
            throw new IllegalArgumentException(
                    "no sample detects a difference of zero (both rates " + treatedRate + ")");
        }
        if (!(treatedPerControl > 0) || Double.isInfinite(treatedPerControl)) {
            throw new IllegalArgumentException("treatedPerControl must be above 0, but is " + treatedPerControl);
        }
        double needed = reach(treatedRate, controlRate, treatedPerControl, 1) / (treatedRate - controlRate);
        return needed * needed;
    }

    /**
     * The smallest treated rate above the control rate that the arms detect; empty when they are too small to detect
     * any.
     *
     * @param controlRate the rate expected of the control, from 0 to 1
     * @param arms how many people there are
     * @throws IllegalArgumentException if the rate is out of range
     */
    public OptionalDouble smallestDetectable(double controlRate, Arms arms) {
        requireRate(controlRate);
        if (!detects(1, controlRate, arms)) {
            return OptionalDouble.empty();
        }
        // The reach is concave in the treated rate (power >= 0.5), so it meets the growing difference only once.
        double missed = controlRate;
        double detected = 1;
        double middle = (missed + detected) / 2;
        while (missed < middle && middle < detected) {
            if (detects(middle, controlRate, arms)) {
                detected = middle;
            } else {
                missed = middle;
            }
            middle = (missed + detected) / 2;
        }
        return OptionalDouble.of(detected);
    }

    private boolean detects(double treatedRate, double controlRate, Arms arms) {
        return treatedRate - controlRate
                > reach(treatedRate, controlRate, (double) arms.treated(), (double) arms.control());
    }

    /** The difference at which arms of this size have just the power asked for, if the rates have these variances. */
    private double reach(double treatedRate, double controlRate, double treated, double control) {
        double pooled = (treated * treatedRate + control * controlRate) / (treated + control);
        double ifEqual = Math.sqrt(variance(pooled) * (1 / treated + 1 / control));
        double ifDifferent = Math.sqrt(variance(treatedRate) / treated + variance(controlRate) / control);
        return Normal.critical(confidence) * ifEqual + Normal.quantile(power) * ifDifferent;
    }

    private static double variance(double rate) {
        return rate * (1 - rate);
    }

    private static long roundedUp(double size) {
        return Math.max(1, (long) Math.ceil(size));
    }

    private static void requireRate(double rate) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("a rate must lie between 0 and 1, but is " + rate);
        }
    }
}
