// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;

class SampleRatioProperties {

    @Property
    void thePValueIsAProbability(
            @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long one,
            @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long other,
            @ForAll @DoubleRange(min = 0.001, max = 1000) @Scale(3) double share) {
        assertThat(SampleRatio.of(new long[] {one, other}, share, 1).pValue()).isBetween(0.0, 1.0);
    }

    @Property
    void findsNothingAmissWhenTheSizesAreThePlan(
            @ForAll @Size(min = 2, max = 20) List<@LongRange(min = 1, max = 1_000_000) Long> sizes) {
        long[] observed = sizes.stream().mapToLong(size -> size).toArray();
        double[] shares = sizes.stream().mapToDouble(size -> size).toArray();

        assertThat(SampleRatio.of(observed, shares).pValue()).isGreaterThan(0.999);
    }
}
