// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a channel is called and what it needs.
 *
 * @param name how campaigns name it, such as {@code email}
 * @param addressKind the kind of {@link io.reengage.subscriber.Address} it delivers to
 * @param requiredFields fields a message must have, such as {@code subject}
 * @param optionalFields fields it also understands
 * @param deadline how long one hand-over may take at most; a message handed over longer ago without a receipt is {@link
 *     Receipt.Unknown}
 * @param idempotencyWindow how long after a message the channel recognizes another one with the same {@link Message#key()}
 *     and delivers it only once; zero if it does not, as with mail. A step that is sent {@code atLeastOnce()} is repeated
 *     only this long
 * @param typesetter makes templates ready for this channel
 * @param values what templates may name beside what is known about a person, the same for everybody, such as a sender's postal
 *     address
 */
public record ChannelSpec(
        String name,
        String addressKind,
        Set<String> requiredFields,
        Set<String> optionalFields,
        Duration deadline,
        Duration idempotencyWindow,
        Typesetter typesetter,
        Map<String, String> values) {

    public ChannelSpec {
        Objects.requireNonNull(typesetter, "typesetter");
        if (name.isBlank() || addressKind.isBlank()) {
            throw new IllegalArgumentException("a channel needs a name and an address kind");
        }
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("deadline of channel " + name + " is not positive: " + deadline);
        }
        if (idempotencyWindow.isNegative()) {
            throw new IllegalArgumentException(
                    "idempotencyWindow of channel " + name + " is negative: " + idempotencyWindow);
        }
        requiredFields = Set.copyOf(requiredFields);
        optionalFields = Set.copyOf(optionalFields);
        values = Map.copyOf(values);
    }

    /** A channel that uses templates as they are written. */
    public ChannelSpec(
            String name,
            String addressKind,
            Set<String> requiredFields,
            Set<String> optionalFields,
            Duration deadline,
            Duration idempotencyWindow) {
        this(
                name,
                addressKind,
                requiredFields,
                optionalFields,
                deadline,
                idempotencyWindow,
                Typesetter.AS_WRITTEN,
                Map.of());
    }

    /** A channel that delivers every message it is given, whatever its key, and uses templates as they are written. */
    public ChannelSpec(
            String name,
            String addressKind,
            Set<String> requiredFields,
            Set<String> optionalFields,
            Duration deadline) {
        this(name, addressKind, requiredFields, optionalFields, deadline, Duration.ZERO);
    }

    /** The same channel with another way to make templates ready. */
    public ChannelSpec typesetBy(Typesetter typesetter) {
        return new ChannelSpec(
                name, addressKind, requiredFields, optionalFields, deadline, idempotencyWindow, typesetter, values);
    }

    /** The same channel with these values for templates. */
    public ChannelSpec withValues(Map<String, String> values) {
        return new ChannelSpec(
                name, addressKind, requiredFields, optionalFields, deadline, idempotencyWindow, typesetter, values);
    }
}
