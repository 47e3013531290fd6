// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.decision;

import io.reengage.activity.ActivityType;
import io.reengage.campaign.Action;
import io.reengage.campaign.Campaign;
import io.reengage.campaign.Step;
import io.reengage.channel.ChannelSpec;
import io.reengage.internal.contact.ContactRules;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.People;
import io.reengage.internal.run.RunDefinition;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.Suppression;
import io.reengage.policy.ContactPolicy;
import io.reengage.policy.SunsetPolicy;
import io.reengage.segment.Condition;
import io.reengage.segment.Explanation;
import io.reengage.segment.Profile;
import io.reengage.segment.Segment;
import io.reengage.segment.Verdict;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides what is to be done about one person at one step: a pure function of what is known, with no input or output, so that
 * every rule can be tested by itself. The order of the rules is the order of their weight: whoever left is not written to,
 * whoever answered is not asked again, and only then caps and hours matter.
 */
public final class Planner {
    private static final List<ActivityType> ANSWERS = Stream.of(
                    ActivityType.CONFIRMED, ActivityType.ASKED_FEWER, ActivityType.PAUSED, ActivityType.UNSUBSCRIBED)
            .sorted()
            .toList();

    private final ContactRules rules;
    private final SunsetPolicy.Silence silence;
    private final Map<String, ChannelSpec> channels;

    public Planner(ContactPolicy policy, SunsetPolicy.Silence silence, Map<String, ChannelSpec> channels) {
        this.rules = new ContactRules(policy, channels);
        this.silence = silence;
        this.channels = channels;
    }

