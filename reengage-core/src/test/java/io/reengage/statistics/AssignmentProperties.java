// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;

class AssignmentProperties {

    @Property
    void everyUnitHasAPositionFromZeroToBelowOne(@ForAll @NotEmpty String salt, @ForAll String unit) {
        assertThat(new Assignment(salt).position(unit))
                .isGreaterThanOrEqualTo(0)
                .isLessThan(1);
    }

    @Property
    void picksAVariantThatHasWeight(
            @ForAll String unit, @ForAll @Size(min = 1, max = 10) List<@DoubleRange(min = 0, max = 5) Double> weights) {
        double[] values = weights.stream().mapToDouble(weight -> weight).toArray();

        if (Arrays.stream(values).sum() > 0) {
            assertThat(values[new Assignment("salt").pick(unit, values)]).isPositive();
        }
    }

    /** Shrinking the last variant for the first moves the borders one way, so nobody goes to a later variant. */
    @Property
    void growingTheFirstVariantMovesNobodyBack(
            @ForAll String unit,
            @ForAll @DoubleRange(min = 0, max = 1) @Scale(6) double grown,
            @ForAll @DoubleRange(min = 0, max = 1) @Scale(6) double middle) {
        Assignment assignment = new Assignment("salt");

        assertThat(assignment.pick(unit, 1 + grown, middle, 2 - grown))
                .isLessThanOrEqualTo(assignment.pick(unit, 1, middle, 2));
    }

    @Property
    void growingAVariantAtTheCostOfTheNextMovesUnitsOnlyBetweenTheTwo(
            @ForAll String unit, @ForAll @DoubleRange(min = 0, max = 0.25) @Scale(6) double grown) {
        Assignment assignment = new Assignment("salt");
        int before = assignment.pick(unit, 0.25, 0.25, 0.25, 0.25);
        int after = assignment.pick(unit, 0.25, 0.25 + grown, 0.25 - grown, 0.25);

        assertThat(after == before || (before == 2 && after == 1)).isTrue();
    }

    @Property(tries = 20)
    void theSharesConvergeToTheWeights(@ForAll @AlphaChars @NotEmpty String salt) {
        Assignment assignment = new Assignment(salt);
        long[] sizes = new long[3];
        IntStream.range(0, 20_000).forEach(unit -> sizes[assignment.pick("user-" + unit, 0.1, 0.6, 0.3)]++);

        assertThat(SampleRatio.of(sizes, 0.1, 0.6, 0.3).pValue()).isGreaterThan(1e-9);
    }

    @Property(tries = 20)
    void twoSaltsAssignIndependently(@ForAll @AlphaChars @NotEmpty String salt) {
        Assignment one = new Assignment(salt);
        Assignment other = new Assignment(salt + "-2");
        int units = 20_000;
        double inBoth = IntStream.range(0, units)
                .mapToObj(unit -> "user-" + unit)
                .filter(unit -> one.position(unit) < 0.5 && other.position(unit) < 0.5)
                .count();

        assertThat(inBoth / units).isCloseTo(0.25, within(0.02));
    }
}
