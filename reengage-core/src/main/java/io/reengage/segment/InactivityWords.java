// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Unfinished rules of inactivity; {@link Conditions} starts them. */
public final class InactivityWords {

    private InactivityWords() {}

    /** An inactivity rule that still lacks its span. */
    public static final class Silence {
        private final Set<ActivityType> signals;

        Silence(Set<ActivityType> signals) {
            this.signals = signals;
        }

        /** Ends the rule; {@link Inactive#DEFAULT_RECEIVED} messages are asked for unless the rule says otherwise. */
        public Inactive forAtLeast(Span span) {
            return new Inactive(signals, span, Inactive.DEFAULT_RECEIVED);
        }
    }

    /** Things left behind. */
    public static final class Left {
        private final String by;
        private final Set<ActivityType> touching;

        Left(String by, Set<ActivityType> touching) {
            this.by = by;
            this.touching = touching;
        }

        /** What touches the thing; putting into a cart unless said otherwise. */
        public Left touchedBy(ActivityType first, ActivityType... more) {
            return new Left(by, union(first, more));
        }

        /** How long it must have been left. */
        public LeftAlone after(Span span) {
            return new LeftAlone(this, span);
        }
    }

    /** Things left behind for a time. */
    public static final class LeftAlone {
        private final Left left;
        private final Span after;

        private LeftAlone(Left left, Span after) {
            this.left = left;
            this.after = after;
        }

        /** What finishes the thing. */
        public Abandoned without(ActivityType first, ActivityType... more) {
            return new Abandoned(left.touching, left.by, after, Abandoned.DEFAULT_WITHIN, union(first, more));
        }
    }

    /** A habit whose usual gap is not yet said. */
    public static final class Due {
        private final Set<ActivityType> types;

        Due(Set<ActivityType> types) {
            this.types = types;
        }

        /** The population's gap, see {@link Overdue}. */
        public Overdue typically(Span gap) {
            return new Overdue(types, gap, Overdue.DEFAULT_FACTOR, Overdue.DEFAULT_WEIGHT);
        }
    }

    /** A model that still lacks the time it speaks of. */
    public static final class Model {
        private final Scorer scorer;

        Model(Scorer scorer) {
            this.scorer = scorer;
        }

        /** The time ahead. */
        public Limit within(Span ahead) {
            return new Limit(scorer, ahead);
        }
    }

    /** A model that still lacks its limit. */
    public static final class Limit {
        private final Scorer scorer;
        private final Span within;

        private Limit(Scorer scorer, Span within) {
            this.scorer = scorer;
            this.within = within;
        }

        public Score below(double limit) {
            return new Score(scorer, within, Score.Bound.BELOW, limit);
        }

        public Score atLeast(double limit) {
            return new Score(scorer, within, Score.Bound.AT_LEAST, limit);
        }
    }

    private static Set<ActivityType> union(ActivityType first, ActivityType... more) {
        Set<ActivityType> all = new HashSet<>(List.of(more));
        all.add(first);
        return all;
    }
}
