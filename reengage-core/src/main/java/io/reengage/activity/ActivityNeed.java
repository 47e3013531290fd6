// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a segment must know about activity: which types, and how many newest times of each.
 *
 * @param types the types asked for
 * @param depth how many newest times per type, at least 1
 */
public record ActivityNeed(Set<ActivityType> types, int depth) {

    /** Nothing needed. */
    public static final ActivityNeed NONE = new ActivityNeed(Set.of(), 1);

    public ActivityNeed {
        types = Set.copyOf(types);
        if (depth < 1) {
            throw new IllegalArgumentException("depth " + depth + " is below 1");
        }
    }

    /** What serves both. */
    public ActivityNeed and(ActivityNeed other) {
        return new ActivityNeed(
                Stream.concat(types.stream(), other.types.stream()).collect(Collectors.toUnmodifiableSet()),
                Math.max(depth, other.depth));
    }
}
