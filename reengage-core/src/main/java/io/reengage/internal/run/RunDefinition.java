// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.run;

import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivityType;
import io.reengage.campaign.Action;
import io.reengage.campaign.Campaign;
import io.reengage.campaign.Step;
import io.reengage.ledger.Run;
import io.reengage.segment.Condition;
import io.reengage.statistics.Assignment;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A run together with the campaign it was launched with. */
public record RunDefinition(Run run, Campaign campaign) {

    /** What must be known of a person's activity to decide about them anywhere in the campaign. */
    public ActivityNeed need() {
        Set<ActivityType> signs = new HashSet<>(ActivityType.ENGAGEMENT);
        signs.add(ActivityType.SOFT_BOUNCED);
        signs.add(ActivityType.HARD_BOUNCED);
        signs.add(ActivityType.UNSUBSCRIBED);
        return campaign.conditions().stream()
                .map(Condition::need)
                .reduce(new ActivityNeed(signs, 1), ActivityNeed::and);
    }

    /** Whether a ramp has people to enroll yet. */
    public boolean isRampingUp() {
        return campaign.ramp() != null && run.nextScanAt() != null;
    }

    /** Whether a person is held out: the same answer for ever. */
    public boolean heldOut(String subscriberId) {
        return new Assignment(run.id() + "/holdout").position(subscriberId)
                < campaign.holdout().share().value();
    }

    /** The variant of a step's template a person gets; empty if it has none. */
    public String variant(String stepId, Action.Send send, String subscriberId) {
        List<String> variants = send.variants();
        if (variants.isEmpty()) {
            return "";
        }
        double position = new Assignment(run.id() + "/" + stepId).position(subscriberId);
        return variants.get((int) (position * variants.size()));
    }

    /** All steps this version of the library knows of. */
    public List<String> stepIds() {
        return campaign.steps().stream().map(Step::id).toList();
    }

    /** The step after this one, if there is one. */
    public Optional<Step> next(String stepId) {
        int next = campaign.indexOf(stepId) + 1;
        return next < campaign.steps().size() ? Optional.of(campaign.steps().get(next)) : Optional.empty();
    }
}
