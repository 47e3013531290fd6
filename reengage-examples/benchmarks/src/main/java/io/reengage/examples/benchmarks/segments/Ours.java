// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.segments;

import io.reengage.activity.ActivitySummary;
import io.reengage.activity.History;
import io.reengage.segment.CompiledSegment;
import io.reengage.segment.Profile;
import io.reengage.segment.Verdict;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.List;

/** This library. */
final class Ours extends Matcher {
    private final List<Profile> profiles;

    private Ours(String name, List<Profile> profiles, int passes) {
        super(name, profiles.size(), passes);
        this.profiles = profiles;
    }

    /** Over summaries that a host or the ledger keeps per person. */
    static Ours summaries(List<Profile> people, int passes) {
        return new Ours("Reengage, summaries one by one", people, passes);
    }

    static List<Profile> summarised(List<Person> people) {
        return people.stream()
                .map(each -> new Profile(
                        each.subscriber(),
                        ActivitySummary.of(each.activities(), ActivitySummary.DEFAULT_DEPTH),
                        Rule.OBSERVED,
                        ZoneOffset.UTC))
                .toList();
    }

    /** Over every activity as the host has it. */
    static Ours activities(List<Person> people, int passes) {
        return new Ours(
                "Reengage, plain activities",
                people.stream()
                        .map(each -> new Profile(
                                each.subscriber(),
                                new History(Rule.START, each.activities()),
                                Rule.OBSERVED,
                                ZoneOffset.UTC))
                        .toList(),
                passes);
    }

    @Override
    void pass(BitSet into) {
        CompiledSegment segment = Rule.SEGMENT.compile(Rule.NOW);
        for (int i = 0; i < profiles.size(); i++) {
            if (segment.evaluate(profiles.get(i)) == Verdict.IN) {
                into.set(i);
            }
        }
    }
}
