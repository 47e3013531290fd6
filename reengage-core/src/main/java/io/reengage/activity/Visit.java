// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request that a message caused: all that is kept to tell machines from people.
 *
 * @param what what was fetched
 * @param link which of the message's links, such as its target; links that lead to the same are the same
 * @param links how many different links of the message are followed by way of us; 0 if not known
 * @param at when
 * @param visitor who
 * @param sinceDelivery time from the delivery of the message to the request; {@code null} if unknown
 */
public record Visit(
        What what,
        String link,
        int links,
        Instant at,
        Visitor visitor,
        @Nullable Duration sinceDelivery) {

    /** What can be fetched. */
    public enum What {
        /** The picture that tells that a message is being looked at. */
        OPEN,
        /** A link that leads on to a page of the host's. */
        CLICK,
        /** A link to a landing page. */
        PAGE,
        /** The link that no reader sees. */
        HIDDEN
    }

    public Visit {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(visitor, "visitor");
    }
}
