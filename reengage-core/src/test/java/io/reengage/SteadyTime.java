// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import io.reengage.internal.node.Threads;
import io.reengage.testing.VirtualClock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/** Real threads, but a steady clock that follows a virtual one; who waits for a while moves it on and waits for nobody. */
class SteadyTime implements Threads {
    private final Threads real = Threads.daemons();
    private final AtomicLong waited = new AtomicLong();
    private final VirtualClock clock;

    SteadyTime(VirtualClock clock) {
        this.clock = clock;
    }

    @Override
    public long nanoTime() {
        return ChronoUnit.NANOS.between(World.START, clock.instant()) + waited.get();
    }

    @Override
    public void pause(Duration duration) {
        waited.addAndGet(duration.toNanos());
    }

    @Override
    public ExecutorService workers(String node, int number) {
        return real.workers(node, number);
    }

    @Override
    public Repetition repeat(String node, Duration pause, Runnable work) {
        return real.repeat(node, pause, work);
    }
}
