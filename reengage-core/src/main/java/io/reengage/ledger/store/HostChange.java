// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.store;

import io.reengage.subscriber.StatusChange;
import java.time.Instant;

/**
 * A change the host's store is to be told of.
 *
 * @param change what changes
 * @param dueAt when the host is told at the earliest
 * @param state whether it was told
 * @param attempts how often the host was told, or was about to be
 * @param openCalls how many of these calls are not known to have ended
 */
public record HostChange(StatusChange change, Instant dueAt, State state, int attempts, int openCalls) {

    /** A change nobody was told of yet. */
    public static HostChange pending(StatusChange change, Instant dueAt) {
        return new HostChange(change, dueAt, State.PENDING, 0, 0);
    }

    /** Whether the host was told. */
    public enum State {
        PENDING,
        APPLIED,
        CANCELLED
    }
}
