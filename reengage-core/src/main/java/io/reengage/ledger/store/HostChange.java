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
 */
public record HostChange(StatusChange change, Instant dueAt, State state, int attempts) {

    /** Whether the host was told. */
    public enum State {
        PENDING,
        APPLIED,
        CANCELLED
    }
}
