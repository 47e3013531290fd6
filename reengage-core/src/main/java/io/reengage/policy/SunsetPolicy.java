// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.policy;

import io.reengage.segment.Share;
import io.reengage.segment.Span;
import java.time.Duration;
import java.util.Objects;

/**
 * How much of a list may be retired at once, and how long it stays easy to undo.
 *
 * @param perRun at most this share of the list in one go
 * @param perWeek at most this share of the list in any seven days
 * @param finaliseAfter how long a retired person is only held back by us before the host's store is told
 * @param planValidFor how old a plan may be when it is approved or applied for the first time
 */
public record SunsetPolicy(Share perRun, Share perWeek, Span finaliseAfter, Duration planValidFor) {

    /** Share of the list that one go may retire. */
    public static final Share DEFAULT_PER_RUN = Share.percent(2);
    /** Share of the list that seven days may retire. */
    public static final Share DEFAULT_PER_WEEK = Share.percent(5);
    /** How long the host's store stays untouched. */
    public static final Span DEFAULT_FINALISE_AFTER = Span.days(30);
    /** How long a plan stays fresh. */
    public static final Duration DEFAULT_PLAN_VALID_FOR = Duration.ofHours(24);

    public SunsetPolicy {
        Objects.requireNonNull(finaliseAfter, "finaliseAfter");
        Objects.requireNonNull(planValidFor, "planValidFor");
        if (planValidFor.isNegative() || planValidFor.isZero()) {
            throw new IllegalArgumentException(
                    "planValidFor " + planValidFor + " would leave no time to approve a plan");
        }
        if (perRun.value() == 0 || perRun.value() > perWeek.value()) {
            throw new IllegalArgumentException(
                    "perRun " + perRun + " must be above 0 and not above perWeek " + perWeek);
        }
    }

    public static SunsetPolicy ofDefaults() {
        return new SunsetPolicy(DEFAULT_PER_RUN, DEFAULT_PER_WEEK, DEFAULT_FINALISE_AFTER, DEFAULT_PLAN_VALID_FOR);
    }

    /** The same with other limits. */
    public SunsetPolicy atMost(Share eachRun, Share eachWeek) {
        return new SunsetPolicy(eachRun, eachWeek, finaliseAfter, planValidFor);
    }

    /** The same with another time before the host's store is told. */
    public SunsetPolicy finaliseAfter(Span span) {
        return new SunsetPolicy(perRun, perWeek, span, planValidFor);
    }
}
