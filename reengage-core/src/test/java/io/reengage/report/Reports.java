// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import io.reengage.ledger.Run;
import io.reengage.policy.HealthGuard;
import io.reengage.report.CampaignReport.Answers;
import io.reengage.report.CampaignReport.Conversions;
import io.reengage.report.CampaignReport.Health;
import io.reengage.report.CampaignReport.HeldStep;
import io.reengage.report.CampaignReport.Ramping;
import io.reengage.report.CampaignReport.Reach;
import io.reengage.report.CampaignReport.Standing;
import io.reengage.report.CampaignReport.StepLine;
import io.reengage.report.CampaignReport.Sunset;
import io.reengage.report.CampaignReport.Told;
import io.reengage.segment.Share;
import io.reengage.statistics.Proportion;
import io.reengage.statistics.Sample;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports for tests: start from a case, change what the test is about. */
final class Reports {

    static final Instant LAUNCHED = Instant.parse("2026-03-02T08:00:00Z");
    static final Instant AS_OF = Instant.parse("2026-04-14T06:30:00Z");
    static final Instant HALTED = Instant.parse("2026-03-16T11:20:00Z");
    static final String TOO_MANY = "of 1,200 messages within 7 days, 29 hard bounces or 2.42 % (limit 2 %)";
    static final Health TAKEN_BADLY = new Health(HealthGuard.Level.HALT, TOO_MANY, 0);
    static final String BROKEN = "10 messages in a row: template still-interested: no end of section";
    static final Instant OPEN_UNTIL = Instant.parse("2026-05-02T08:00:00Z");

    String campaign = "win-back";
    Standing standing = new Standing(Run.Status.RUNNING, LAUNCHED, "", null, null, List.of(), null);
    long scanned = 148_210;
    long treated = 21_600;
    long heldOut = 2_400;
    Share planned = Share.percent(10);
    Reach reach = new Reach(21_240, 3_105L, 2_418);
    List<StepLine> steps = List.of(
            new StepLine(
                    "ask",
                    "still-interested",
                    21_240,
                    12,
                    2_400,
                    0,
                    148,
                    200,
                    null,
                    new Told(1_930, 1_204),
                    1_512,
                    402),
            new StepLine(
                    "offer", "ten-percent-off (plain)", 9_110, 0, 1_098, 34, 20, 41, null, new Told(602, 311), 421, 96),
            new StepLine(
                    "offer",
                    "ten-percent-off (playful)",
                    9_087,
                    0,
                    1_077,
                    29,
                    17,
                    38,
                    null,
                    new Told(741, 298),
                    560,
                    91));
    Answers answers = new Answers(1_874, 402, 142, 589, 9, 611, 15_420);
    Map<String, Long> reasons = counts("Too many messages", 271, "Not relevant any more", 164, "Never signed up", 31);

    @Nullable
    Conversions conversion = conversion(1_037, 21_600, 78, 2_400, 0, null);

    Sunset sunset = new Sunset(14_310, 0, 0, 0, counts("bought meanwhile", 212, "message of unknown fate", 12));

    static Reports good() {
        return new Reports();
    }

    /** Everybody asked, nobody answered. */
    static Reports allSilent() {
        Reports all = new Reports();
        all.treated = 4_500;
        all.heldOut = 500;
        all.scanned = 12_000;
        all.reach = new Reach(4_500, 0L, 0);
        all.steps =
                List.of(new StepLine("ask", "still-interested", 4_500, 0, 500, 0, 0, 0, null, new Told(0, 260), 0, 0));
        all.answers = new Answers(0, 0, 0, 0, 0, 0, 4_500);
        all.reasons = Map.of();
        all.conversion = conversion(41, 4_500, 4, 500, 0, null);
        all.sunset = new Sunset(4_500, 0, 0, 0, Map.of());
        return all;
    }

    /** Launched a moment ago. */
    static Reports nothingYet() {
        Reports none = new Reports();
        none.scanned = 0;
        none.treated = 0;
        none.heldOut = 0;
        none.reach = new Reach(0, 0L, 0);
        none.steps = List.of();
        none.answers = new Answers(0, 0, 0, 0, 0, 0, 0);
        none.reasons = Map.of();
        none.conversion = conversion(0, 0, 0, 0, 0, null);
        none.sunset = new Sunset(0, 0, 0, 0, Map.of());
        return none;
    }

    /** Calm: nothing to be done but what the test adds. */
    static Reports calm() {
        Reports calm = new Reports();
        calm.steps = List.of(new StepLine(
                "ask", "still-interested", 21_240, 0, 2_400, 0, 0, 0, null, new Told(1_930, 0), 1_512, 402));
        calm.answers = new Answers(1_874, 0, 0, 589, 0, 611, 15_420);
        calm.sunset = new Sunset(0, 0, 0, 0, Map.of());
        return calm;
    }

    /** Paused by the health guard, two weeks after the launch. */
    static Reports halted() {
        Reports halted = good();
        halted.standing = new Standing(
                Run.Status.PAUSED, HALTED, "health guard: " + TOO_MANY, TAKEN_BADLY, null, List.of(), null);
        return halted;
    }

    /** Everything that may wait at once: a held step, and people whom the ramp has not let in. */
    static Reports waiting() {
        Reports waiting = good();
        waiting.standing = new Standing(
                Run.Status.RUNNING,
                LAUNCHED,
                "",
                null,
                null,
                List.of(new HeldStep("ask", HALTED, HALTED.plusSeconds(900), BROKEN)),
                new Ramping(126_610, 64_000, HALTED, false, HALTED.plusSeconds(86_400)));
        return waiting;
    }

    static Conversions conversion(
            long treatedHits, long treated, long heldOutHits, long heldOut, long stillOpen, @Nullable Instant until) {
        return new Conversions(
                "purchase within 30 days",
                new Proportion(treatedHits, treated),
                new Proportion(heldOutHits, heldOut),
                spent(treatedHits, treated),
                spent(heldOutHits, heldOut),
                stillOpen,
                until);
    }

    private static Sample spent(long buyers, long people) {
        return new Sample(people, buyers * 48.0, buyers * 48.0 * 61.0);
    }

    static Map<String, Long> counts(Object... reasonsAndPeople) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (int i = 0; i < reasonsAndPeople.length; i += 2) {
            counts.put((String) reasonsAndPeople[i], ((Integer) reasonsAndPeople[i + 1]).longValue());
        }
        return counts;
    }

    CampaignReport report() {
        return new CampaignReport(
                campaign,
                campaign + "/1",
                LAUNCHED,
                AS_OF,
                standing,
                scanned,
                treated,
                heldOut,
                planned,
                reach,
                steps,
                answers,
                reasons,
                conversion,
                sunset);
    }
}
