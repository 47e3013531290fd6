// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The difference between two independent proportions, always treated minus control.
 *
 * <p>An arm without trials is allowed: then no difference is estimated, none is excluded, and nothing is shown.
 *
 * @param treated the arm that was contacted
 * @param control the arm that was held out
 */
public record Difference(Proportion treated, Proportion control) {

    /** Takes the two arms. */
    public Difference {
        requireNonNull(treated, "treated");
        requireNonNull(control, "control");
    }

    /** The observed difference of the rates, from -1 to 1; empty when an arm has no trials. */
    public OptionalDouble estimate() {
        return anArmIsEmpty() ? OptionalDouble.empty() : OptionalDouble.of(treated.observed() - control.observed());
    }

    /**
     * The interval of the true difference of the rates, made of the two Wilson intervals; all of [-1, 1] when an arm
     * has no trials.
     *
     * <p>Source: Newcombe (1998), Statistics in Medicine 17, 873-890, method 10: hybrid score, without continuity
     * correction.
     *
     * @param confidence strictly between 0 and 1, for example 0.95
     * @throws IllegalArgumentException if the confidence is out of range
     */
    public Interval newcombe(double confidence) {
        Interval ofTreated = treated.wilson(confidence);
        Interval ofControl = control.wilson(confidence);
        if (anArmIsEmpty()) {
            return new Interval(-1, 1);
        }
        double rate = treated.observed();
        double base = control.observed();
        double below = length(rate - ofTreated.low(), ofControl.high() - base);
        double above = length(ofTreated.high() - rate, base - ofControl.low());
        return new Interval(Math.max(-1, rate - base - below), Math.min(1, rate - base + above));
    }

    /** What the {@linkplain #newcombe interval} allows to say. */
    public Conclusion conclusion(double confidence) {
        return Conclusion.of(newcombe(confidence));
    }

    /**
     * The statistic of the pooled two-proportion z-test, normal under equal rates; 0 when an arm has no trials, or when
     * all or none of both arms succeeded. Below about five expected successes or failures in an arm it is a rough guide.
     */
    public double z() {
        double n = (double) treated.trials() + control.trials();
        double successes = (double) treated.successes() + control.successes();
        if (anArmIsEmpty() || successes == 0 || successes == n) {
            return 0;
        }
        double variance = successes / n * ((n - successes) / n) * (1.0 / treated.trials() + 1.0 / control.trials());
        return (treated.observed() - control.observed()) / Math.sqrt(variance);
    }

    /** The two-sided p-value of the {@linkplain #z() pooled z-test}: of seeing so much if the rates were equal. */
    public double pValue() {
        return Normal.twoSided(z());
    }

    /**
     * The observed gain relative to the control rate, 0.5 for half as many again; empty when an arm has no trials or
     * the control has no success.
     */
    public OptionalDouble relativeLift() {
        return treated.isEmpty() || control.successes() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(treated.observed() / control.observed() - 1);
    }

    /**
     * The interval of the true relative lift, on the logarithm of the ratio of the rates; empty when an arm has no
     * success, or when neither has a failure, since the method then knows no error.
     *
     * <p>Source: Katz, Baptista, Azen and Pike (1978), Biometrics 34, 469-474.
     *
     * @param confidence strictly between 0 and 1, for example 0.95
     * @throws IllegalArgumentException if the confidence is out of range
     */
    public Optional<Interval> katz(double confidence) {
        double z = Normal.critical(confidence);
        if (treated.successes() == 0 || control.successes() == 0) {
            return Optional.empty();
        }
        double variance = logVariance(treated) + logVariance(control);
        if (variance == 0) {
            return Optional.empty();
        }
        double ratio = Math.log(treated.observed() / control.observed());
        double reach = z * Math.sqrt(variance);
        return Optional.of(new Interval(Math.expm1(ratio - reach), Math.expm1(ratio + reach)));
    }

    private boolean anArmIsEmpty() {
        return treated.isEmpty() || control.isEmpty();
    }

    private static double length(double a, double b) {
        return Math.sqrt(a * a + b * b);
    }

    /** The variance of the logarithm of a rate: 1/k - 1/n, without the subtraction. */
    private static double logVariance(Proportion arm) {
        double failures = arm.trials() - arm.successes();
        return failures / arm.trials() / arm.successes();
    }
}
