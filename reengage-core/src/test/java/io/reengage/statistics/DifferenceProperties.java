// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DifferenceProperties {

    @Property
    void exchangingTheArmsOnlyTurnsTheSign(@ForAll("arms") Proportion one, @ForAll("arms") Proportion other) {
        Difference there = new Difference(one, other);
        Difference back = new Difference(other, one);

        assertThat(0 - back.newcombe(0.95).low()).isEqualTo(there.newcombe(0.95).high());
        assertThat(0 - back.newcombe(0.95).high())
                .isEqualTo(there.newcombe(0.95).low());
        assertThat(0 - back.z()).isEqualTo(0 + there.z());
        assertThat(back.pValue()).isEqualTo(there.pValue());
        assertThat(back.conclusion(0.95)).isEqualTo(opposite(there.conclusion(0.95)));
    }

    @Property
    void theIntervalHoldsTheEstimateAndStaysWithinMinusOneAndOne(
            @ForAll("arms") Proportion treated, @ForAll("arms") Proportion control) {
        Difference difference = new Difference(treated, control);
        Interval interval = difference.newcombe(0.95);

        assertThat(interval.low()).isBetween(-1.0, 1.0);
        assertThat(interval.high()).isBetween(-1.0, 1.0);
        assertThat(difference.estimate().stream().allMatch(interval::contains)).isTrue();
    }

    @Property
    void thePValueIsAProbability(@ForAll("arms") Proportion treated, @ForAll("arms") Proportion control) {
        assertThat(new Difference(treated, control).pValue()).isBetween(0.0, 1.0);
    }

    @Property
    void theRelativeIntervalHoldsTheRelativeLift(
            @ForAll("arms") Proportion treated, @ForAll("arms") Proportion control) {
        Difference difference = new Difference(treated, control);

        difference
                .katz(0.95)
                .ifPresent(interval -> assertThat(
                                interval.contains(difference.relativeLift().orElseThrow()))
                        .isTrue());
    }

    @Property
    void anArmAgainstItselfShowsNothing(@ForAll("arms") Proportion arm) {
        assertThat(new Difference(arm, arm).conclusion(0.95)).isEqualTo(Conclusion.NOT_SHOWN);
    }

    @Provide
    Arbitrary<Proportion> arms() {
        Arbitrary<Long> counts = Arbitraries.longs().between(0, 1_000_000);
        return Combinators.combine(counts, counts)
                .as((successes, failures) -> new Proportion(successes, successes + failures));
    }

    private static Conclusion opposite(Conclusion conclusion) {
        return switch (conclusion) {
            case HIGHER -> Conclusion.LOWER;
            case LOWER -> Conclusion.HIGHER;
            case NOT_SHOWN -> Conclusion.NOT_SHOWN;
        };
    }
}
