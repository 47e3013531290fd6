// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/** A clock that moves only by hand, and only forwards. Safe for several threads. */
public final class VirtualClock implements InstantSource {
    private volatile Instant now;

    private VirtualClock(Instant start) {
        this.now = Objects.requireNonNull(start, "start");
    }

    /** A clock that stands at this moment. */
    public static VirtualClock at(Instant start) {
        return new VirtualClock(start);
    }

    /** Moves the clock. */
    public synchronized void advance(Duration by) {
        setTo(now.plus(by));
    }

    /**
     * Moves the clock to a moment.
     *
     * @throws IllegalArgumentException if that lies in the past
     */
    public synchronized void setTo(Instant moment) {
        if (moment.isBefore(now)) {
            throw new IllegalArgumentException("the clock stands at " + now + " and does not go back to " + moment);
        }
        now = moment;
    }

    @Override
    public Instant instant() {
        return now;
    }
}
