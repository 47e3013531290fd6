// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.ledger.Run;
import io.reengage.report.CampaignReport.Answers;
import io.reengage.report.CampaignReport.Standing;
import io.reengage.report.CampaignReport.StepLine;
import io.reengage.report.CampaignReport.Stop;
import io.reengage.report.CampaignReport.Told;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextReportTest {

    @Test
    void saysTheSameAsThePage() {
        assertThat(TextReport.of(Reports.allSilent().report()))
                .startsWith(
                        "win-back, as of 14 April 2026, 06:30 UTC\n\nWhat happened\n  All 4,500 people enrolled were asked")
                .contains("\nWhat it earned\n  Not shown yet. 0.91 %")
                .contains("\nWhat to do next\n  1. Send yourself a test");
    }

    @Test
    void fitsOnAScreenEvenWhenEverythingGoesWrong() {
        Reports reports = Reports.good();
        reports.campaign = "a".repeat(200);
        reports.heldOut = 1_900;
        reports.answers = new Answers(1, 1, 1, 9_000, 9_000, 1, 1);
        reports.steps = List.of(new StepLine("ask", "t", 9_000, 99, 0, 0, 9_000, 0, null, new Told(5, 0), 5, 0));
        reports.conversion = Reports.conversion(540, 21_600, 120, 1_900, 8_100, Reports.OPEN_UNTIL);
        String text = TextReport.of(reports.report());

        assertThat(text.lines())
                .hasSizeLessThanOrEqualTo(TextReport.LINES)
                .allMatch(line -> line.length() <= TextReport.COLUMNS);
        assertThat(text).contains("1. Stop the campaign").contains("more on the page");
    }

    @Test
    void saysFirstWhyNothingIsSentAndLeavesRoomForWhatToDoAboutIt() {
        String text = TextReport.of(Reports.halted().report());

        assertThat(text.lines().toList().subList(2, 5))
                .containsExactly(
                        "  Paused by the health guard since 16 March 2026, 11:20 UTC. Of 1,200 messages",
                        "  within 7 days, 29 hard bounces or 2.42 % (limit 2 %). Nobody enters and",
                        "  nothing is sent until the cause is mended and somebody resumes it.");
        assertThat(text).contains("  1. Mend the cause, then resume the campaign");
        assertThat(text.lines()).hasSizeLessThanOrEqualTo(TextReport.LINES);
    }

    @Test
    void saysWhatWaitsOneNoticeAfterTheOtherAndLeavesRoomForWhatToDo() {
        String text = TextReport.of(Reports.waiting().report());

        assertThat(text.lines().toList().subList(2, 7))
                .containsExactly(
                        "  Step ask is held since 16 March 2026, 11:20 UTC. 10 messages in a row:",
                        "  template still-interested: no end of section. Its people stay due. One",
                        "  message is tried again from 16 March 2026, 11:35 UTC on, and the step goes",
                        "  126,610 people wait for the ramp. One portion enters a day, who gave a sign",
                        "  of life last first; the last one was opened on 16 March 2026, 11:20 UTC. The");
        assertThat(text).contains("  1. Mend the templates and values of step ask");
        assertThat(text.lines()).hasSizeLessThanOrEqualTo(TextReport.LINES);
    }

    @Test
    void namesHowManyNoticesThereIsNoRoomFor() {
        Reports reports = Reports.waiting();
        Standing waiting = reports.standing;
        reports.standing = new Standing(
                Run.Status.PAUSED,
                null,
                "a look",
                null,
                new Stop(null, true, "wrong price"),
                waiting.held(),
                waiting.ramp());
        String text = TextReport.of(reports.report());

        assertThat(text).contains("  Paused. A look.", "  and 2 more on the page\n\nWhat happened");
        assertThat(text.lines()).hasSizeLessThanOrEqualTo(TextReport.LINES);
    }

    @Test
    void steersNoConsole() {
        Reports reports = Reports.good();
        reports.campaign = "win\u001B[2J-back";
        reports.standing = new Standing(Run.Status.PAUSED, null, "red \u001B[31m", null, null, List.of(), null);

        assertThat(TextReport.of(reports.report())).doesNotContain("\u001B");
    }
}
