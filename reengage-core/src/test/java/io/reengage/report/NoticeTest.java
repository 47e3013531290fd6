// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.ledger.Run;
import io.reengage.policy.HealthGuard;
import io.reengage.report.CampaignReport.Answers;
import io.reengage.report.CampaignReport.Health;
import io.reengage.report.CampaignReport.Ramping;
import io.reengage.report.CampaignReport.Standing;
import io.reengage.report.CampaignReport.Stop;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Why nothing is sent, and what to do about it. */
class NoticeTest {

    private static final String RESTS = " Nobody enters and nothing is sent until somebody resumes it.";
    private static final Instant TOMORROW = Reports.AS_OF.plusSeconds(86_400);
    private static final Stop WRONG_PRICE = new Stop(Reports.HALTED, false, "wrong price in the mail");

    private static Standing standing(Run.Status status, String reason) {
        return new Standing(status, Reports.HALTED, reason, null, null, List.of(), null);
    }

    private static Findings findings(Reports reports, Standing standing) {
        reports.standing = standing;
        return Findings.of(reports.report());
    }

    private static List<String> words(Standing standing) {
        return findings(Reports.calm(), standing).notices().stream()
                .map(Notice::words)
                .toList();
    }

    @Test
    void aRunThatWorksNeedsNoNotice() {
        assertThat(words(standing(Run.Status.RUNNING, ""))).isEmpty();
        assertThat(words(new Standing(
                        Run.Status.RUNNING,
                        null,
                        "",
                        new Health(HealthGuard.Level.FINE, "all is well", 0),
                        null,
                        List.of(),
                        null)))
                .isEmpty();
    }

    @Test
    void whoPausedItSaysWhy() {
        assertThat(words(standing(Run.Status.PAUSED, "the shop is closed over the holidays")))
                .containsExactly(
                        "Paused since 16 March 2026, 11:20 UTC. The shop is closed over the holidays." + RESTS);
        assertThat(words(standing(Run.Status.PAUSED, "")))
                .containsExactly("Paused since 16 March 2026, 11:20 UTC." + RESTS);
        assertThat(words(new Standing(Run.Status.PAUSED, null, "Why not?", null, null, List.of(), null)))
                .containsExactly("Paused. Why not?" + RESTS);
    }

    @Test
    void aRunTheGuardPausedIsToBeMendedFirst() {
        Findings findings = Findings.of(Reports.halted().report());

        assertThat(findings.notices()).singleElement().matches(Notice::urgent);
        assertThat(findings.notices().get(0).words())
                .isEqualTo("Paused by the health guard since 16 March 2026, 11:20 UTC. Of 1,200 messages within 7 days,"
                        + " 29 hard bounces or 2.42 % (limit 2 %). Nobody enters and nothing is sent until the cause"
                        + " is mended and somebody resumes it.");
        assertThat(findings.next().get(0))
                .startsWith("Mend the cause, then resume the campaign: clean the addresses after hard bounces");
    }

    @Test
    void aWarningNamesWhatTheGuardFindsWhileThereIsTime() {
        Findings findings = findings(
                Reports.calm(),
                new Standing(
                        Run.Status.RUNNING,
                        null,
                        "",
                        new Health(HealthGuard.Level.WARN, "of 9 messages, 1", 0),
                        null,
                        List.of(),
                        null));

        assertThat(findings.notices())
                .extracting(Notice::words)
                .containsExactly("Close to being paused by the health guard. Of 9 messages, 1.");
        assertThat(findings.next().get(0)).startsWith("Look before the campaign pauses itself");
    }

    @Test
    void whatTheGuardLeavesOutIsSaidThoughAllIsWell() {
        assertThat(words(new Standing(
                        Run.Status.RUNNING,
                        null,
                        "",
                        new Health(HealthGuard.Level.FINE, "of 9 messages (1)", 1),
                        null,
                        List.of(),
                        null)))
                .containsExactly("Counted anew by the health guard. Of 9 messages (1).");
    }

    @Test
    void aStopOfAllComesBeforeWhatIsTheMatterWithOne() {
        Findings findings = findings(
                Reports.calm(),
                new Standing(Run.Status.PAUSED, Reports.HALTED, "a test", null, WRONG_PRICE, List.of(), null));

        assertThat(findings.notices())
                .extracting(Notice::headline)
                .containsExactly(
                        "All campaigns are stopped since 16 March 2026, 11:20 UTC",
                        "Paused since 16 March 2026, 11:20 UTC");
        assertThat(findings.notices().get(0).sentences()).first().isEqualTo("Wrong price in the mail.");
        assertThat(findings.next())
                .startsWith(
                        "Mend what all campaigns were stopped for, then let them go on.",
                        "Resume the campaign when what it was paused for is settled.");
    }

