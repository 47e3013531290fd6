// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivityType;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Something begun and left: a cart filled, a product looked at, and then nothing. It holds if there is a thing, told apart
 * by a property, that was last touched at least {@code after} and at most {@code within} ago and not finished since it was
 * first touched. A finishing activity that does not say which thing it was about finishes all of them.
 *
 * <p>Beyond what is on record nothing is abandoned: orders loaded at night leave the verdict UNKNOWN until then, so that
 * nobody gets a cart mail for what they bought at noon. Needs the history.
 *
 * @param touching what touches the thing, such as {@link ActivityType#CARTED}
 * @param by the property that tells things apart, such as {@link io.reengage.activity.Activity#CART}
 * @param after how long it must have been left
 * @param within how long ago it may have been left at most
 * @param without what finishes it, such as {@link ActivityType#PURCHASED}
 */
public record Abandoned(Set<ActivityType> touching, String by, Span after, Span within, Set<ActivityType> without)
        implements Condition {

    /** Things left longer ago are of no interest unless said otherwise. */
    public static final Span DEFAULT_WITHIN = Span.days(7);

    public Abandoned {
        touching = Set.copyOf(touching);
        without = Set.copyOf(without);
        Objects.requireNonNull(after, "after");
        Span.requireSome("abandoned", within);
        if (by.isBlank()) {
            throw new IllegalArgumentException("abandoned: the property that tells things apart has no name");
        }
        if (touching.isEmpty() || without.isEmpty()) {
            throw new IllegalArgumentException(
                    "abandoned needs activities that touch the thing, and some that finish it");
        }
        if (after.longest().compareTo(within.longest()) >= 0) {
            throw new IllegalArgumentException("abandoned after " + after + " and within " + within + " is never");
        }
    }

    /** Left at most this long ago. */
    public Abandoned within(Span window) {
        return new Abandoned(touching, by, after, window, without);
    }

    @Override
    public ActivityNeed need() {
        return Selection.of(touching).history(within).and(Selection.of(without).history(within));
    }

    @Override
    public Phrase question() {
        return Phrase.of(
                "abandoned", Phrase.or(new TreeSet<>(touching)), by, after, within, Phrase.or(new TreeSet<>(without)));
    }
}
