// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.decision;

import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.Enrollment;
import io.reengage.policy.SunsetPolicy;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Whether a person was asked often enough, and for long enough, for silence to mean anything. */
public final class Silence {

    private Silence() {}

    /**
     * Why not, if not.
     *
     * @param deliveries all messages on record for the person; only those surely sent since the enrollment count
     */
    public static Optional<String> tooLittle(
            SunsetPolicy.Silence needed, Enrollment enrollment, List<Delivery> deliveries, ZoneId zone, Instant now) {
        List<Instant> sent = deliveries.stream()
                .filter(each -> each.state() == DeliveryState.SENT)
                .map(Delivery::at)
                .filter(at -> !at.isBefore(enrollment.enrolledAt()) && !at.isAfter(now))
                .sorted()
                .toList();
        if (sent.size() < needed.messages()) {
            return Optional.of("only " + sent.size() + " of " + needed.messages() + " messages surely sent");
        }
        Instant enough = needed.over().after(sent.get(0), zone);
        return now.isBefore(enough)
                ? Optional.of("the first message is not " + needed.over() + " old")
                : Optional.empty();
    }
}
