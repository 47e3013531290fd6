// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.segments;

import io.reengage.segment.Population;
import io.reengage.segment.Profile;
import io.reengage.segment.Verdict;
import java.util.BitSet;
import java.util.List;

/** This library, asking about everybody at once. */
final class OursByColumn extends Matcher {
    private final Population population;

    OursByColumn(List<Profile> profiles, int passes) {
        super("Reengage, summaries by column", profiles.size(), passes);
        this.population = Population.of(profiles);
    }

    @Override
    void pass(BitSet into) {
        Rule.SEGMENT.compile(Rule.NOW).evaluate(population, (place, verdict) -> {
            if (verdict == Verdict.IN) {
                into.set(place);
            }
        });
    }
}
