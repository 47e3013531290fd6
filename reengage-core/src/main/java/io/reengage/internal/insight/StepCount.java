// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.insight;

import io.reengage.activity.ActivityType;
import io.reengage.ledger.DeliveryState;
import io.reengage.report.CampaignReport;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts one step's messages, or one variant's. */
final class StepCount {
    private final Map<DeliveryState, Long> states = new EnumMap<>(DeliveryState.class);
    private long clicked;
    private long machineClicks;
    private long confirmed;
    private long unsubscribed;

    void add(DeliveryState state) {
        states.merge(state, 1L, Long::sum);
    }

    /** What one person did about the message. */
    void add(List<ActivityType> answers) {
        boolean button = answers.stream().anyMatch(ReportCount::isConfirmation);
        boolean left = answers.contains(ActivityType.UNSUBSCRIBED);
        clicked += button || answers.contains(ActivityType.CLICKED) ? 1 : 0;
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
                clicked,
                machineClicks,
                confirmed,
                unsubscribed);
    }

    private long of(DeliveryState state) {
        return states.getOrDefault(state, 0L);
    }
}
