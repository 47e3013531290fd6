// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityNeed;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a condition would have said at an earlier moment, by what the person had done until then. Activities come from the
 * history. Consent and lists count where they have not changed since; other attributes are known as of now alone, so then
 * they are UNKNOWN.
 *
 * @param part the condition
 * @param at the moment; {@code null} if {@code ago} says it
 * @param ago how long before now; {@code null} if {@code at} says it
 */
public record Was(
        Condition part, @Nullable Instant at, @Nullable Span ago) implements Condition {

    public Was {
        Objects.requireNonNull(part, "part");
        if ((at == null) == (ago == null)) {
            throw new IllegalArgumentException("was(...) takes a moment or how long ago, one of the two");
        }
        Span.requireSome("was(...)", ago);
    }

    @Override
    public ActivityNeed need() {
        ActivityNeed part = this.part.need();
        Duration history = part.types().isEmpty() ? Duration.ZERO : ActivityNeed.EVER;
        return new ActivityNeed(part.types(), part.depth(), history);
    }

    @Override
    public Phrase question() {
        return at == null
                ? Phrase.of("was.ago", part.question(), Objects.requireNonNull(ago))
                : Phrase.of("was.at", part.question(), at);
    }
}
