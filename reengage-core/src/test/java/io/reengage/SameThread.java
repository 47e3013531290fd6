// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import com.google.common.util.concurrent.MoreExecutors;
import io.reengage.testing.VirtualClock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

/** Does everything in the thread that asks, and nothing by itself. */
final class SameThread extends SteadyTime {
    SameThread(VirtualClock clock) {
        super(clock);
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
