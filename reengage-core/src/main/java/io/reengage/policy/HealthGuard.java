// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.policy;

import io.reengage.segment.Share;
import java.time.Duration;
import java.util.Objects;

/**
 * When a campaign is paused since too many people or their providers object to it: going on would cost the sender's name with
 * every provider. Counted are people, each once, against all messages of the run within {@link #WINDOW}; a run that somebody
 * resumes is counted anew: by the messages sent since then, and by what people say of those.
 *
 * @param complaints people who called a message spam
 * @param hardBounces people whose address does not exist
 * @param unsubscribes people who left by the link or button every message has; those who say goodbye on the page a campaign
 *     asks them on only answer the question
 */
public record HealthGuard(Limit complaints, Limit hardBounces, Limit unsubscribes) {

    /** How far back messages and objections count. */
    public static final Duration WINDOW = Duration.ofDays(7);

    /** Gmail wants complaints below 0.10 % and punishes 0.30 %. */
    public static final Limit DEFAULT_COMPLAINTS = new Limit(Share.percent(0.10), Share.percent(0.20), 5);

    public static final Limit DEFAULT_HARD_BOUNCES = new Limit(Share.percent(1), Share.percent(2), 10);
    public static final Limit DEFAULT_UNSUBSCRIBES = new Limit(Share.percent(0.5), Share.percent(1), 10);

    private static final Limit NEVER = new Limit(Share.percent(100), Share.percent(100), Integer.MAX_VALUE);

    /** How good or bad, from good to bad. */
    public enum Level {
        FINE,
        /** Somebody should look. */
        WARN,
        /** The run is paused. */
        HALT
    }

    /**
     * How much is too much of one kind.
     *
     * @param warn from this share of the messages on somebody should look
     * @param halt from this share on the run is paused
     * @param people below so many people nothing is said, whatever their share; 1 or more
     */
    public record Limit(Share warn, Share halt, int people) {

        public Limit {
            if (people < 1 || halt.value() == 0 || warn.value() > halt.value()) {
                throw new IllegalArgumentException("warn " + warn + ", halt " + halt + ", people " + people
                        + ": warn must not be above halt, halt above 0, and people at least 1");
            }
        }

        /**
         * What this number means.
         *
         * @param number people, 0 or more
         * @param messages messages, 0 or more
         */
        public Level level(long number, long messages) {
            if (number < people) {
                return Level.FINE;
            }
            return number >= halt.value() * messages
                    ? Level.HALT
                    : number >= warn.value() * messages ? Level.WARN : Level.FINE;
        }
    }

    public HealthGuard {
        Objects.requireNonNull(complaints, "complaints");
        Objects.requireNonNull(hardBounces, "hardBounces");
        Objects.requireNonNull(unsubscribes, "unsubscribes");
    }

    public static HealthGuard ofDefaults() {
        return new HealthGuard(DEFAULT_COMPLAINTS, DEFAULT_HARD_BOUNCES, DEFAULT_UNSUBSCRIBES);
    }

    /** Nothing is ever paused by itself. */
    public static HealthGuard off() {
        return new HealthGuard(NEVER, NEVER, NEVER);
    }

    /** The same with another limit for complaints. */
    public HealthGuard complaints(Limit limit) {
        return new HealthGuard(limit, hardBounces, unsubscribes);
    }

    /** The same with another limit for hard bounces. */
    public HealthGuard hardBounces(Limit limit) {
        return new HealthGuard(complaints, limit, unsubscribes);
    }

    /** The same with another limit for unsubscribes. */
    public HealthGuard unsubscribes(Limit limit) {
        return new HealthGuard(complaints, hardBounces, limit);
    }
}
