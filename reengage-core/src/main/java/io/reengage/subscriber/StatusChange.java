// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.subscriber;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One change of a person's standing that the host is asked to write into its own store.
 *
 * @param id unique key of the change; the same id again is the same change and must have no further effect
 * @param subscriberId whom it concerns
 * @param subscription the list or purpose it concerns
 * @param kind what changes
 * @param at when the person or the approver decided it
 * @param until for {@link Kind#PAUSED}: when the pause ends; else {@code null}
 * @param reason why, in words or as a survey answer; may be empty
 */
public record StatusChange(
        String id,
        String subscriberId,
        String subscription,
        Kind kind,
        Instant at,
        @Nullable Instant until,
        String reason) {

    /** What changes. */
    public enum Kind {
        /** The person left: consent withdrawn, off the list. */
        UNSUBSCRIBED,
        /** Taken off the list for silence; consent stays as the person gave it. */
        RETIRED,
        /** Back on the list after {@link #RETIRED}: a sign of life, or an undo. Who left meanwhile stays off. */
        RESTORED,
        /** No messages until the given time, by the person's wish. */
        PAUSED,
        /** The person wants fewer messages. */
        FEWER
    }

    public StatusChange {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(subscriberId, "subscriberId");
        Objects.requireNonNull(subscription, "subscription");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(reason, "reason");
        if ((kind == Kind.PAUSED) != (until != null)) {
            throw new IllegalArgumentException("until belongs to PAUSED, and only there (change " + id + ")");
        }
    }

    /** Whether it would take off the list somebody who agreed to it after this was decided. */
    public boolean isOutdatedBy(Subscriber person) {
        @Nullable Consent word = person.consents().get(subscription);
        return (kind == Kind.UNSUBSCRIBED || kind == Kind.RETIRED)
                && word != null
                && word.granted()
                && word.at().isAfter(at);
    }
}
