// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivityType;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How often a person did something, ever or within a window up to now. In an exit, a conversion or a sparing clause the
 * count starts at the enrollment.
 *
 * @param types the activities counted together
 * @param bound whether {@code times} is the least or the most
 * @param times the number, at least 1 for {@link Bound#AT_LEAST}
 * @param within the window; {@code null} for ever
 */
public record ActivityCount(
        Set<ActivityType> types,
        Bound bound,
        int times,
        @Nullable Span within) implements Condition {

    /** Which side of the number holds. */
    public enum Bound {
        AT_LEAST,
        AT_MOST
    }

    /** The most times that can be asked for: more needs the full history. */
    public static final int MOST_TIMES = 1000;

    public ActivityCount {
        types = Set.copyOf(types);
        Objects.requireNonNull(bound, "bound");
        if (types.isEmpty()) {
            throw new IllegalArgumentException("did() of no activity type: name at least one");
        }
        check(bound, times, within);
    }

    static void check(Bound bound, int times, @Nullable Span within) {
        Span.requireSome("did() within a window", within);
        if (times > MOST_TIMES || times < (bound == Bound.AT_LEAST ? 1 : 0)) {
            throw new IllegalArgumentException(
                    "times " + times + " is not between " + (bound == Bound.AT_LEAST ? 1 : 0) + " and " + MOST_TIMES);
        }
    }

    /** Only those with this property; {@link Conditions#property(String)} starts one. */
    public MatchingCount where(AttributeTest property) {
        return new MatchingCount(Selection.of(types).where(property), bound, times, within);
    }

    /** At least so often. */
    public ActivityCount atLeast(int number) {
        return new ActivityCount(types, Bound.AT_LEAST, number, within);
    }

    /** At most so often. */
    public ActivityCount atMost(int number) {
        return new ActivityCount(types, Bound.AT_MOST, number, within);
    }

    /** Not once. */
    public ActivityCount never() {
        return atMost(0);
    }

    /** Counted from this long ago up to now. */
    public ActivityCount within(Span window) {
        return new ActivityCount(types, bound, times, window);
    }

    @Override
    public ActivityNeed need() {
        return new ActivityNeed(types, bound == Bound.AT_LEAST ? times : times + 1);
    }

    @Override
    public Phrase question() {
        return words(Phrase.or(new TreeSet<>(types)), bound, times, within);
    }

    static Phrase words(Phrase what, Bound bound, int times, @Nullable Span within) {
        String key = bound == Bound.AT_LEAST ? "did.least" : times == 0 ? "did.never" : "did.most";
        Phrase count = times == 0 ? Phrase.of(key, 0, what) : Phrase.counted(key, times, what);
        return within == null ? count : Phrase.of("within", count, within);
    }
}
