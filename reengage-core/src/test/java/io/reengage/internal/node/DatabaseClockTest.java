// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {

    @Test
    void aLeapOfTheDatabasesClockShowsAtTheNextReadingAndOnlyThere() {
        Instant start = Instant.parse("2026-01-05T09:00:00Z");
        AtomicReference<Instant> database = new AtomicReference<>(start);
        DatabaseClock clock = new DatabaseClock(database::get);
        database.set(start.plus(Duration.ofHours(3)));
        assertThat(clock.synchronize()).isBetween(Duration.ofMinutes(170), Duration.ofHours(3));
        assertThat(clock.synchronize()).isLessThan(Duration.ofMinutes(1));
        database.set(start);
        assertThat(clock.synchronize()).isNegative();
    }
}
