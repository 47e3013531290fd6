// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import com.google.common.util.concurrent.MoreExecutors;
import io.reengage.internal.node.Threads;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/** Does everything in the thread that asks, and nothing by itself. */
final class SameThread implements Threads {
    static final SameThread INSTANCE = new SameThread();

    private final AtomicLong nanos = new AtomicLong();

    private SameThread() {}

    /** A second later each time it is asked: so nothing read before is relied on. */
    @Override
    public long nanoTime() {
        return nanos.addAndGet(1_000_000_000L);
    }

    @Override
    public ExecutorService workers(String node, int number) {
        return MoreExecutors.newDirectExecutorService();
    }

    @Override
    public Repetition repeat(String node, Duration pause, Runnable work) {
        return () -> {};
    }
}
