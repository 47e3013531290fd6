// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * From when until when each activity type has been on record. Outside of it silence proves nothing: no record is not no
 * activity.
 *
 * @param ranges by type; a type that is absent was never observed
 */
public record Observation(Map<ActivityType, Range> ranges) {

    /**
     * The time a type was on record.
     *
     * @param since the first moment covered; the {@linkplain ActivityTimes#second second} it lies in counts as covered
     * @param through the last moment covered; {@link Instant#MAX} for a live feed
     */
    public record Range(Instant since, Instant through) {

        public Range {
            if (through.isBefore(since)) {
                throw new IllegalArgumentException("observed through " + through + ", before its start " + since);
            }
            since = ActivityTimes.second(since);
        }
    }

    public Observation {
        ranges = Map.copyOf(ranges);
    }

    /** These types on record since then and live. */
    public static Observation live(Instant since, Collection<ActivityType> types) {
        return through(since, Instant.MAX, types);
    }

    /** These types on record between two moments, such as a nightly load. */
    public static Observation through(Instant since, Instant through, Collection<ActivityType> types) {
        Map<ActivityType, Range> ranges = new HashMap<>();
        types.forEach(type -> ranges.put(type, new Range(since, through)));
        return new Observation(ranges);
    }

    /** The time a type was on record, if ever. */
    public Optional<Range> of(ActivityType type) {
        return Optional.ofNullable(ranges.get(type));
    }

    /** What either knows; where both know a type, the wider of the two at each end. */
    public Observation union(Observation other) {
        Map<ActivityType, Range> copy = new HashMap<>(ranges);
        other.ranges.forEach((type, range) -> copy.merge(type, range, Observation::wider));
        return new Observation(copy);
    }

    private static Range wider(Range a, Range b) {
        return new Range(
                a.since().isBefore(b.since()) ? a.since() : b.since(),
                a.through().isAfter(b.through()) ? a.through() : b.through());
    }
}
