// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.insight;

import io.reengage.activity.ActivityType;
import io.reengage.campaign.Tracked;
import io.reengage.ledger.DeliveryState;
import io.reengage.report.CampaignReport;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts one step's messages, or one variant's. */
final class StepCount {
    private final Map<DeliveryState, Long> states = new EnumMap<>(DeliveryState.class);
    private final boolean tellsOpens;
    private final boolean tellsClicks;
    private long opened;
    private long machineOpens;
    private long clicked;
    private long machineClicks;
    private long confirmed;
    private long unsubscribed;

    /** @param tells what the messages tell of what becomes of them */
    StepCount(Set<Tracked> tells) {
        this.tellsOpens = tells.contains(Tracked.OPENS);
        this.tellsClicks = tells.contains(Tracked.CLICKS) || tells.contains(Tracked.VISITS);
    }

    void add(DeliveryState state) {
        states.merge(state, 1L, Long::sum);
    }

    /** What one person did about the message. */
    void add(List<ActivityType> answers) {
        boolean button = answers.stream().anyMatch(ReportCount::isConfirmation);
        boolean left = answers.contains(ActivityType.UNSUBSCRIBED);
        clicked += button || answers.contains(ActivityType.CLICKED) ? 1 : 0;
        opened += answers.contains(ActivityType.OPENED) ? 1 : 0;
        machineOpens +=
                answers.stream().filter(ActivityType.OPENED.machine()::equals).count();
        machineClicks +=
                answers.stream().filter(ActivityType.CLICKED.machine()::equals).count();
        confirmed += button ? 1 : 0;
        unsubscribed += left ? 1 : 0;
    }

    CampaignReport.StepLine line(String step, String template) {
        return new CampaignReport.StepLine(
                step,
                template,
                of(DeliveryState.SENT),
                of(DeliveryState.UNKNOWN),
                of(DeliveryState.WITHHELD),
                of(DeliveryState.DEFERRED) + of(DeliveryState.RETRYING),
                of(DeliveryState.FAILED),
                of(DeliveryState.SKIPPED) + of(DeliveryState.EXPIRED),
                told(tellsOpens, opened, machineOpens),
                told(tellsClicks, clicked, machineClicks),
                confirmed,
                unsubscribed);
    }

    /** Nothing, where nothing would tell; what the host told is there all the same. */
    private static CampaignReport.@Nullable Told told(boolean tells, long people, long machines) {
        return tells || people + machines > 0 ? new CampaignReport.Told(people, machines) : null;
    }

    private long of(DeliveryState state) {
        return states.getOrDefault(state, 0L);
    }
}
