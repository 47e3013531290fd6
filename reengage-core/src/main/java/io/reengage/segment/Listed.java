// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.subscriber.Subscription;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the person stands on a list, whatever they consented to. Whoever the list does not know is OUT.
 *
 * @param list name of the list
 * @param status how they stand
 * @param bound with {@code span}: whether they stand so for at least or at most that long
 * @param span for how long; {@code null} for any time
 */
public record Listed(
        String list,
        Subscription.Status status,
        ActivityCount.Bound bound,
        @Nullable Span span) implements Condition {

    public Listed {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(bound, "bound");
        Span.requireSome("time on a list", span);
        if (list.isBlank()) {
            throw new IllegalArgumentException("the list has no name");
        }
        if (span == null && bound != ActivityCount.Bound.AT_LEAST) {
            throw new IllegalArgumentException("time on a list at most: name the span");
        }
    }

    /** For at least this long. */
    public Listed forAtLeast(Span time) {
        return new Listed(list, status, ActivityCount.Bound.AT_LEAST, time);
    }

    /** For at most this long. */
    public Listed forAtMost(Span time) {
        return new Listed(list, status, ActivityCount.Bound.AT_MOST, time);
    }

    @Override
    public Phrase question() {
        Phrase how = Phrase.of("status." + status.name().toLowerCase(Locale.ROOT));
        if (span == null) {
            return Phrase.of("listed", how, list);
        }
        return Phrase.of(bound == ActivityCount.Bound.AT_LEAST ? "listed.least" : "listed.most", how, list, span);
    }
}
