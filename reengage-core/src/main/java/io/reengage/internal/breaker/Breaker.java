// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.breaker;

import io.reengage.monitoring.ReengageListener.BreakerState;
import java.time.Duration;
import java.time.Instant;

/**
 * One circuit breaker as a value: each method answers what it becomes. Closed, it counts results in windows of time and opens
 * when at least half of enough results were trouble. Open, it lets nothing through until its time is over, longer each time.
 * Half open, it lets a few through in a minute, and four times as many in the next if those got through; so what has gathered
 * does not come as a burst.
 *
 * @param minimum how many results a window needs to say anything
 * @param state whether messages are let through
 * @param until when the window, the pause or the stage ends
 * @param quota how many may be let through in this stage
 * @param given how many were
 * @param answered how many results the window or stage has seen
 * @param troubled how many of those were trouble
 * @param openings how often it opened since it was last closed
 */
record Breaker(
        int minimum,
        BreakerState state,
        Instant until,
        int quota,
        int given,
        int answered,
        int troubled,
        int openings) {

    static final Duration WINDOW = Duration.ofMinutes(5);
    static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);
    static final Duration LONGEST_SPREAD = Duration.ofMinutes(10);
    static final Duration STAGE = Duration.ofMinutes(1);
    static final int FIRST_QUOTA = 5;
    static final int GROWTH = 4;
    /** A stage that would let so many through is no limit any more. */
    static final int ENOUGH = 300;

    static Breaker closed(int minimum, Instant now) {
        return new Breaker(minimum, BreakerState.CLOSED, now.plus(WINDOW), 0, 0, 0, 0, 0);
    }

    /** What time alone makes of it. */
    Breaker at(Instant now) {
        if (now.isBefore(until)) {
            return this;
        }
        return switch (state) {
            case CLOSED -> closed(minimum, now);
            case OPEN -> stage(FIRST_QUOTA, now);
            case HALF_OPEN -> afterStage(now);
        };
    }

    private Breaker afterStage(Instant now) {
        if (answered == 0) {
            return stage(quota, now);
        }
        if (2 * troubled >= answered) {
            return opened(now);
        }
        return quota * GROWTH >= ENOUGH ? closed(minimum, now) : stage(quota * GROWTH, now);
    }

    private Breaker stage(int people, Instant now) {
        return new Breaker(minimum, BreakerState.HALF_OPEN, now.plus(STAGE), people, 0, 0, 0, openings);
    }

    private Breaker opened(Instant now) {
        return new Breaker(minimum, BreakerState.OPEN, now.plus(pause(openings)), 0, 0, 0, 0, openings + 1);
    }

    /** How far apart those who have to wait come back, so that they do not come back together. */
    Duration spread() {
        Duration pause = pause(openings);
        return pause.compareTo(LONGEST_SPREAD) < 0 ? pause : LONGEST_SPREAD;
    }

    private static Duration pause(int openings) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(openings, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** How many more may be let through now. */
    int free() {
        return switch (state) {
            case CLOSED -> Integer.MAX_VALUE;
            case OPEN -> 0;
            case HALF_OPEN -> Math.max(0, quota - given);
        };
    }

    /**
     * Somebody was let through.
     *
     * @param number how many; negative for those who did not go after all
     */
    Breaker given(int number) {
        return state == BreakerState.HALF_OPEN
                ? new Breaker(minimum, state, until, quota, Math.max(0, given + number), answered, troubled, openings)
                : this;
    }

    /** A result came in. What comes late, while it is open, tells nothing new. */
    Breaker answered(boolean trouble, Instant now) {
        Breaker current = at(now);
        if (current.state == BreakerState.OPEN) {
            return current;
        }
        Breaker counted = new Breaker(
                minimum,
                current.state,
                current.until,
                current.quota,
                current.given,
                current.answered + 1,
                current.troubled + (trouble ? 1 : 0),
                current.openings);
        return counted.isTooMuch() ? counted.opened(now) : counted;
    }

    private boolean isTooMuch() {
        return state == BreakerState.CLOSED ? answered >= minimum && 2 * troubled >= answered : 2 * troubled >= quota;
    }
}
