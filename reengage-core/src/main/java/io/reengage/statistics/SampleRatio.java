// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import java.util.Arrays;

/**
 * The check whether the arms of an experiment have the sizes that were planned. An {@linkplain #alarm() alarm} means
 * that people were lost or added in one arm more than in another, and that no comparison of the arms can be trusted
 * before the cause is found.
 *
 * <p>Source: Pearson's chi-square test of goodness of fit.
 *
 * @param chiSquare the statistic, 0 or more
 * @param degreesOfFreedom one less than the number of arms, at least 1
 */
public record SampleRatio(double chiSquare, int degreesOfFreedom) {

    /** The p-value below which the check gives alarm: 0.001, so that repeated looks seldom alarm for nothing. */
    public static final double ALARM_BELOW = 0.001;

    /**
     * Checks the result.
     *
     * @throws IllegalArgumentException if the statistic is negative, or the degrees of freedom are below 1
     */
    public SampleRatio {
        if (!(chiSquare >= 0) || degreesOfFreedom < 1) {
            throw new IllegalArgumentException("chiSquare must be 0 or more and degreesOfFreedom 1 or more (chiSquare "
                    + chiSquare + ", degreesOfFreedom " + degreesOfFreedom + ")");
        }
    }

    /**
     * Compares the observed sizes with the planned shares. As long as nobody was assigned, all is as planned.
     *
     * @param observed how many people each arm has
     * @param shares the planned shares in the same order, above 0; only their ratios matter
     * @throws IllegalArgumentException if there are fewer than two arms, the lengths differ, a size is negative, or a
     *     share is not a finite number above 0
     */
    public static SampleRatio of(long[] observed, double... shares) {
        requireArms(observed, shares);
        double people = Arrays.stream(observed).asDoubleStream().sum();
        double allShares = Arrays.stream(shares).sum();
        double chiSquare = 0;
        for (int arm = 0; people > 0 && arm < observed.length; arm++) {
            double expected = people * (shares[arm] / allShares);
            double excess = observed[arm] - expected;
            chiSquare += excess / expected * excess;
        }
        return new SampleRatio(chiSquare, observed.length - 1);
    }

    /** The probability of sizes at least as far from the plan, if the assignment works. */
    public double pValue() {
        return ChiSquare.upperTail(chiSquare, degreesOfFreedom);
    }

    /** Whether the p-value is below {@link #ALARM_BELOW}. */
    public boolean alarm() {
        return pValue() < ALARM_BELOW;
    }

    private static void requireArms(long[] observed, double[] shares) {
        if (observed.length < 2 || observed.length != shares.length) {
            throw new IllegalArgumentException("two or more arms need one size and one share each (sizes "
                    + observed.length + ", shares " + shares.length + ")");
        }
        if (Arrays.stream(observed).anyMatch(size -> size < 0)) {
            throw new IllegalArgumentException("an arm cannot have a negative size " + Arrays.toString(observed));
        }
        if (!Arrays.stream(shares).allMatch(share -> share > 0 && Double.isFinite(share))) {
            throw new IllegalArgumentException("a share must be finite and above 0 " + Arrays.toString(shares));
        }
    }
}
