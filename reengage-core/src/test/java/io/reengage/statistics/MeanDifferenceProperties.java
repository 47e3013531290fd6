// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

class MeanDifferenceProperties {

    @Property
    void theIntervalHoldsTheEstimateAndTurnsWithTheArms(
            @ForAll @Size(min = 1, max = 50) List<@DoubleRange(min = -100, max = 1000) Double> one,
            @ForAll @Size(min = 1, max = 50) List<@DoubleRange(min = -100, max = 1000) Double> other) {
        MeanDifference there = new MeanDifference(sample(one), sample(other));
        Optional<Interval> back = new MeanDifference(sample(other), sample(one)).welch(0.95);

        there.welch(0.95).ifPresent(interval -> {
            assertThat(interval.contains(there.estimate().orElseThrow())).isTrue();
            assertThat(back).contains(new Interval(0 - interval.high(), 0 - interval.low()));
        });
        assertThat(back.isPresent()).isEqualTo(there.welch(0.95).isPresent());
    }

    @Property
    void theDegreesOfFreedomLieBetweenThoseOfTheSmallerArmAndOfBoth(
            @ForAll @Size(min = 2, max = 50) List<@DoubleRange(min = 0, max = 1000) Double> one,
            @ForAll @Size(min = 2, max = 50) List<@DoubleRange(min = 0, max = 1000) Double> other) {
        new MeanDifference(sample(one), sample(other))
                .degreesOfFreedom()
                .ifPresent(degrees -> assertThat(degrees)
                        .isBetween(
                                (Math.min(one.size(), other.size()) - 1) * (1 - 1e-12),
                                (one.size() + other.size() - 2) * (1 + 1e-12)));
    }

    private static Sample sample(List<Double> amounts) {
        return new Sample(
                amounts.size(),
                amounts.stream().mapToDouble(amount -> amount).sum(),
                amounts.stream().mapToDouble(amount -> amount * amount).sum());
    }
}
