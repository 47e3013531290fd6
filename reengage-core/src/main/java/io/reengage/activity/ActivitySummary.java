// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * All that conditions on recency and count need to know of one person: a {@link Timeline} per activity type. Small, exact
 * for any window, mergeable, indifferent to the order in which activities arrive.
 *
 * @param timelines by type; types that never happened are absent
 */
public record ActivitySummary(Map<ActivityType, Timeline> timelines) {

    /** Nothing on record. */
    public static final ActivitySummary EMPTY = new ActivitySummary(Map.of());

    /** How many newest times per type are kept unless a condition needs more. */
    public static final int DEFAULT_DEPTH = 8;

    public ActivitySummary {
        timelines = Map.copyOf(timelines);
    }

    /** Sums up these activities of one person, keeping {@code depth} newest times per type. */
    public static ActivitySummary of(Iterable<Activity> activities, int depth) {
        Map<ActivityType, Timeline> timelines = new TreeMap<>();
        for (Activity each : activities) {
            timelines.merge(
                    each.type(), Timeline.EMPTY.plus(each.at(), depth), (old, one) -> old.plus(each.at(), depth));
        }
        return new ActivitySummary(timelines);
    }

    /** This summary and one more activity. */
    public ActivitySummary plus(ActivityType type, Instant at, int depth) {
        Map<ActivityType, Timeline> copy = new TreeMap<>(timelines);
        copy.put(type, timeline(type).plus(at, depth));
        return new ActivitySummary(copy);
    }

    /** Two records of the same person joined, see {@link Timeline#union(Timeline)}. */
    public ActivitySummary union(ActivitySummary other) {
        if (other.timelines.isEmpty()) {
            return this;
        }
        Map<ActivityType, Timeline> copy = new TreeMap<>(timelines);
        other.timelines.forEach((type, timeline) -> copy.merge(type, timeline, Timeline::union));
        return new ActivitySummary(copy);
    }

    /** The timeline of a type; {@link Timeline#EMPTY} if it never happened. */
    public Timeline timeline(ActivityType type) {
        return timelines.getOrDefault(type, Timeline.EMPTY);
    }

    /** The newest activity of any of these types not after {@code asOf}. */
    public Optional<Instant> last(Collection<ActivityType> types, Instant asOf) {
        return types.stream()
                .flatMap(type -> timeline(type).last(asOf).stream())
                .max(Comparator.naturalOrder());
    }

    /** Only what happened at types the filter accepts. */
    public ActivitySummary only(Predicate<ActivityType> filter) {
        return new ActivitySummary(timelines.entrySet().stream()
                .filter(entry -> filter.test(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
