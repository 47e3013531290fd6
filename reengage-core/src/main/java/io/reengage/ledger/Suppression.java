// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A reason not to send.
 *
 * @param subject fingerprint of the address, or of the person
 * @param channel the channel it concerns; empty for all
 * @param purpose the purpose it concerns; empty for all
 * @param reason why
 * @param at since when
 * @param source what said so, such as a landing page or a plan
 * @param liftedAt when it was lifted; {@code null} while it holds
 */
public record Suppression(
        String subject,
        String channel,
        String purpose,
        Reason reason,
        Instant at,
        String source,
        @Nullable Instant liftedAt) {

    /** Why nothing is sent, the gravest first: where several hold, the first one is named. */
    public enum Reason {
        /** The person had everything about them erased; never lifted. */
        ERASED,
        /** The person reported spam; never lifted. */
        COMPLAINT,
        /** The person left; lifted only by newer proven consent. */
        UNSUBSCRIBED,
        /** The address does not exist; ends with the address. */
        HARD_BOUNCE,
        /** Silent to the end of a campaign; lifted by a sign of life or an undo. */
        SUNSET
    }

    public Suppression {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(source, "source");
    }

    /** The same, concerning one purpose. */
    public Suppression about(String onePurpose) {
        return new Suppression(subject, channel, onePurpose, reason, at, source, liftedAt);
    }

    /** Whether it forbids a message of this purpose through this channel. */
    public boolean forbids(String messageChannel, String messagePurpose) {
        return liftedAt == null
                && (channel.isEmpty() || channel.equals(messageChannel))
                && (purpose.isEmpty() || purpose.equals(messagePurpose));
    }
}