    public static Planner of(Settings settings) {
        return new Planner(
                settings.policy(),
                settings.sunset().silence(),
                settings.channels().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().spec())));
    }

    public Decision decide(RunDefinition definition, Step step, Situation situation, Instant now) {
        Enrollment enrollment = situation.enrollment();
        Profile profile = situation.profile();
        if (enrollment == null || enrollment.state() != Enrollment.State.ACTIVE) {
            return new Decision.Drop();
        }
        if (profile == null) {
            return new Decision.Exit("no longer known to the host");
        }
        Optional<String> left = exit(definition.campaign(), enrollment, situation, profile, now);
        if (left.isPresent()) {
            return new Decision.Exit(left.get());
        }
        return step.action() instanceof Action.Send send
                ? send(definition, step, send, situation, enrollment, profile, now)
                : sunset(definition, step, situation, enrollment, profile, now);
    }

    /** Why a person who meets the condition leaves, whatever step is due. */
    public static Optional<String> exit(
            Campaign campaign, Enrollment enrollment, Situation situation, Profile profile, Instant now) {
        for (ActivityType answer : ANSWERS) {
            if (since(enrollment, answer, profile, now)) {
                return Optional.of("answered: " + answer);
            }
        }
        Condition exit = campaign.exit();
        if (exit != null && Segment.since(enrollment.enrolledAt(), exit, profile, now) == Verdict.IN) {
            return Optional.of("exit condition: " + exit.describe());
        }
        if (!situation.suppressions().isEmpty()) {
            List<Suppression> words = situation.suppressions().stream()
                    .filter(each -> each.reason() != Suppression.Reason.HARD_BOUNCE)
                    .toList();
            Optional<Suppression.Reason> word = People.forbidding(words, "", campaign.purpose());
            if (word.isPresent()) {
                return Optional.of("suppressed: " + word.get());
            }
        }
        return ContactRules.unwilling(profile.subscriber(), campaign.purpose());
    }

    private static boolean since(Enrollment enrollment, ActivityType type, Profile profile, Instant now) {
        return profile.activity().timeline(type).countBetween(enrollment.enrolledAt(), now) > 0;
    }

    private Decision send(
            RunDefinition definition,
            Step step,
            Action.Send send,
            Situation situation,
            Enrollment enrollment,
            Profile profile,
            Instant now) {
        Optional<Delivery> earlier = situation.earlier(step.id());
        if (earlier.isEmpty() || earlier.get().state().isOpen()) {
            return once(definition, step, send, situation, enrollment, profile, now);
        }
        if (!send.repeatable()) {
            return new Decision.Drop();
        }
        if (!earlier.get().state().mayBeHandedOver(true) || isTooLate(send, earlier.get(), now)) {
            // due once more since its fate was unknown; that may have become known in between
            return new Decision.Leave();
        }
        Decision decision = once(definition, step, send, situation, enrollment, profile, now);
        return decision instanceof Decision.Send || decision instanceof Decision.Defer
                ? decision
                : new Decision.Leave();
    }

    /** Whether the channel might no longer know that it had this message before. */
    private boolean isTooLate(Action.Send send, Delivery earlier, Instant now) {
        ChannelSpec channel = channels.get(send.channel());
        return channel != null
                && !channel.idempotencyWindow().isZero()
                && now.plus(channel.deadline()).isAfter(earlier.at().plus(channel.idempotencyWindow()));
    }

    private Decision once(
            RunDefinition definition,
            Step step,
            Action.Send send,
            Situation situation,
            Enrollment enrollment,
            Profile profile,
            Instant now) {
        ZoneId zone = profile.zone();
        Instant expiry = send.sendBy().after(situation.firstDueAt(), zone);
        if (now.isAfter(expiry)) {
            return new Decision.Expire("more than " + send.sendBy() + " late");
        }
        Optional<String> obstacle = obstacle(definition.campaign(), send, situation, profile);
        if (obstacle.isPresent()) {
            return new Decision.Skip(obstacle.get());
        }
        Optional<ContactPolicy.Deferral> deferral = rules.deferral(
                        situation.othersThan(step.id()),
                        situation.person(),
                        definition.campaign().purpose(),
                        now,
                        zone)
                .or(() -> Optional.ofNullable(situation.outage()));
        if (deferral.isPresent()) {
            ContactPolicy.Deferral wait = deferral.get();
            return wait.until().isAfter(expiry)
                    ? new Decision.Expire(wait.reason() + " until after it would be too late")
                    : new Decision.Defer(wait.until(), wait.reason());
        }
        String variant =
                definition.variant(step.id(), send, profile.subscriber().id());
        return enrollment.arm() == Enrollment.Arm.HELD_OUT
                ? new Decision.Withhold(variant)
                : new Decision.Send(variant);
    }

    private Optional<String> obstacle(Campaign campaign, Action.Send send, Situation situation, Profile profile) {
        return channels.containsKey(send.channel())
                ? rules.obstacle(
                        profile.subscriber(),
                        situation.suppressions(),
                        situation.deliverable(),
                        send.channel(),
                        campaign.purpose())
                : Optional.of("no channel " + send.channel() + " on this node");
    }

    private Decision sunset(
            RunDefinition definition,
            Step step,
            Situation situation,
            Enrollment enrollment,
            Profile profile,
            Instant now) {
        if (enrollment.arm() == Enrollment.Arm.HELD_OUT) {
            return new Decision.Spare("held out");
        }
        Condition sparing = ((Action.NominateForSunset) step.action()).sparing();
        if (sparing != null && Segment.since(enrollment.enrolledAt(), sparing, profile, now) != Verdict.OUT) {
            return new Decision.Spare("spared: " + sparing.describe());
        }
        Optional<String> weak = weakEvidence(definition, step, situation)
                .or(() -> Silence.tooLittle(silence, enrollment, situation.deliveries(), profile.zone(), now));
        if (weak.isPresent()) {
            return new Decision.Spare(weak.get());
        }
        if (bounced(enrollment, profile, now)) {
            return new Decision.Spare("a message bounced");
        }
        Explanation audience = definition.campaign().segment().explain(profile, now);
        return audience.verdict() == Verdict.IN
                ? new Decision.Nominate(evidence(situation, enrollment, audience))
                : new Decision.Spare("no longer in the audience (" + audience.verdict() + ")");
    }

    /** Whether a message of this way came back, for now or for good: then its silence proves nothing. */
    public static boolean bounced(Enrollment enrollment, Profile profile, Instant now) {
        return since(enrollment, ActivityType.SOFT_BOUNCED, profile, now)
                || since(enrollment, ActivityType.HARD_BOUNCED, profile, now);
    }

    /** Nobody is retired on account of a message that may not have arrived. */
    private static Optional<String> weakEvidence(RunDefinition definition, Step sunset, Situation situation) {
        Campaign campaign = definition.campaign();
        for (Step step : campaign.steps().subList(0, campaign.indexOf(sunset.id()))) {
            if (step.action() instanceof Action.Send) {
                DeliveryState state =
                        situation.earlier(step.id()).map(Delivery::state).orElse(null);
                if (state != DeliveryState.SENT) {
                    return Optional.of("message " + step.id() + " was not surely sent (" + state + ")");
                }
            }
        }
        return Optional.empty();
    }

    private static String evidence(Situation situation, Enrollment enrollment, Explanation audience) {
        long sent = situation.deliveries().stream()
                .filter(each -> each.run().equals(enrollment.run()) && each.state() == DeliveryState.SENT)
                .count();
        StringBuilder facts = new StringBuilder(sent + " messages since " + enrollment.enrolledAt() + " unanswered");
        leaves(audience, facts);
        return facts.toString();
    }

    private static void leaves(Explanation node, StringBuilder facts) {
        if (node.parts().isEmpty()) {
            facts.append("; ").append(node.question()).append(": ").append(node.because());
        }
        node.parts().forEach(part -> leaves(part, facts));
    }
}
