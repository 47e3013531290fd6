// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import static io.reengage.report.Reports.conversion;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.report.CampaignReport.Answers;
import io.reengage.report.CampaignReport.Reach;
import io.reengage.report.CampaignReport.StepLine;
import io.reengage.report.CampaignReport.Sunset;
import io.reengage.report.CampaignReport.Told;
import io.reengage.segment.Share;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingsTest {

    @Test
    void saysWhatHappenedInOneBreath() {
        assertThat(Findings.of(Reports.good().report()).happened())
                .containsExactly(
                        "21,240 of 21,600 people enrolled were asked; 2,400 more were left alone for comparison.",
                        "2,418 want to stay (11.4 %: 402 with fewer messages, 142 after a pause); 589 left (2.8 %),"
                                + " 9 reported spam.",
                        "15,420 stayed silent; 14,310 are ready to retire.",
                        "Nobody knows whether 12 messages left; that is never taken for silence.");
    }

    @Test
    void saysHowManyConversionsThereWereMoreThanWithoutMessages() {
        Earnings earnings = Findings.of(Reports.good().report()).earnings();

        assertThat(earnings.verdict()).isEqualTo(Verdict.HELPED);
        assertThat(earnings.sentences())
                .containsExactly(
                        "4.8 % of the 21,600 people enrolled reached the goal (purchase within 30 days),"
                                + " and 3.3 % of the 2,400 left alone.",
                        "That is 1.6 points more (95 % interval +0.7 to +2.3 points):"
                                + " about 330 conversions more than without messages (150 to 490).",
                        "Revenue gained per person: 0.74 (0.33 to 1.16), about 16,000 in all.");
    }

    @Test
    void creditsNothingWhileTheIntervalIncludesZero() {
        Reports reports = Reports.calm();
        reports.conversion = conversion(780, 21_600, 78, 2_400, 0, null);
        Earnings earnings = Findings.of(reports.report()).earnings();

        assertThat(earnings.verdict().words()).isEqualTo("Not shown yet");
        assertThat(earnings.sentences().get(1)).contains("may be chance").contains("-0.5 to +1.0 points");
        assertThat(earnings.sentences().get(2)).startsWith("Revenue gained: not shown yet");
    }

    @Test
    void saysThatMessagesDidHarmWhenPeopleLeftAloneDoBetter() {
        Reports reports = Reports.calm();
        reports.conversion = conversion(540, 21_600, 120, 2_400, 0, null);
        Findings findings = Findings.of(reports.report());

        assertThat(findings.earnings().verdict()).isEqualTo(Verdict.HARMED);
        assertThat(findings.earnings().sentences().get(1))
                .startsWith("That is 2.5 points less")
                .contains("fewer than");
        assertThat(findings.next()).first().asString().startsWith("Pause the campaign");
    }

    @Test
    void saysWhoIsMissingWhenNobodyIsEnrolled() {
        Reports reports = Reports.nothingYet();
        assertThat(Findings.of(reports.report()).next())
                .singleElement()
                .asString()
                .startsWith("Let the engine run");

        reports.scanned = 12_000;
        Findings findings = Findings.of(reports.report());

        assertThat(findings.happened()).containsExactly("Nobody is enrolled: 12,000 people were looked at.");
        assertThat(findings.earnings().verdict()).isEqualTo(Verdict.TOO_EARLY);
        assertThat(findings.next()).singleElement().asString().startsWith("Look at the preview");
    }

    @Test
    void asksForATestBeforeAnybodyIsRetiredWhenEveryoneIsSilent() {
        Findings findings = Findings.of(Reports.allSilent().report());

        assertThat(findings.happened()).contains("All 4,500 stayed silent; 4,500 are ready to retire.");
        assertThat(findings.next().get(0)).startsWith("Send yourself a test");
        assertThat(findings.next().get(1)).isEqualTo("Look through the sunset plan for 4,500 people and approve it.");
    }

    @Test
    void saysThatNothingCanBeToldWithoutHoldout() {
        Reports reports = Reports.calm();
        reports.heldOut = 0;
        reports.planned = Share.NONE;
        reports.conversion = conversion(1_037, 21_600, 0, 0, 0, null);
        Findings findings = Findings.of(reports.report());

        assertThat(findings.earnings().verdict()).isEqualTo(Verdict.NOT_MEASURED);
        assertThat(findings.earnings().sentences()).singleElement().asString().startsWith("Nobody was held out");
        assertThat(findings.next())
                .containsExactly("Hold out 10 % in the next campaign, so that it can show what it earned.");
    }

    @Test
    void asksForAConversionWhenNothingIsMeasured() {
        Reports reports = Reports.calm();
        reports.conversion = null;

        assertThat(Findings.of(reports.report()).next())
                .singleElement()
                .asString()
                .startsWith("Name a conversion");
    }

    @Test
    void saysHowManyATinyHoldoutLacks() {
        Reports reports = Reports.calm();
        reports.treated = 900;
        reports.heldOut = 100;
        reports.conversion = conversion(43, 900, 3, 100, 0, null);

        assertThat(Findings.of(reports.report()).next())
                .containsExactly(
                        "Hold out more people or join campaigns: to show a gain of 1.8 points takes about 1,100"
                                + " held out, and there are 100.");
    }

    @Test
    void saysWhenAHoldoutCanShowNothingAtAll() {
        Reports reports = Reports.calm();
        reports.treated = 2;
        reports.heldOut = 1;
        reports.conversion = conversion(0, 2, 0, 1, 0, null);

        assertThat(Findings.of(reports.report()).next())
                .containsExactly("Hold out more people: with 1, no difference can be shown.");
    }

    @Test
    void asksToLookAtTheMessageWhenManyLeave() {
        Reports reports = Reports.calm();
        reports.answers = new Answers(1_874, 0, 0, 3_186, 0, 611, 15_420);

        assertThat(Findings.of(reports.report()).next())
                .containsExactly("Look at the message before more people get it: 15 % of the people asked left.");
    }

    @Test
    void stopsACampaignThatIsReportedAsSpam() {
        Reports reports = Reports.calm();
        reports.answers = new Answers(1_874, 0, 0, 589, 80, 611, 15_420);
        assertThat(Findings.of(reports.report()).next().get(0))
                .startsWith("Stop the campaign: 80 spam reports on 21,240 messages (0.38 %)");

        reports.answers = new Answers(1_874, 0, 0, 589, 30, 611, 15_420);
        assertThat(Findings.of(reports.report()).next().get(0)).startsWith("Watch the spam reports");
    }

    @Test
    void doesNotStopACampaignForOneReportOnFewMessages() {
        Reports reports = Reports.calm();
        reports.steps = List.of(new StepLine("ask", "t", 300, 0, 0, 0, 0, 0, null, new Told(5, 0), 5, 0));
        reports.answers = new Answers(5, 0, 0, 0, 1, 0, 200);

        assertThat(Findings.of(reports.report()).next().get(0)).startsWith("Watch the spam reports");
    }

    @Test
    void namesTheDayToWaitForWhileEnrollmentsAreOpen() {
        Reports reports = Reports.calm();
        reports.conversion = conversion(1_037, 21_600, 78, 2_400, 8_100, Reports.OPEN_UNTIL);
        assertThat(Findings.of(reports.report()).next())
                .containsExactly("Wait until 2 May 2026 before you judge: 8,100 of 24,000 people still have time to"
                        + " reach the goal.");

        reports.conversion = conversion(1_037, 21_600, 78, 2_400, 8_100, null);
        assertThat(Findings.of(reports.report()).next().get(0)).startsWith("Wait before you judge");
    }

    @Test
    void asksToLookUpMessagesOfUnknownFate() {
        Reports reports = Reports.calm();
        reports.steps = List.of(new StepLine("ask", "t", 21_240, 1, 0, 0, 0, 0, null, new Told(5, 0), 5, 0));
        Findings findings = Findings.of(reports.report());

        assertThat(findings.happened())
                .contains("Nobody knows whether 1 message left; that is never taken for silence.");
        assertThat(findings.next())
                .containsExactly("Look up 1 message of unknown fate at the provider; they are not sent twice.");
    }

    @Test
    void asksToCheckTheAddressesWhenManyAreRefused() {
        Reports reports = Reports.calm();
        reports.steps = List.of(new StepLine("ask", "t", 900, 0, 0, 0, 100, 0, null, new Told(5, 0), 5, 0));

        assertThat(Findings.of(reports.report()).next())
                .containsExactly("Check the addresses: 100 of 1,000 messages were refused for good.");
    }

    @Test
    void distrustsGroupsOfTheWrongSize() {
        Reports reports = Reports.calm();
        reports.heldOut = 1_900;
        reports.conversion = conversion(1_037, 21_600, 60, 1_900, 0, null);
        Findings findings = Findings.of(reports.report());

        assertThat(findings.earnings().verdict()).isEqualTo(Verdict.DISTRUSTED);
        assertThat(findings.earnings().sentences().get(0))
                .startsWith("The holdout is 8.1 % of the enrolled instead of 10 %");
        assertThat(findings.next().get(0)).startsWith("Ask a developer");
    }

    @Test
    void saysSoWhenNothingIsToBeDone() {
        assertThat(Findings.of(Reports.calm().report()).next())
                .singleElement()
                .asString()
                .startsWith("Keep the campaign");

        Reports reports = Reports.calm();
        reports.conversion = conversion(680, 21_600, 78, 2_400, 0, null);
        assertThat(Findings.of(reports.report()).next()).containsExactly("Nothing needs you now.");
    }

    @Test
    void saysThatMessagesAreOnTheirWayBeforeTheFirstIsSent() {
        Reports reports = Reports.nothingYet();
        reports.treated = 900;
        reports.heldOut = 100;
        reports.conversion = conversion(0, 900, 0, 100, 0, null);
        Findings findings = Findings.of(reports.report());

        assertThat(findings.happened())
                .containsExactly(
                        "900 people enrolled, and no message sent yet; 100 more were left alone for comparison.");
        assertThat(findings.next()).containsExactly("Nothing for now: the first messages are on their way.");
    }

    @Test
    void neverDividesByPeopleWhoWereNotReached() {
        Reports reports = Reports.calm();
        reports.reach = new Reach(1, 1L, 1);
        reports.answers = new Answers(2, 0, 0, 1, 0, 0, 0);
        reports.sunset = new Sunset(0, 7, 0, 0, Map.of());

        assertThat(Findings.of(reports.report()).happened())
                .contains("2 want to stay (100 %); 1 left (100 %).", "Nobody stayed silent; 7 have been retired.");
    }
}
