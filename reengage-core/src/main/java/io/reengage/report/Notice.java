// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import io.reengage.ledger.Run;
import io.reengage.policy.HealthGuard.Level;
import io.reengage.report.CampaignReport.Health;
import io.reengage.report.CampaignReport.HeldStep;
import io.reengage.report.CampaignReport.Ramping;
import io.reengage.report.CampaignReport.Standing;
import io.reengage.report.CampaignReport.Stop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to know of a campaign before anything else.
 *
 * @param urgent whether it goes against what anybody planned
 * @param headline what is the matter, and since when
 * @param sentences why, and what that means
 */
record Notice(boolean urgent, String headline, List<String> sentences) {
    private static final String RESTS = "Nobody enters and nothing is sent until somebody resumes it.";

    private static final String RESTS_UNTIL_MENDED =
            "Nobody enters and nothing is sent until the cause is mended and somebody resumes it.";

    Notice {
        sentences = List.copyOf(sentences);
    }

    /** Everything there is to know, most urgent first. */
    static List<Notice> of(Standing standing) {
        return Stream.of(
                        stopped(standing).stream(),
                        ofRun(standing).stream(),
                        standing.held().stream().map(Notice::held),
                        ramp(standing).stream())
                .flatMap(notices -> notices)
                .toList();
    }

    private static Optional<Notice> stopped(Standing standing) {
        @Nullable Stop stop = standing.stop();
        return stop == null || standing.status() == Run.Status.CANCELLED
                ? Optional.empty()
                : Optional.of(new Notice(
                        true,
                        "All campaigns are stopped" + since(stop),
                        sentences(stop.reason(), "Nobody enters and nothing is sent until they are let go on.")));
    }

    private static Optional<Notice> ofRun(Standing standing) {
        @Nullable Health health = standing.health();
        return switch (standing.status()) {
            case PAUSED ->
                Optional.of(
                        health != null && health.level() == Level.HALT
                                ? new Notice(
                                        true,
                                        "Paused by the health guard" + since(standing.since()),
                                        sentences(health.words(), RESTS_UNTIL_MENDED))
                                : new Notice(
                                        false,
                                        "Paused" + since(standing.since()),
                                        sentences(standing.reason(), RESTS)));
            case CANCELLED ->
                Optional.of(new Notice(
                        false, "Ended for good" + since(standing.since()), sentences(standing.reason(), "")));
            case RUNNING -> Optional.ofNullable(health).flatMap(Notice::atWork);
        };
    }

    private static Optional<Notice> atWork(Health health) {
        return health.level() == Level.FINE && health.leftOut() == 0
                ? Optional.empty()
                : Optional.of(new Notice(
                        false,
                        health.level() == Level.FINE
                                ? "Counted anew by the health guard"
                                : "Close to being paused by the health guard",
                        sentences(health.words(), "")));
    }

    private static Notice held(HeldStep step) {
        return new Notice(
                true,
                "Step " + step.step() + " is held" + since(step.since()),
                sentences(
                        step.reason(),
                        "Its people stay due. One message is tried again from " + Figures.moment(step.nextTryAt())
                                + " on, and the step goes on once that can be written."));
    }

    private static Optional<Notice> ramp(Standing standing) {
        @Nullable Ramping ramp = standing.ramp();
        if (ramp == null) {
            return Optional.empty();
        }
        boolean rests = standing.status() != Run.Status.RUNNING || standing.stop() != null;
        String wait = ramp.people() == 1 ? " waits" : " wait";
        return Optional.of(new Notice(
                false,
                Figures.people(ramp.people()) + wait + " for the ramp" + (rests ? ", which rests" : ""),
                List.of(why(ramp), next(ramp, rests))));
    }

    private static String why(Ramping ramp) {
        String rule = "One portion enters a day, who gave a sign of life last first";
        return ramp.since() == null
                ? rule + "; none has entered yet."
                : ramp.late()
                        ? "The next portion was put off on " + Figures.moment(ramp.since())
                                + ", since first messages of those before were more than an hour late."
                        : rule + "; the last one was opened on " + Figures.moment(ramp.since()) + ".";
    }

    private static String next(Ramping ramp, boolean rests) {
        String portion = "The next one, of at most " + Figures.people(ramp.portion()) + ", is ";
        String moment = ramp.nextAt() == null ? "" : "on " + Figures.moment(ramp.nextAt());
        if (rests) {
            return portion + "opened once the campaign goes on"
                    + (moment.isEmpty() ? "" : ", " + moment + " at the earliest") + ".";
        }
        return portion + (moment.isEmpty() ? "entering now" : "opened " + moment) + ".";
    }

    /** Headline and sentences in a row. */
    String words() {
        return headline + ". " + String.join(" ", sentences);
    }

    private static String since(Stop stop) {
        return stop.noticed() && stop.since() != null
                ? ", noticed on " + Figures.moment(stop.since())
                : since(stop.since());
    }

    private static String since(@Nullable Instant moment) {
        return moment == null ? "" : " since " + Figures.moment(moment);
    }

    private static List<String> sentences(String why, String meaning) {
        List<String> sentences = new ArrayList<>();
        if (!why.isBlank()) {
            sentences.add(Figures.sentence(why));
        }
        if (!meaning.isEmpty()) {
            sentences.add(meaning);
        }
        return sentences;
    }
}
