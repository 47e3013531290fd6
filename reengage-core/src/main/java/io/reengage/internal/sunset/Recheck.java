// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.sunset;

import io.reengage.activity.ActivityTimes;
import io.reengage.activity.ActivityType;
import io.reengage.internal.contact.ContactRules;
import io.reengage.internal.decision.Planner;
import io.reengage.internal.decision.Silence;
import io.reengage.internal.run.People;
import io.reengage.internal.run.RunDefinition;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.Suppression;
import io.reengage.policy.SunsetPolicy;
import io.reengage.segment.Profile;
import io.reengage.segment.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One person looked at once more, right before they are retired: a pure function of what is known now.
 *
 * @param enrollment the newest in the run; {@code null} if there is none
 * @param profile as the host has them now; {@code null} if it no longer does
 * @param deliveries all messages on record for them
 * @param suppressions all that stand for them
 */
record Recheck(
        @Nullable Enrollment enrollment,
        @Nullable Profile profile,
        List<Delivery> deliveries,
        List<Suppression> suppressions) {

    /** A sign of life is one even where the clock of the machine that saw it was ahead of ours. */
    private static final Duration CLOCKS_APART = Duration.ofDays(1);

    /** Why the person is to be left alone, if there is a reason. */
    Optional<String> spared(RunDefinition definition, SunsetPolicy policy, String list, Instant now) {
        if (profile == null) {
            return Optional.of("no longer known to the host");
        }
        if (enrollment == null || enrollment.state() != Enrollment.State.NOMINATED) {
            return Optional.of("no longer nominated");
        }
        boolean alive = profile.activity()
                .last(ActivityType.ENGAGEMENT, now.plus(CLOCKS_APART))
                .filter(sign -> ActivityTimes.isSince(sign, enrollment.enrolledAt()))
                .isPresent();
        if (alive) {
            return Optional.of("a sign of life since the nomination");
        }
        if (Planner.bounced(enrollment, profile, now)) {
            return Optional.of("a message bounced");
        }
        Optional<String> tooLittle = Silence.tooLittle(policy.silence(), enrollment, deliveries, profile.zone(), now);
        if (tooLittle.isPresent()) {
            return tooLittle;
        }
        Verdict verdict = definition.campaign().segment().evaluate(profile, now);
        if (verdict != Verdict.IN) {
            return Optional.of("no longer in the audience (" + verdict + ")");
        }
        // who left or complained, here or at the host, is not retired on top
        return People.forbidding(suppressions, "", list)
                .map(reason -> "suppressed: " + reason)
                .or(() -> ContactRules.unwilling(
                        profile.subscriber(), definition.campaign().purpose()));
    }
}
