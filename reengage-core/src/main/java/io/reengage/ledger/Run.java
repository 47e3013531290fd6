// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One launch of a campaign, with the definition it was launched with.
 *
 * @param id identity, {@code <campaign>/<number>}
 * @param campaign name of the campaign
 * @param definition the campaign as JSON
 * @param status whether it works
 * @param reason why it does not; empty while it runs
 * @param launchedAt when it was launched
 * @param cursor where reading the list goes on; {@code null} between two readings
 * @param nextScanAt when the list is read next; {@code null} for never again
 * @param scanned how many people the latest reading has looked at so far
 */
public record Run(
        String id,
        String campaign,
        String definition,
        Status status,
        String reason,
        Instant launchedAt,
        @Nullable String cursor,
        @Nullable Instant nextScanAt,
        long scanned) {

    /** Whether a run works. */
    public enum Status {
        RUNNING,
        PAUSED,
        CANCELLED
    }

    public Run {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(campaign, "campaign");
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(launchedAt, "launchedAt");
    }
}
