// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import io.reengage.activity.Timeline;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Activity by the summaries that are kept, and by the tables where those do not tell enough. */
final class SummarySource implements ActivitySource {
    private final HostTables tables;
    private final ActivityNeed kept;
    private final SummaryTable summaries;
    private final JdbcActivitySource everything;

    SummarySource(HostTables tables, ActivityNeed kept, SummaryTable summaries) {
        this.tables = tables;
        this.kept = kept;
        this.summaries = summaries;
        this.everything = tables.activitySource();
    }

    @Override
    public Map<String, ActivitySummary> summaries(Set<String> ids, ActivityNeed need, Instant asOf) {
        if (!kept.types().containsAll(need.types())) {
            return everything.summaries(ids, need, asOf);
        }
        Map<String, ActivitySummary> found = new HashMap<>(summaries.find(ids));
        Set<String> lacking = new HashSet<>();
        found.forEach((id, summary) -> {
            if (!need.types().stream().allMatch(type -> enough(summary.timeline(type), need, asOf))) {
                lacking.add(id);
            }
        });
        found.keySet().removeAll(lacking);
        if (!lacking.isEmpty()) {
            found.putAll(everything.summaries(lacking, need, asOf));
        }
        return found;
    }

    private static boolean enough(Timeline timeline, ActivityNeed need, Instant asOf) {
        boolean whole = timeline.depth() == timeline.total() || timeline.depth() >= need.depth();
        return timeline.total() == 0 || (whole && !timeline.newest().get(0).isAfter(asOf));
    }

    @Override
    public void history(Set<String> ids, Instant from, Instant to, Consumer<Activity> sink) {
        everything.history(ids, from, to, sink);
    }

    @Override
    public boolean hasHistory(ActivityType type) {
        return everything.hasHistory(type);
    }

    /** No further than the last round through the people. */
    @Override
    public Observation observed() {
        Instant through = summaries.through();
        Map<ActivityType, Observation.Range> ranges = new HashMap<>();
        tables.observed().ranges().forEach((type, range) -> {
            Instant end = kept.types().contains(type) && range.through().isAfter(through) ? through : range.through();
            if (!end.isBefore(range.since())) {
                ranges.put(type, new Observation.Range(range.since(), end));
            }
        });
        return new Observation(ranges);
    }
}
