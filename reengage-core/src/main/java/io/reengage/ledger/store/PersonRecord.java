// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.store;

import io.reengage.activity.ActivitySummary;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger itself knows of a person.
 *
 * @param subscriberId who
 * @param version grows with every change
 * @param summary what was recorded of their activity
 * @param pausedUntil until when they asked for quiet; {@code null} if they did not
 * @param fewer whether they asked for fewer messages
 */
public record PersonRecord(
        String subscriberId,
        long version,
        ActivitySummary summary,
        @Nullable Instant pausedUntil,
        boolean fewer) {

    /** Newest times that every summary keeps of each type, at the least. */
    public static final int LEAST_DEPTH = 2 * ActivitySummary.DEFAULT_DEPTH;

    /** The same with another summary. */
    public PersonRecord with(ActivitySummary known) {
        return new PersonRecord(subscriberId, version, known, pausedUntil, fewer);
    }

    /** Nothing known yet. */
    public static PersonRecord unknown(String subscriberId) {
        return new PersonRecord(subscriberId, 0, ActivitySummary.EMPTY, null, false);
    }
}
