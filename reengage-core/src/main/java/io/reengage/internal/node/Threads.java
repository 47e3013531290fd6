// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.node;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Where an engine's threads and waits come from: a port, so that a whole cluster can be run in one thread by a test. */
public interface Threads {

    /** Threads that take due sets further. */
    ExecutorService workers(String node, int number);

    /** Does something again and again until closed. */
    Repetition repeat(String node, Duration pause, Runnable work);

    /** A clock that only measures how long something takes. */
    default long nanoTime() {
        return System.nanoTime();
    }

    /** Waits. */
    default void pause(Duration duration) {
        LockSupport.parkNanos(duration.toNanos());
    }

    /** Something done again and again. */
    interface Repetition extends AutoCloseable {
        @Override
        void close();
    }

    /** Daemon threads of our own. */
    static Threads daemons() {
        return new Threads() {
            @Override
            public ExecutorService workers(String node, int number) {
                AtomicInteger count = new AtomicInteger();
                return Executors.newFixedThreadPool(
                        number, task -> daemon(task, "reengage-" + node + "-" + count.incrementAndGet()));
            }

            @Override
            public Repetition repeat(String node, Duration pause, Runnable work) {
                ScheduledExecutorService thread =
                        Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "reengage-lease-" + node));
                ScheduledFuture<?> unused =
                        thread.scheduleWithFixedDelay(work, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
                return thread::shutdownNow;
            }
        };
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
