// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What an erasure did, and what it leaves to the host. Holds no personal data.
 *
 * @param at when
 * @param by who decided it
 * @param fingerprint salted hash of the person's id, under which the suppression and the audit line are filed
 * @param activities how many recorded activities were deleted
 * @param messages how many messages stay on record, without anything that leads to the person, so that reports stay right
 * @param suppressedAddresses how many addresses will never be written to again, by salted hash
 * @param mayStillArrive whether a message was being handed over at that moment and cannot be called back
 * @param stillToDo what only the host can do
 */
public record ErasureReceipt(
        Instant at,
        String by,
        String fingerprint,
        int activities,
        int messages,
        int suppressedAddresses,
        boolean mayStillArrive,
        List<String> stillToDo) {

    public ErasureReceipt {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(fingerprint, "fingerprint");
        stillToDo = List.copyOf(stillToDo);
    }
}