    @Test
    void aHeldStepSaysSinceWhenWhyAndWhatBecomesOfItsPeople() {
        Findings findings = Findings.of(Reports.waiting().report());

        assertThat(findings.notices().get(0).urgent()).isTrue();
        assertThat(findings.notices().get(0).words())
                .isEqualTo("Step ask is held since 16 March 2026, 11:20 UTC. 10 messages in a row: template"
                        + " still-interested: no end of section. Its people stay due. One message is tried again from"
                        + " 16 March 2026, 11:35 UTC on, and the step goes on once that can be written.");
        assertThat(findings.next().get(0))
                .isEqualTo("Mend the templates and values of step ask: what is held goes on by itself, or at once when"
                        + " somebody releases it.");
    }

    private static Standing ramping(Run.Status status, @Nullable Stop stop, Ramping ramp) {
        return new Standing(status, null, "", null, stop, List.of(), ramp);
    }

    @Test
    void aRampSaysWhoWaitsForWhichDay() {
        Standing daily = ramping(Run.Status.RUNNING, null, new Ramping(900, 40, Reports.HALTED, false, TOMORROW));
        assertThat(words(daily))
                .containsExactly("900 people wait for the ramp. One portion enters a day, who gave a sign of life last"
                        + " first; the last one was opened on 16 March 2026, 11:20 UTC. The next one, of at most 40"
                        + " people, is opened on 15 April 2026, 06:30 UTC.");
        assertThat(findings(Reports.calm(), daily).next()).noneMatch(item -> item.contains("ramp"));

        assertThat(words(ramping(Run.Status.RUNNING, null, new Ramping(1, 40, null, false, null))))
                .containsExactly("1 person waits for the ramp. One portion enters a day, who gave a sign of life last"
                        + " first; none has entered yet. The next one, of at most 40 people, is entering now.");
    }

    @Test
    void aRampThatIsPutOffOrOverdueSaysWhatToLookAt() {
        Standing late = ramping(Run.Status.RUNNING, null, new Ramping(900, 40, Reports.HALTED, true, TOMORROW));
        assertThat(words(late).get(0))
                .contains(" The next portion was put off on 16 March 2026, 11:20 UTC, since first messages of those"
                        + " before were more than an hour late. ");
        assertThat(findings(Reports.calm(), late).next().get(0)).startsWith("Find out why first messages left");

        Standing overdue =
                ramping(Run.Status.RUNNING, null, new Ramping(900, 40, Reports.HALTED, false, Reports.HALTED));
        assertThat(findings(Reports.calm(), overdue).next().get(0))
                .isEqualTo("Let the engine run: the next portion of the ramp is due.");
    }

    @Test
    void aRampRestsWithItsCampaign() {
        Ramping ramp = new Ramping(900, 40, Reports.HALTED, false, TOMORROW);
        String rests = " The next one, of at most 40 people, is opened once the campaign goes on, on 15 April 2026,"
                + " 06:30 UTC at the earliest.";
        assertThat(words(ramping(Run.Status.PAUSED, null, ramp)).get(1))
                .startsWith("900 people wait for the ramp, which rests. ")
                .endsWith(rests);
        assertThat(words(ramping(Run.Status.RUNNING, WRONG_PRICE, ramp)).get(1)).endsWith(rests);
    }

    @Test
    void aRunThatIsOverAsksForNothing() {
        Findings findings = findings(
                Reports.calm(),
                new Standing(Run.Status.CANCELLED, Reports.HALTED, "budget spent", null, WRONG_PRICE, List.of(), null));

        assertThat(findings.notices())
                .extracting(Notice::words)
                .containsExactly("Ended for good since 16 March 2026, 11:20 UTC. Budget spent.");
        assertThat(findings.next()).containsExactly("Nothing needs you now.");
    }

    @Test
    void nobodyIsToldToLetTheEngineRunWhileNothingMayRun() {
        assertThat(findings(Reports.nothingYet(), standing(Run.Status.PAUSED, ""))
                        .next())
                .containsExactly("Resume the campaign when what it was paused for is settled.");
        assertThat(findings(Reports.nothingYet(), standing(Run.Status.CANCELLED, ""))
                        .next())
                .containsExactly("Nothing needs you now.");
    }

    @Test
    void nobodyIsToldToStopWhatRestsAlready() {
        Reports reports = Reports.calm();
        reports.answers = new Answers(1_874, 0, 0, 589, 80, 611, 15_420);
        reports.conversion = Reports.conversion(540, 21_600, 120, 2_400, 0, null);

        assertThat(findings(reports, standing(Run.Status.PAUSED, "")).next())
                .noneMatch(item -> item.startsWith("Stop ") || item.startsWith("Pause "))
                .anyMatch(item -> item.startsWith("Send nothing more like it: 80 spam reports"))
                .anyMatch(item -> item.startsWith("Change the messages"));
    }
}
