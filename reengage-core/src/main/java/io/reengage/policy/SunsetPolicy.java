// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.policy;

import io.reengage.segment.Share;
import io.reengage.segment.Span;
import java.time.Duration;
import java.util.Objects;

/**
 * How much of a list may be retired at once, on what evidence, and how long it stays easy to undo.
 *
 * @param perRun at most this share of the list in one go
 * @param perWeek at most this share of the list in any seven days
 * @param perDomain at most this share of the people at any one domain in one go, as far as a sample of those named tells: far
 *     more than of others is more likely a provider's trouble than silence; not below {@code perRun}, since a list may be at
 *     one domain
 * @param finaliseAfter how long a retired person is only held back by us before the host's store is told
 * @param planValidFor how old a plan may be when it is approved or applied for the first time
 * @param canary the few of a plan who go first
 * @param silence how much silence it takes
 */
public record SunsetPolicy(
        Share perRun,
        Share perWeek,
        Share perDomain,
        Span finaliseAfter,
        Duration planValidFor,
        Canary canary,
        Silence silence) {

    /** Share of the list that one go may retire. */
    public static final Share DEFAULT_PER_RUN = Share.percent(2);
    /** Share of the list that seven days may retire. */
    public static final Share DEFAULT_PER_WEEK = Share.percent(5);
    /** Share of the people at one domain that one go may retire, unless the share of the list is larger. */
    public static final Share DEFAULT_PER_DOMAIN = Share.percent(10);
    /** How long the host's store stays untouched. */
    public static final Span DEFAULT_FINALISE_AFTER = Span.days(30);
    /** How long a plan stays fresh. */
    public static final Duration DEFAULT_PLAN_VALID_FOR = Duration.ofHours(24);
    /** One in a hundred goes first, the others a day later. */
    public static final Canary DEFAULT_CANARY = new Canary(Share.percent(1), Span.hours(24), Share.percent(2));
    /** Two messages over ten days: the fastest published flows ask twice, a week apart, and wait five days. */
    public static final Silence DEFAULT_SILENCE = new Silence(2, Span.days(10));

    /**
     * The few of a plan who are retired first, to be watched before the others follow.
     *
     * @param share part of those named, at least one person; {@link Share#NONE} for no canary
     * @param watch how long they are watched
     * @param mostAlive if more than this part of them gives a sign of life meanwhile, the plan is held
     */
    public record Canary(Share share, Span watch, Share mostAlive) {

        public Canary {
            Objects.requireNonNull(watch, "watch");
            Objects.requireNonNull(mostAlive, "mostAlive");
            if (share.value() > 0 && watch.amount() == 0) {
                throw new IllegalArgumentException("a canary that is watched for " + watch + " shows nothing");
            }
        }

        /** Whether nobody goes first. */
        public boolean isOff() {
            return share.value() == 0;
        }

        /** How many of so many go first. */
        public long of(long people) {
            return isOff() ? 0 : Math.max(1, share.of(people));
        }
    }

    /**
     * How much silence it takes to retire somebody.
     *
     * @param messages at least so many messages, each surely sent, 1 or more
     * @param over the first of them at least this long ago
     */
    public record Silence(int messages, Span over) {

        public Silence {
            Objects.requireNonNull(over, "over");
            if (messages < 1) {
                throw new IllegalArgumentException(messages + " messages: nobody is retired whom nobody asked");
            }
        }
    }

    public SunsetPolicy {
        Objects.requireNonNull(finaliseAfter, "finaliseAfter");
        Objects.requireNonNull(planValidFor, "planValidFor");
        Objects.requireNonNull(canary, "canary");
        Objects.requireNonNull(silence, "silence");
        if (planValidFor.isNegative() || planValidFor.isZero()) {
            throw new IllegalArgumentException(
                    "planValidFor " + planValidFor + " would leave no time to approve a plan");
        }
        if (perRun.value() == 0 || perRun.value() > perWeek.value()) {
            throw new IllegalArgumentException(
                    "perRun " + perRun + " must be above 0 and not above perWeek " + perWeek);
        }
        if (perDomain.value() < perRun.value()) {
            throw new IllegalArgumentException("perDomain " + perDomain + " must not be below perRun " + perRun);
        }
    }

    /** With these limits, and everything else by default. */
    public SunsetPolicy(Share perRun, Share perWeek, Span finaliseAfter, Duration planValidFor) {
        this(
                perRun,
                perWeek,
                larger(DEFAULT_PER_DOMAIN, perRun),
                finaliseAfter,
                planValidFor,
                DEFAULT_CANARY,
                DEFAULT_SILENCE);
    }

    public static SunsetPolicy ofDefaults() {
        return new SunsetPolicy(DEFAULT_PER_RUN, DEFAULT_PER_WEEK, DEFAULT_FINALISE_AFTER, DEFAULT_PLAN_VALID_FOR);
    }

    /** The same with other limits; that of a domain is raised to the share of each run if it was smaller. */
    public SunsetPolicy atMost(Share eachRun, Share eachWeek) {
        return new SunsetPolicy(
                eachRun, eachWeek, larger(perDomain, eachRun), finaliseAfter, planValidFor, canary, silence);
    }

    /** The same with another share of the people at any one domain; 100 % for no limit. */
    public SunsetPolicy perDomain(Share share) {
        return new SunsetPolicy(perRun, perWeek, share, finaliseAfter, planValidFor, canary, silence);
    }

    /** The same with another time before the host's store is told. */
    public SunsetPolicy finaliseAfter(Span span) {
        return new SunsetPolicy(perRun, perWeek, perDomain, span, planValidFor, canary, silence);
    }

    /** The same with another part of each plan that goes first, and another time until the others follow. */
    public SunsetPolicy canary(Share share, Span watch) {
        return canary(new Canary(share, watch, canary.mostAlive));
    }

    /** The same with everybody of a plan at once, as far as the limits allow: nobody goes first to be watched. */
    public SunsetPolicy withoutCanary() {
        return canary(new Canary(Share.NONE, Span.NONE, canary.mostAlive));
    }

    private SunsetPolicy canary(Canary other) {
        return new SunsetPolicy(perRun, perWeek, perDomain, finaliseAfter, planValidFor, other, silence);
    }

    /** The same with another number of messages that must have stayed unanswered, the first of them so long ago. */
    public SunsetPolicy silence(int messages, Span over) {
        return new SunsetPolicy(
                perRun, perWeek, perDomain, finaliseAfter, planValidFor, canary, new Silence(messages, over));
    }

    private static Share larger(Share one, Share other) {
        return one.value() < other.value() ? other : one;
    }
}
