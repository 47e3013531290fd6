// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.monitor;

import io.reengage.internal.node.Settings;
import io.reengage.monitoring.ReengageListener;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes events on to listeners from a thread of its own, so that no listener can hold the engine up or break it. */
public final class Announcer implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Announcer.class);
    /** Events that may wait for a slow listener. */
    static final int MOST_WAITING = 10_000;

    private static final int SECONDS_AT_CLOSE = 2;

    private final List<ReengageListener> listeners;
    private final @Nullable ExecutorService thread;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean dropped = new AtomicBoolean();
    private final AtomicBoolean failed = new AtomicBoolean();

    public Announcer(Settings settings, List<ReengageListener> listeners) {
        this.listeners = List.copyOf(listeners);
        this.thread = listeners.isEmpty() ? null : settings.threads().workers(settings.node() + "-listener", 1);
    }

    /** Whether anybody listens. */
    public boolean isHeard() {
        return thread != null;
    }

    /** Tells all listeners, soon. */
    public void tell(Consumer<ReengageListener> event) {
        if (thread == null) {
            return;
        }
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            if (dropped.compareAndSet(false, true)) {
                logger.warn("A listener is too slow: events are left out from now on whenever {} wait", MOST_WAITING);
            }
            return;
        }
        try {
            thread.execute(() -> {
                waiting.decrementAndGet();
                listeners.forEach(each -> tell(each, event));
            });
        } catch (RejectedExecutionException e) {
            logger.debug("An event after the end is told nobody", e);
        }
    }

    private void tell(ReengageListener listener, Consumer<ReengageListener> event) {
        try {
            event.accept(listener);
        } catch (Exception | Error e) {
            if (failed.compareAndSet(false, true)) {
                logger.warn("A listener failed, which changes nothing; further failures are not logged", e);
            }
        }
    }

    /** Lets what waits be told, but not for long. */
    @Override
    public void close() {
        if (thread == null) {
            return;
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(SECONDS_AT_CLOSE, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
