// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reengage.statistics.KaplanMeier.Observation;
import io.reengage.statistics.KaplanMeier.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;

class KaplanMeierProperties {

    @Property
    void theCurveOnlyFallsAndItsLimitsHoldIt(
            @ForAll @NotEmpty List<@IntRange(max = 30) Integer> events,
            @ForAll List<@IntRange(max = 30) Integer> censored) {
        List<Step> steps = curve(events, censored).steps();

        assertThat(steps).extracting(Step::survival).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(steps).allSatisfy(step -> {
            assertThat(step.survival()).isBetween(0.0, 1.0);
            assertThat(step.limits(0.95).stream().allMatch(limits -> limits.contains(step.survival())))
                    .isTrue();
        });
    }

    @Property
    void withoutCensoringTheCurveIsTheShareStillWithoutEvent(
            @ForAll @NotEmpty List<@IntRange(max = 30) Integer> events, @ForAll @IntRange(max = 30) int time) {
        double remaining = events.stream().filter(event -> event > time).count();

        assertThat(curve(events, List.of()).survivalAt(time).orElseThrow())
                .isCloseTo(remaining / events.size(), within(1e-12));
    }

    @Property
    void withoutCensoringTheErrorIsThatOfAShare(@ForAll @NotEmpty List<@IntRange(max = 30) Integer> events) {
        assertThat(curve(events, List.of()).steps())
                .allSatisfy(step -> step.standardError()
                        .ifPresent(error -> assertThat(error)
                                .isCloseTo(
                                        Math.sqrt(step.survival() * (1 - step.survival()) / events.size()),
                                        within(1e-12))));
    }

    private static KaplanMeier curve(List<Integer> events, List<Integer> censored) {
        var observations = new ArrayList<Observation>();
        events.forEach(time -> observations.add(Observation.event(time)));
        censored.forEach(time -> observations.add(Observation.censored(time)));
        return KaplanMeier.of(observations);
    }
}
