// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityNeed;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing, and then another, or then not: "put something in the cart and did not buy within 3 days". It holds if it holds
 * after any one of the first. An absence holds only once its time is up. Needs the history.
 *
 * @param first what comes first
 * @param next what follows, later than the first
 * @param followed whether {@code next} must follow, or must not
 * @param gap how soon after the first
 * @param within how long ago the first may be; {@code null} for ever
 */
public record Sequence(
        Selection first,
        Selection next,
        boolean followed,
        Span gap,
        @Nullable Span within) implements Condition {

    public Sequence {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(next, "next");
        Span.requireSome("a sequence", gap);
        Span.requireSome("a sequence", within);
    }

    /** Only where the first is at most this long ago. */
    public Sequence inTheLast(Span window) {
        return new Sequence(first, next, followed, gap, window);
    }

    @Override
    public ActivityNeed need() {
        return first.history(within).and(next.history(within));
    }

    @Override
    public Phrase question() {
        Phrase sequence = Phrase.of(followed ? "sequence.then" : "sequence.notThen", first.words(), next.words(), gap);
        return within == null ? sequence : Phrase.of("within", sequence, within);
    }
}
