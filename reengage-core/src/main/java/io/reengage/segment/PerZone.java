// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.Observation;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is the same for everybody in one time zone whose activity is on record for the same time: worked out once for each
 * zone in use, not once for each person.
 */
final class PerZone<T> {
    /** More than there are zones; so many different misspelt ones are not worth remembering. */
    private static final int MOST = 1000;

    private final Function<Profile, T> working;
    private final Map<String, Known<T>> known = new ConcurrentHashMap<>();
    private volatile @Nullable Known<T> last;

    private record Known<T>(@Nullable String zone, ZoneId fallback, Observation observed, T value) {

        @SuppressWarnings("ReferenceEquality") // cheap; an equal one that is another is worked out again
        boolean fits(Profile person) {
            return observed == person.observed()
                    && fallback == person.fallbackZone()
                    && same(zone, person.subscriber().zone());
        }

        private static boolean same(@Nullable String mine, @Nullable String theirs) {
            return mine == null ? theirs == null : mine.equals(theirs);
        }
    }

    /** @param working may look at the zone and the observed time alone */
    PerZone(Function<Profile, T> working) {
        this.working = working;
    }

    T of(Profile person) {
        Known<T> newest = last;
        return newest != null && newest.fits(person) ? newest.value : find(person);
    }

    private T find(Profile person) {
        @Nullable String zone = person.subscriber().zone();
        String key = zone == null ? "" : zone;
        Known<T> found = known.get(key);
        if (found == null || !found.fits(person)) {
            found = new Known<>(zone, person.fallbackZone(), person.observed(), working.apply(person));
            if (known.size() < MOST) {
                known.put(key, found);
            }
        }
        last = found;
        return found.value;
    }
}
