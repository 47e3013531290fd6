// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.insight;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.report.CampaignReport;
import java.util.List;

/** Counts each person treated under the weightiest thing they said. */
final class AnswerCount {
    private long kept;
    private long fewer;
    private long paused;
    private long left;
    private long complained;
    private long clickedOnly;
    private long silent;

    void add(List<Activity> since) {
        if (did(since, ActivityType.COMPLAINED)) {
            complained++;
        } else if (did(since, ActivityType.UNSUBSCRIBED)) {
            left++;
        } else if (did(since, ActivityType.PAUSED)) {
            paused++;
        } else if (did(since, ActivityType.ASKED_FEWER)) {
            fewer++;
        } else if (ReportCount.did(since, ReportCount::isConfirmation)) {
            kept++;
        } else if (did(since, ActivityType.CLICKED)) {
            clickedOnly++;
        } else if (!ReportCount.did(since, ActivityType.ENGAGEMENT::contains)) {
            silent++;
        }
    }

    private static boolean did(List<Activity> since, ActivityType type) {
        return ReportCount.did(since, type::equals);
    }

    CampaignReport.Answers finish() {
        return new CampaignReport.Answers(kept, fewer, paused, left, complained, clickedOnly, silent);
    }
}
