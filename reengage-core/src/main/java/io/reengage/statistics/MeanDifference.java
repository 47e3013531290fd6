// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The difference between two independent means with unequal variances, always treated minus control: for example the
 * incremental revenue per person.
 *
 * @param treated the amounts of the arm that was contacted
 * @param control the amounts of the arm that was held out
 */
public record MeanDifference(Sample treated, Sample control) {

    /** Takes the two arms. */
    public MeanDifference {
        requireNonNull(treated, "treated");
        requireNonNull(control, "control");
    }

    /** The observed difference of the means; empty when an arm has no amounts. */
    public OptionalDouble estimate() {
        return treated.n() == 0 || control.n() == 0 ? OptionalDouble.empty() : OptionalDouble.of(difference());
    }

    /**
     * The Welch-Satterthwaite degrees of freedom; empty when an arm has fewer than two amounts, or when all amounts of
     * each arm are equal, so that nothing is known about their spread.
     */
    public OptionalDouble degreesOfFreedom() {
        double error = squaredError(treated) + squaredError(control);
        if (treated.n() < 2 || control.n() < 2 || error == 0) {
            return OptionalDouble.empty();
        }
        // Shares of the error, not its squares: these could leave the range of a double.
        double ofTreated = squaredError(treated) / error;
        double ofControl = squaredError(control) / error;
        return OptionalDouble.of(
                1 / (ofTreated * ofTreated / (treated.n() - 1) + ofControl * ofControl / (control.n() - 1)));
    }

    /**
     * The interval of the true difference of the means; empty exactly when there are no {@linkplain
     * #degreesOfFreedom() degrees of freedom}. With heavy-tailed amounts it wants some thousands in each arm.
     *
     * <p>Source: Welch (1947), Biometrika 34, 28-35.
     *
     * @param confidence strictly between 0 and 1, for example 0.95
     * @throws IllegalArgumentException if the confidence is out of range
     */
    public Optional<Interval> welch(double confidence) {
        double tail = Confidence.tail(confidence);
        OptionalDouble degrees = degreesOfFreedom();
        if (degrees.isEmpty()) {
            return Optional.empty();
        }
        double reach = StudentT.upperQuantile(tail, degrees.getAsDouble())
                * Math.sqrt(squaredError(treated) + squaredError(control));
        return Optional.of(new Interval(difference() - reach, difference() + reach));
    }

    /** What the {@linkplain #welch interval} allows to say; without an interval, nothing is shown. */
    public Conclusion conclusion(double confidence) {
        return welch(confidence).map(Conclusion::of).orElse(Conclusion.NOT_SHOWN);
    }

    private double difference() {
        return treated.sum() / treated.n() - control.sum() / control.n();
    }

    private static double squaredError(Sample sample) {
        return sample.variance().orElse(0) / sample.n();
    }
}
