// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import io.reengage.Feedback;
import java.time.Duration;
import java.util.Collection;

/**
 * Does not believe a provider that calls very many addresses dead at once: that is an outage more often than a clean-up. While
 * it lasts, such bounces go on record as ones that may pass and count against nobody; an address that is really dead bounces
 * again with the next message. Those believed before it showed are taken back with {@link io.reengage.Suppressions#revertBounces}.
 *
 * <p>Counts in the ledger, for all nodes together, among the bounces read within a span of time. Immutable.
 */
public final class OutageGuard {
    /** How many dead addresses at one provider are believed within {@link #DEFAULT_SPAN}. */
    public static final int DEFAULT_MOST = 100;
    /** How long bounces count together. */
    public static final Duration DEFAULT_SPAN = Duration.ofHours(1);

    private final int most;
    private final Duration span;

    private OutageGuard(int most, Duration span) {
        this.most = most;
        this.span = span;
    }

    public static OutageGuard ofDefaults() {
        return new OutageGuard(DEFAULT_MOST, DEFAULT_SPAN);
    }

    /**
     * Believes so many dead addresses at one provider within a span.
     *
     * @throws IllegalArgumentException if the number is not positive or the span shorter than a second
     */
    public static OutageGuard atMost(int number, Duration within) {
        if (number < 1 || within.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "an outage guard needs a positive number and a span of a second or more, not " + number + " within "
                            + within);
        }
        return new OutageGuard(number, within);
    }

    /** Whether this provider calls too many dead of late, these included. */
    boolean doubts(Feedback feedback, String provider, Collection<String> ids) {
        return feedback.isOutage(provider, ids, most, span);
    }
}
