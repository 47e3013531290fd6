// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.node;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The database's clock without a question to the database each time: read now and then, and carried on in between by this
 * JVM's steady clock. So all nodes go by one time, whatever their own clocks say.
 */
public final class DatabaseClock implements InstantSource {
    private final InstantSource database;
    private volatile Reading reading;

    public DatabaseClock(InstantSource database) {
        this.database = database;
        this.reading = read(database);
    }

    /** What the database's clock said, and when by the steady clock. */
    private record Reading(Instant instant, long nanos) {

        private Instant instantAt(long then) {
            return instant.plusNanos(then - nanos);
        }
    }

    private static Reading read(InstantSource database) {
        long before = System.nanoTime();
        Instant instant = database.instant();
        return new Reading(instant, before);
    }

    /** Reads the database's clock again; by how much it went ahead of the steady clock since the reading before. */
    public synchronized Duration synchronize() {
        Reading next = read(database);
        Duration ahead = Duration.between(reading.instantAt(next.nanos), next.instant);
        reading = next;
        return ahead;
    }

    @Override
    public Instant instant() {
        return reading.instantAt(System.nanoTime());
    }
}
