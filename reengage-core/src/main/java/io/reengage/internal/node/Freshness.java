// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.node;

import java.time.Duration;

/**
 * How long a worker may rely on having read that somebody may be written to. Whoever records the opposite waits as long
 * before saying so; so nothing is handed over after a suppression was acknowledged, on any node, and yet not every message
 * costs a question to the database.
 */
public final class Freshness {
    private static final Duration TRUSTED = Duration.ofMillis(250);

    private final Threads threads;

    public Freshness(Threads threads) {
        this.threads = threads;
    }

    /** A moment, to be taken before the reading begins. */
    public long mark() {
        return threads.nanoTime();
    }

    /** Whether what was read then may still be relied on. */
    public boolean isTrusted(long mark) {
        return threads.nanoTime() - mark < TRUSTED.toNanos();
    }

    /** Waits until nobody relies on what was read before now. */
    public void outlive() {
        long from = mark();
        while (isTrusted(from)) {
            threads.pause(TRUSTED);
        }
    }
}
