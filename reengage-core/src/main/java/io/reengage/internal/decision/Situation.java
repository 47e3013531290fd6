// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.decision;

import io.reengage.ledger.Delivery;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.store.PersonRecord;
import io.reengage.policy.ContactPolicy;
import io.reengage.segment.Profile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is known about one person when a step is due.
 *
 * @param enrollment the person's way through the run; {@code null} if there is none
 * @param profile the person as the host knows them now; {@code null} if the host no longer does
 * @param person what the ledger knows of them
 * @param deliveries all messages on record for them, over all campaigns
 * @param suppressions all on record for the person and the address
 * @param deliverable whether this environment may deliver to the address
 * @param firstDueAt when the step was first due
 * @param outage until when the channel or the recipient's domain is kept from messages; {@code null} if it is not
 */
public record Situation(
        @Nullable Enrollment enrollment,
        @Nullable Profile profile,
        PersonRecord person,
        List<Delivery> deliveries,
        List<Suppression> suppressions,
        boolean deliverable,
        Instant firstDueAt,
        ContactPolicy.@Nullable Deferral outage) {

    public Situation(
            @Nullable Enrollment enrollment,
            @Nullable Profile profile,
            PersonRecord person,
            List<Delivery> deliveries,
            List<Suppression> suppressions,
            boolean deliverable,
            Instant firstDueAt) {
        this(enrollment, profile, person, deliveries, suppressions, deliverable, firstDueAt, null);
    }

    /** What is on record of this step's message, on the way the person is on. */
    public Optional<Delivery> earlier(String step) {
        for (Delivery each : deliveries) {
            if (enrollment != null
                    && each.step().equals(step)
                    && each.run().equals(enrollment.run())
                    && each.episode() == enrollment.episode()) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** The other messages: one that is handed over again does not stand in its own way. */
    List<Delivery> othersThan(String step) {
        Optional<Delivery> same = earlier(step);
        return same.isEmpty()
                ? deliveries
                : deliveries.stream().filter(each -> !each.equals(same.get())).toList();
    }
}
