// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.subscriber;

import java.time.Instant;
import java.util.Objects;

/**
 * A person's place on one named list of the host.
 *
 * @param name the list, such as {@code newsletter}
 * @param status where the person stands on it
 * @param since when that status began
 */
public record Subscription(String name, Status status, Instant since) {

    /** Where a person stands on a list. */
    public enum Status {
        /** On the list. */
        SUBSCRIBED,
        /** Left by the person's own wish. */
        UNSUBSCRIBED,
        /** Taken off for silence; comes back with a sign of life. */
        RETIRED
    }

    public Subscription {
        Text.require(name, "subscription name", 100);
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(since, "since");
    }
}
