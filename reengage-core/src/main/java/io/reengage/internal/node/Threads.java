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
import org.slf4j.LoggerFactory;

/** Where an engine's threads and waits come from: a port, so that a whole cluster can be run in one thread by a test. */
public interface Threads {
    int SECONDS_AT_END = 5;

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
        /** Ends it, and waits a little for what is under way. */
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
                return () -> end(thread);
            }
        };
    }

    /** Without interrupting: of a file that is being written to at that moment, H2 would lose hold, for everybody. */
    private static void end(ExecutorService thread) {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(SECONDS_AT_END, TimeUnit.SECONDS)) {
                LoggerFactory.getLogger(Threads.class)
                        .warn("What is done again and again is still at it; it ends by itself");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
