// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where one message for one person stands. The table of allowed moves is {@link #mayBecome(DeliveryState)}; nothing else
 * compares states to decide one.
 */
public enum DeliveryState {
    /** Put off by a cap or quiet hours. */
    DEFERRED,
    /** Refused for now; tried again later. */
    RETRYING,
    /** Accepted by the channel. */
    SENT,
    /**
     * Nobody can know whether it left: not sent again unless the step is sent at least once, counted in caps, never counted
     * as silence.
     */
    UNKNOWN,
    /** Refused for good, or given up. */
    FAILED,
    /** Held out: everything was done but the sending. */
    WITHHELD,
    /** Left unsent on purpose: suppressed, no consent, no address, a value missing. */
    SKIPPED,
    /** Left unsent because it was too late. */
    EXPIRED;

    private static final Set<DeliveryState> OPEN = EnumSet.of(DEFERRED, RETRYING);

    /**
     * Whether this state may be followed by another. A waiting message may become anything; one whose fate was unknown may
     * turn out sent or refused; one taken for refused may turn out sent, as when it is answered; the rest is final.
     */
    public boolean mayBecome(DeliveryState next) {
        return OPEN.contains(this)
                || (this == UNKNOWN && (next == SENT || next == FAILED))
                || (this == FAILED && next == SENT);
    }

    /** Whether the message is still to be decided. */
    public boolean isOpen() {
        return OPEN.contains(this);
    }

    /**
     * Whether the message may be handed over, once more or for the first time: always while it is open, and while nobody
     * knows its fate only if the step is sent at least once.
     */
    public boolean mayBeHandedOver(boolean atLeastOnce) {
        return isOpen() || (this == UNKNOWN && atLeastOnce);
    }

    /** Whether the person may have got the message, so that it counts in caps. */
    public boolean mayHaveArrived() {
        return this == SENT || this == UNKNOWN;
    }
}
