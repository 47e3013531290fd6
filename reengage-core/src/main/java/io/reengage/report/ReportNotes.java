// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

/** What each number of a page means. */
final class ReportNotes {

    private static final String[][] NOTES = {
        {
            "Left alone",
            "The holdout: the same kind of people, picked by chance, who get everything but the messages. They show what would have happened anyway."
        },
        {"Asked", "Got at least one message that a channel accepted. Acceptance does not prove that anybody saw it."},
        {
            "Followed a link",
            "In person. Visits by scanners and mail programs are told apart and count nowhere; openings prove nothing and are not counted."
        },
        {
            "Silent",
            "No sign of life of any kind since the enrollment. A message of unknown fate is never taken for silence."
        },
        {
            "Ready to retire",
            "Proposed for retirement. Nobody is retired before a person approves the plan, and whoever shows a sign of life comes back."
        },
        {
            "Earned",
            "The difference between both groups, everybody counted in the group they were put in, reached or not (intention to treat). What people did after a message is not credited to it."
        },
        {
            "95 % interval",
            "Where the true value plausibly lies. An interval that includes zero shows neither a gain nor that there is none. Rates: Wilson; their difference: Newcombe; revenue: Welch."
        },
        {"Smallest gain", "A gain of this size is shown four times out of five; smaller ones are often missed."},
        {
            "Revenue per person",
            "In the currency of your purchases, over all people of the group; who bought nothing counts as 0."
        },
    };

    private ReportNotes() {}

    static void render(Markup page, CampaignReport report) {
        page.open("section", "class", "notes").leaf("h2", "How to read this").open("dl");
        note(
                page,
                "Enrolled",
                "Everybody the campaign took on up to " + Figures.moment(report.asOf())
                        + ", in the group chance put them in.");
        for (String[] note : NOTES) {
            note(page, note[0], note[1]);
        }
        page.close().close();
    }

    private static void note(Markup page, String term, String meaning) {
        page.open("div").leaf("dt", term).leaf("dd", meaning).close();
    }
}
