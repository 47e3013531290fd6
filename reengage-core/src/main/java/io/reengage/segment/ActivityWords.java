// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityType;
import java.math.BigDecimal;

/** Unfinished conditions on what a person did; {@link Conditions} starts them. */
public final class ActivityWords {

    private ActivityWords() {}

    /** A sum that still lacks its limit. */
    public static final class Sum {
        private final String property;
        private final Selection of;

        Sum(String property, Selection of) {
            this.property = property;
            this.of = of;
        }

        public ActivitySum atLeast(Number amount) {
            return limited(ActivityCount.Bound.AT_LEAST, amount);
        }

        public ActivitySum atMost(Number amount) {
            return limited(ActivityCount.Bound.AT_MOST, amount);
        }

        private ActivitySum limited(ActivityCount.Bound bound, Number amount) {
            return new ActivitySum(of, property, bound, (BigDecimal) AttributeTest.normal(property, amount), null);
        }
    }

    /** A first or last time that still lacks its age. */
    public static final class Age {
        private final Selection of;
        private final ActivityAge.Which which;

        Age(Selection of, ActivityAge.Which which) {
            this.of = of;
            this.which = which;
        }

        /** At least this long ago. */
        public ActivityAge atLeast(Span ago) {
            return new ActivityAge(of, which, ActivityCount.Bound.AT_LEAST, ago);
        }

        /** At most this long ago. */
        public ActivityAge atMost(Span ago) {
            return new ActivityAge(of, which, ActivityCount.Bound.AT_MOST, ago);
        }
    }

    /** What comes first in a sequence. */
    public static final class First {
        private final Selection first;

        First(Selection first) {
            this.first = first;
        }

        public Next then(Selection next) {
            return new Next(first, next, true);
        }

        public Next then(ActivityType next, ActivityType... more) {
            return then(Conditions.activities(next, more));
        }

        public Next notThen(Selection next) {
            return new Next(first, next, false);
        }

        public Next notThen(ActivityType next, ActivityType... more) {
            return notThen(Conditions.activities(next, more));
        }
    }

    /** A sequence that still lacks its time. */
    public static final class Next {
        private final Selection first;
        private final Selection next;
        private final boolean followed;

        Next(Selection first, Selection next, boolean followed) {
            this.first = first;
            this.next = next;
            this.followed = followed;
        }

        /** How soon after the first. */
        public Sequence within(Span gap) {
            return new Sequence(first, next, followed, gap, null);
        }
    }
}
