// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import io.reengage.channel.ChannelSpec;
import io.reengage.internal.node.Threads;

/**
 * Watches over one worker's hand-overs: a channel that has neither asked for a message nor answered one for longer than its
 * deadline is given up, as that of a dead process would be. It is given nothing more, should it ever wake. Safe for several
 * threads.
 */
final class Vigil {
    private final Threads threads;
    private volatile long sign;
    /** In nanoseconds; 0 while no channel is at work. */
    private long deadline;

    private volatile String channel = "";
    private volatile boolean givenUp;

    Vigil(Threads threads) {
        this.threads = threads;
    }

    /** A channel is given work. */
    synchronized void begin(ChannelSpec spec) {
        sign();
        channel = spec.name();
        deadline = spec.deadline().toNanos();
    }

    /** The channel did something. */
    void sign() {
        sign = threads.nanoTime();
    }

    synchronized void end() {
        deadline = 0;
    }

    /** Gives up a channel that hangs; whether it does. */
    synchronized boolean giveUpIfHanging() {
        givenUp |= deadline > 0 && threads.nanoTime() - sign > deadline;
        return givenUp;
    }

    /** The channel that was given work last, by name. */
    String channel() {
        return channel;
    }

    boolean isGivenUp() {
        return givenUp;
    }
}
