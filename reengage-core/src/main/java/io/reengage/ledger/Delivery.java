// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of one step's message for one person. There is one at most per person, run, episode and step.
 *
 * @param subscriberId whom it was for
 * @param run the campaign run
 * @param episode the how-manieth enrollment of the person in that run, from 1
 * @param step the step
 * @param state what became of it
 * @param at when that was decided; for a message handed over, when it was handed over
 * @param until for a message put off: until when; else {@code null}
 * @param channel through which channel
 * @param variant which variant of the template; empty for none
 * @param providerId how the channel names it; empty if it does not
 * @param reason why, where there is a reason; no personal data
 */
public record Delivery(
        String subscriberId,
        String run,
        int episode,
        String step,
        DeliveryState state,
        Instant at,
        @Nullable Instant until,
        String channel,
        String variant,
        String providerId,
        String reason) {

    public Delivery {
        Objects.requireNonNull(subscriberId, "subscriberId");
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(variant, "variant");
        Objects.requireNonNull(providerId, "providerId");
        Objects.requireNonNull(reason, "reason");
    }

    /** The same message, surely sent after all. */
    public Delivery proven(String how) {
        return new Delivery(
                subscriberId, run, episode, step, DeliveryState.SENT, at, null, channel, variant, providerId, how);
    }
}
