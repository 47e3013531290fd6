// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import com.google.common.util.concurrent.MoreExecutors;
import io.reengage.internal.node.Threads;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** No threads at all: work is done at once by whoever asks, and what is done again and again is done when the test says so. */
public final class SimulatedThreads {

    private SimulatedThreads() {}

    /**
     * Builds a node without threads. The work that a real node repeats is handed to the caller, who also says what time it is
     * and lets it pass.
     */
    public static Reengage build(
            ReengageBuilder builder, Consumer<Runnable> repeated, LongSupplier nanoTime, Consumer<Duration> pause) {
        return builder.threads(new Threads() {
                    @Override
                    public ExecutorService workers(String node, int number) {
                        return MoreExecutors.newDirectExecutorService();
                    }

                    @Override
                    public Repetition repeat(String node, Duration pause, Runnable work) {
                        repeated.accept(work);
                        return () -> {};
                    }

                    @Override
                    public long nanoTime() {
                        return nanoTime.getAsLong();
                    }

                    @Override
                    public void pause(Duration duration) {
                        pause.accept(duration);
                    }
                })
                .build();
    }
}
