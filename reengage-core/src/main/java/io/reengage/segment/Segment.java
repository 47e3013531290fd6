// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityNeed;
import java.time.Instant;
import java.util.Objects;

/**
 * A named group of people, defined by a condition.
 *
 * @param name how reports call it
 * @param condition who belongs
 */
public record Segment(String name, Condition condition) {

    public Segment {
        Objects.requireNonNull(condition, "condition");
        if (name.isBlank()) {
            throw new IllegalArgumentException("a segment needs a name");
        }
    }

    /** What must be known about a person's activity to answer. */
    public ActivityNeed need() {
        return condition.need();
    }

    /** Whether the person belongs, as known at this moment. */
    public Verdict evaluate(Profile person, Instant asOf) {
        return new Evaluation(person, asOf, null).verdict(condition);
    }

    /** Gets ready to ask about many people at one moment: the same answers, sooner. */
    public CompiledSegment compile(Instant asOf) {
        return new CompiledSegment(condition, asOf);
    }

    /** Whether the person belongs, and why. */
    public Explanation explain(Profile person, Instant asOf) {
        return new Evaluation(person, asOf, null).explain(condition);
    }

    /**
     * Whether the condition came true since a moment: counts of activities start there. This is how exits, conversions and
     * sparing clauses are read, with {@code since} the enrollment.
     */
    public static Verdict since(Instant since, Condition condition, Profile person, Instant asOf) {
        return new Evaluation(person, asOf, since).verdict(condition);
    }
}
