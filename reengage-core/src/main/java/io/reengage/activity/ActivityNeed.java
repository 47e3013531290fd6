// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a segment must know about activity: which types, how many newest times of each, and whether single activities are
 * needed in full.
 *
 * @param types the types asked for
 * @param depth how many newest times per type, at least 1
 * @param history how far back a {@link History} of these types must reach; zero if none is needed
 * @param messages how many messages must be known that somebody had time to answer, if there are as many; 0 if none. Where
 *     newer ones leave less than that among the times kept, the library asks again for more times. A source need not heed it
 */
public record ActivityNeed(Set<ActivityType> types, int depth, Duration history, int messages) {

    /** Nothing needed. */
    public static final ActivityNeed NONE = new ActivityNeed(Set.of(), 1);

    /** As far back as there is anything. */
    public static final Duration EVER = Duration.ofDays(200 * 366L);

    public ActivityNeed {
        types = Set.copyOf(types);
        Objects.requireNonNull(history, "history");
        if (depth < 1) {
            throw new IllegalArgumentException("depth " + depth + " is below 1");
        }
        if (messages < 0) {
            throw new IllegalArgumentException("a number of messages cannot be " + messages);
        }
        if (history.isNegative()) {
            throw new IllegalArgumentException("a history cannot reach " + history + " back");
        }
    }

    /** Times, numbers and single activities. */
    public ActivityNeed(Set<ActivityType> types, int depth, Duration history) {
        this(types, depth, history, 0);
    }

    /** Times and numbers alone. */
    public ActivityNeed(Set<ActivityType> types, int depth) {
        this(types, depth, Duration.ZERO);
    }

    /** Whether times and numbers are not enough. */
    public boolean needsHistory() {
        return !history.isZero();
    }

    /** What serves both. */
    public ActivityNeed and(ActivityNeed other) {
        return new ActivityNeed(
                Stream.concat(types.stream(), other.types.stream()).collect(Collectors.toUnmodifiableSet()),
                Math.max(depth, other.depth),
                history.compareTo(other.history) >= 0 ? history : other.history,
                Math.max(messages, other.messages));
    }
}
