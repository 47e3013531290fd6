// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityType;

/**
 * How often a list is mailed, and the silence that is long for it. The presets that the large platforms' guides agree on.
 */
public enum Cadence {
    /** Mailed daily: 30 days of silence are long. */
    DAILY(30),
    /** Mailed weekly: 90 days. */
    WEEKLY(90),
    /** Mailed monthly: 180 days. */
    MONTHLY(180),
    /** Mailed for the seasons: 365 days. */
    SEASONAL(365);

    private final int days;

    Cadence(int days) {
        this.days = days;
    }

    /** The silence that makes a person dormant. */
    public Span silence() {
        return Span.days(days);
    }

    /** The stages of a person's life on such a list: lapsing after half the silence, lost after twice. */
    public Lifecycle lifecycle() {
        return new Lifecycle(ActivityType.ENGAGEMENT, Span.days(days / 2), silence(), Span.days(days * 2));
    }
}
