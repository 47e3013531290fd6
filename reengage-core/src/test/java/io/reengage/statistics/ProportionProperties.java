// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;

class ProportionProperties {

    @Property
    void theIntervalHoldsTheRateAndStaysWithinZeroAndOne(
            @ForAll @LongRange(min = 0) long some,
            @ForAll @LongRange(min = 0) long others,
            @ForAll @DoubleRange(min = 1e-6, max = 0.999999) @Scale(6) double confidence) {
        Proportion proportion = new Proportion(some / 2, some / 2 + others / 2);
        Interval interval = proportion.wilson(confidence);

        assertThat(interval.low()).isBetween(0.0, 1.0);
        assertThat(interval.high()).isBetween(0.0, 1.0);
        assertThat(proportion.rate().stream().allMatch(interval::contains)).isTrue();
    }

    @Property
    void theIntervalNarrowsAsTheSameRateIsSeenMoreOften(
            @ForAll @IntRange(max = 1_000_000) int successes,
            @ForAll @IntRange(max = 1_000_000) int failures,
            @ForAll @IntRange(min = 2, max = 1_000) int times) {
        Proportion once = new Proportion(successes, (long) successes + failures);
        Proportion often = new Proportion((long) successes * times, ((long) successes + failures) * times);

        if (once.trials() > 0) {
            assertThat(width(often)).isLessThan(width(once));
        }
    }

    @Property
    void theIntervalOfFailuresMirrorsThatOfSuccesses(
            @ForAll @IntRange(max = 1_000_000) int successes, @ForAll @IntRange(max = 1_000_000) int failures) {
        long trials = (long) successes + failures;
        Interval ofSuccesses = new Proportion(successes, trials).wilson(0.95);
        Interval ofFailures = new Proportion(failures, trials).wilson(0.95);

        assertThat(ofSuccesses.low()).isCloseTo(1 - ofFailures.high(), within(1e-14));
        assertThat(ofSuccesses.high()).isCloseTo(1 - ofFailures.low(), within(1e-14));
    }

    private static double width(Proportion proportion) {
        Interval interval = proportion.wilson(0.95);
        return interval.high() - interval.low();
    }
}
