// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.statistics.SampleSize.Arms;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;

class SampleSizeProperties {

    private final SampleSize size = SampleSize.ofDefaults();

    @Property
    void armsOfTheSizeAskedForDetectTheRateAskedFor(
            @ForAll @DoubleRange(min = 0, max = 0.9) @Scale(6) double controlRate,
            @ForAll @DoubleRange(min = 0.001, max = 0.099) @Scale(6) double rise,
            @ForAll @DoubleRange(min = 0.1, max = 20) @Scale(6) double ratio) {
        Arms arms = size.toDetect(controlRate + rise, controlRate, ratio);

        assertThat(size.smallestDetectable(controlRate, arms).orElseThrow())
                .isGreaterThan(controlRate)
                .isLessThanOrEqualTo((controlRate + rise) * (1 + 1e-12));
    }

    @Property
    void morePeopleDetectSmallerRises(
            @ForAll @DoubleRange(min = 0, max = 1) @Scale(6) double controlRate,
            @ForAll @LongRange(min = 1, max = 1_000_000) long treated,
            @ForAll @LongRange(min = 1, max = 1_000_000) long control) {
        OptionalDouble few = size.smallestDetectable(controlRate, new Arms(treated, control));
        OptionalDouble many = size.smallestDetectable(controlRate, new Arms(2 * treated, 2 * control));

        few.ifPresent(rate -> assertThat(many.orElseThrow()).isLessThanOrEqualTo(rate));
    }
}
