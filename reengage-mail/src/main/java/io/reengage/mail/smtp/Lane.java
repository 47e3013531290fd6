// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.smtp;

import java.time.Duration;
import java.time.Instant;

/**
 * What one provider is sent, as a value: each method answers what it becomes. It is paused when the provider says that mail
 * comes too fast, twice as long each time, and goes on half as wide; after enough accepted mails it is widened again by one.
 *
 * @param perMinute most messages a minute at full width; 0 for no limit
 * @param most full width
 * @param width most messages under way at a time now
 * @param underWay messages under way
 * @param clean messages accepted since it last changed its width
 * @param pauses how often it was paused lately
 * @param pausedUntil end of the last pause
 * @param nextAt when the next message is due at an even pace
 * @param promisedUntil when the last of those who were held back was told to come again
 */
record Lane(
        int perMinute,
        int most,
        int width,
        int underWay,
        int clean,
        int pauses,
        Instant pausedUntil,
        Instant nextAt,
        Instant promisedUntil) {

    /** Accepted mails that widen a lane by one and take one pause off its record. */
    static final int ENOUGH = 100;

    static final Duration FIRST_PAUSE = Duration.ofMinutes(15);
    static final Duration LONGEST_PAUSE = Duration.ofHours(4);
    /** How much of a pace may be used up at once. */
    static final Duration BURST = Duration.ofSeconds(10);
    /** Those held back come again in groups, which costs the engine less than one by one. */
    static final Duration STEP = Duration.ofSeconds(30);

    private static final Duration LONGEST_HOLD = Duration.ofHours(6);
    /** Between those held back where no pace is set. */
    private static final Duration NO_PACE = Duration.ofMillis(50);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    static Lane open(int perMinute, int most) {
        return new Lane(perMinute, most, most, 0, 0, 0, Instant.MIN, Instant.MIN, Instant.MIN);
    }

    /** Whether a message must not even wait for a place. */
    boolean isClosed(Instant now) {
        return isPaused(now) || (perMinute > 0 && nextAt.isAfter(now.plus(BURST)));
    }

    boolean isPaused(Instant now) {
        return pausedUntil.isAfter(now);
    }

    boolean isFull() {
        return underWay >= width;
    }

    /** A message goes. */
    Lane entered(Instant now) {
        Instant next = later(nextAt, now).plus(pace());
        return new Lane(perMinute, most, width, underWay + 1, clean, pauses, pausedUntil, next, promisedUntil);
    }

    /** A message is held back and told to come at {@link #promisedUntil()}, after all those told before. */
    Lane held(Instant now) {
        Instant free = later(pausedUntil, now);
        if (perMinute > 0) {
            free = later(free, nextAt.isAfter(now) ? nextAt.minus(BURST) : now);
        }
        Duration gap = perMinute > 0 ? pace() : NO_PACE;
        Instant promised = later(promisedUntil, free).plus(gap);
        Instant latest = later(free, now).plus(LONGEST_HOLD);
        return new Lane(
                perMinute,
                most,
                width,
                underWay,
                clean,
                pauses,
                pausedUntil,
                nextAt,
                promised.isAfter(latest) ? latest : promised);
    }

    /** How long the message held back last shall wait: whole steps. */
    Duration wait(Instant now) {
        long steps = Math.max(0, Duration.between(now, promisedUntil).toMillis() - 1) / STEP.toMillis() + 1;
        return STEP.multipliedBy(steps);
    }

    /** A message was accepted. */
    Lane accepted() {
        boolean wider = clean + 1 >= ENOUGH;
        return new Lane(
                perMinute,
                most,
                wider ? Math.min(most, width + 1) : width,
                Math.max(0, underWay - 1),
                wider ? 0 : clean + 1,
                wider ? Math.max(0, pauses - 1) : pauses,
                pausedUntil,
                nextAt,
                promisedUntil);
    }

    /** A message was neither accepted nor a reason to slow down. */
    Lane left() {
        return new Lane(
                perMinute, most, width, Math.max(0, underWay - 1), clean, pauses, pausedUntil, nextAt, promisedUntil);
    }

    /**
     * The provider wants less. What was under way when it first said so says nothing new.
     *
     * @param asked how long the provider wants to be left alone, at the least
     */
    Lane slowed(Instant now, Duration asked) {
        if (isPaused(now)) {
            return left();
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(pauses, 8));
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        pause = pause.compareTo(asked) > 0 ? pause : asked;
        return new Lane(
                perMinute,
                most,
                Math.max(1, width / 2),
                Math.max(0, underWay - 1),
                0,
                pauses + 1,
                now.plus(pause),
                now.plus(pause),
                now.plus(pause));
    }

    private Duration pace() {
        return perMinute == 0 ? Duration.ZERO : MINUTE.multipliedBy(most).dividedBy((long) perMinute * width);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
