// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityNeed;
import java.util.Objects;

/**
 * How long ago a person first or last did something, such as "first bought at most 30 days ago". Whoever never did is OUT.
 * Needs the history where properties are tested.
 *
 * @param of what
 * @param which the first or the last time
 * @param bound whether {@code span} is the least or the most
 * @param span how long ago
 */
public record ActivityAge(Selection of, Which which, ActivityCount.Bound bound, Span span) implements Condition {

    /** Of several times, which one. */
    public enum Which {
        FIRST,
        LAST
    }

    public ActivityAge {
        Objects.requireNonNull(of, "of");
        Objects.requireNonNull(which, "which");
        Objects.requireNonNull(bound, "bound");
        Span.requireSome("how long ago", span);
    }

    /** Only those with this property. */
    public ActivityAge where(AttributeTest property) {
        return new ActivityAge(of.where(property), which, bound, span);
    }

    @Override
    public ActivityNeed need() {
        return of.where().isEmpty() ? new ActivityNeed(of.types(), 1) : of.history(null);
    }

    @Override
    public Phrase question() {
        return Phrase.of(
                (which == Which.FIRST ? "age.first" : "age.last")
                        + (bound == ActivityCount.Bound.AT_LEAST ? ".least" : ".most"),
                of.words(),
                span);
    }
}
