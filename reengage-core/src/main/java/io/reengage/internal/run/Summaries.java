// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.run;

import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import io.reengage.activity.Timeline;
import io.reengage.segment.Inactive;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the host's record of some people sums up to, with as many times as a need asks for: who got so many messages lately
 * that those before are not among the times kept is asked about again.
 */
final class Summaries {
    private static final int DEEPER = 8;

    private final ActivitySource source;
    private final ActivityNeed need;
    private final Instant asOf;
    /** Whatever the rule, messages up to then could be answered. */
    private final Instant answerable;

    Summaries(ActivitySource source, ActivityNeed need, Observation observed, Instant asOf) {
        this.source = source;
        this.need = need;
        this.asOf = asOf;
        this.answerable = Inactive.TOO_NEW.before(coveredUntil(need.types(), observed, asOf), ZoneOffset.UTC);
    }

    private static Instant coveredUntil(Collection<ActivityType> types, Observation observed, Instant asOf) {
        return types.stream()
                .flatMap(type -> observed.of(type).stream())
                .map(Observation.Range::through)
                .reduce(asOf, (a, b) -> a.isBefore(b) ? a : b);
    }

    Map<String, ActivitySummary> of(Set<String> ids) {
        Map<String, ActivitySummary> known = source.summaries(ids, need, asOf);
        int depth = need.depth();
        Set<String> cut = cut(known, depth);
        if (cut.isEmpty()) {
            return known;
        }
        Map<String, ActivitySummary> deeper = new HashMap<>(known);
        while (!cut.isEmpty() && depth < ActivitySummary.MOST_DEPTH) {
            depth = Math.min(DEEPER * depth, ActivitySummary.MOST_DEPTH);
            Map<String, ActivitySummary> again =
                    source.summaries(cut, new ActivityNeed(Set.of(ActivityType.RECEIVED), depth), asOf);
            again.forEach((id, messages) -> deeper.computeIfPresent(
                    id,
                    (same, summary) -> summary.only(type -> !type.equals(ActivityType.RECEIVED))
                            .union(messages.only(ActivityType.RECEIVED::equals))));
            cut = cut(again, depth);
        }
        return deeper;
    }

    /** Of whom too few messages are known although there are more; not those of whom the source keeps no more than that. */
    private Set<String> cut(Map<String, ActivitySummary> summaries, int asked) {
        if (need.messages() == 0) {
            return Set.of();
        }
        return summaries.entrySet().stream()
                .filter(each -> isCut(each.getValue().timeline(ActivityType.RECEIVED), asked))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private boolean isCut(Timeline messages, int asked) {
        return messages.depth() < messages.total()
                && messages.depth() >= asked
                && messages.countBetween(Instant.EPOCH, answerable) < need.messages();
    }
}
