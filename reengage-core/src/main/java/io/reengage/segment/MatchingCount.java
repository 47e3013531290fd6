// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityNeed;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How often a person did something of a certain kind, such as bought shoes for more than 50: an {@link ActivityCount} with
 * tests of properties. Needs the history. In an exit, a conversion or a sparing clause the count starts at the enrollment.
 *
 * @param of what is counted, with at least one test of a property
 * @param bound whether {@code times} is the least or the most
 * @param times the number, 0 to {@value ActivityCount#MOST_TIMES}; at least 1 for {@link ActivityCount.Bound#AT_LEAST}
 * @param within the window; {@code null} for ever
 */
public record MatchingCount(
        Selection of,
        ActivityCount.Bound bound,
        int times,
        @Nullable Span within) implements Condition {

    public MatchingCount {
        Objects.requireNonNull(of, "of");
        if (of.where().isEmpty()) {
            throw new IllegalArgumentException("a count of activities without a test of a property is did(...)");
        }
        ActivityCount.check(bound, times, within);
    }

    /** Only those with this property too. */
    public MatchingCount where(AttributeTest property) {
        return new MatchingCount(of.where(property), bound, times, within);
    }

    /** At least so often. */
    public MatchingCount atLeast(int number) {
        return new MatchingCount(of, ActivityCount.Bound.AT_LEAST, number, within);
    }

    /** At most so often. */
    public MatchingCount atMost(int number) {
        return new MatchingCount(of, ActivityCount.Bound.AT_MOST, number, within);
    }

    /** Not once. */
    public MatchingCount never() {
        return atMost(0);
    }

    /** Counted from this long ago up to now. */
    public MatchingCount within(Span window) {
        return new MatchingCount(of, bound, times, window);
    }

    @Override
    public ActivityNeed need() {
        return of.history(within);
    }

    @Override
    public Phrase question() {
        return ActivityCount.words(of.words(), bound, times, within);
    }
}
