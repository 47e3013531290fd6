// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityNeed;
import java.math.BigDecimal;
import java.util.Objects;

/**
 * What a {@link Scorer} says of a person, held against a limit. UNKNOWN where it says nothing. JSON names the scorer; a
 * {@link Catalog} finds it.
 *
 * @param scorer who gives the number
 * @param within the time ahead it speaks of
 * @param bound whether {@code limit} is the least, or the number must be below it
 * @param limit finite
 */
public record Score(Scorer scorer, Span within, Bound bound, double limit) implements Condition {

    /** Which side of the limit holds. */
    public enum Bound {
        BELOW,
        AT_LEAST
    }

    public Score {
        Objects.requireNonNull(scorer, "scorer");
        Objects.requireNonNull(bound, "bound");
        Span.requireSome("a score", within);
        if (!Double.isFinite(limit)) {
            throw new IllegalArgumentException("the limit of score " + scorer.name() + " is not a finite number");
        }
        limit += 0.0; // no negative zero
    }

    @Override
    public ActivityNeed need() {
        return scorer.need();
    }

    @Override
    public Phrase question() {
        return Phrase.of(
                bound == Bound.BELOW ? "score.below" : "score.least",
                scorer.name(),
                within,
                BigDecimal.valueOf(limit).stripTrailingZeros());
    }
}
