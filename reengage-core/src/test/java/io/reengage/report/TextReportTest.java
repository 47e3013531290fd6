// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.report.CampaignReport.Answers;
import io.reengage.report.CampaignReport.StepLine;
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
    void steersNoConsole() {
        Reports reports = Reports.good();
        reports.campaign = "win\u001B[2J-back";

        assertThat(TextReport.of(reports.report())).doesNotContain("\u001B");
    }
}
