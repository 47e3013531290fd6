// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.insight;

import io.reengage.report.Preview;
import io.reengage.segment.AllOf;
import io.reengage.segment.CompiledSegment;
import io.reengage.segment.Condition;
import io.reengage.segment.Profile;
import io.reengage.segment.Segment;
import io.reengage.segment.Verdict;
import io.reengage.segment.VerdictCount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Lets people run down a condition part by part, counts who is left after each, and keeps some with the reasons. */
final class Cascade {
    private final Segment segment;
    private final List<Condition> parts;
    private final List<CompiledSegment> compiled;
    private final int samplesPerVerdict;
    private final Instant now;
    private final long[] in;
    private final long[] unknown;
    private final Map<Verdict, List<Preview.Sample>> samples = new EnumMap<>(Verdict.class);
    private VerdictCount count = VerdictCount.NONE;

    Cascade(Condition condition, int samplesPerVerdict, Instant now) {
        this.segment = new Segment("previewed", condition);
        this.parts = condition instanceof AllOf all ? all.parts() : List.of(condition);
        this.compiled = parts.stream()
                .map(part -> new Segment("part", part).compile(now))
                .toList();
        this.samplesPerVerdict = samplesPerVerdict;
        this.now = now;
        this.in = new long[parts.size()];
        this.unknown = new long[parts.size()];
    }

    /** Whoever does not pass this, passes nothing. */
    Condition first() {
        return parts.get(0);
    }

    /** Counts one person. */
    Verdict pour(Profile profile) {
        Verdict verdict = Verdict.IN;
        for (int i = 0; i < parts.size() && verdict != Verdict.OUT; i++) {
            verdict = verdict.and(compiled.get(i).evaluate(profile));
            in[i] += verdict == Verdict.IN ? 1 : 0;
            unknown[i] += verdict == Verdict.UNKNOWN ? 1 : 0;
        }
        count = count.plus(verdict);
        sample(profile, verdict);
        return verdict;
    }

    /** Keeps a person as an example, without counting them. */
    void sample(Profile profile, Verdict verdict) {
        List<Preview.Sample> taken = samples.computeIfAbsent(verdict, any -> new ArrayList<>());
        String id = profile.subscriber().id();
        if (taken.size() < samplesPerVerdict
                && taken.stream().noneMatch(each -> each.subscriberId().equals(id))) {
            taken.add(new Preview.Sample(id, segment.explain(profile, now)));
        }
    }

    /** Counts people as out of whom no more is known. */
    void out(long people) {
        count = count.plus(new VerdictCount(0, Math.max(0, people), 0));
    }

    VerdictCount count() {
        return count;
    }

    List<Preview.Remaining> waterfall() {
        List<Preview.Remaining> waterfall = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            waterfall.add(new Preview.Remaining(parts.get(i).describe(), in[i], unknown[i]));
        }
        return waterfall;
    }

    List<Preview.Sample> samples() {
        return samples.values().stream().flatMap(List::stream).toList();
    }
}
