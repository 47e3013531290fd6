// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import static io.reengage.report.Figures.messages;
import static io.reengage.report.Figures.number;
import static io.reengage.report.Figures.people;
import static io.reengage.report.Figures.percent;

import io.reengage.report.CampaignReport.Answers;
import io.reengage.report.CampaignReport.Reach;
import io.reengage.report.CampaignReport.Sunset;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * A report in words for the people who act on it. All renderings say the same.
 *
 * @param notices what to know before anything else: why nothing is sent, or soon may not be
 * @param happened what happened
 * @param earnings what it earned
 * @param next what to do next, most urgent first
 */
record Findings(List<Notice> notices, List<String> happened, Earnings earnings, List<String> next) {

    Findings {
        notices = List.copyOf(notices);
        happened = List.copyOf(happened);
        next = List.copyOf(next);
    }

    static Findings of(CampaignReport report) {
        Earnings earnings = Earnings.of(report);
        return new Findings(Notice.of(report.standing()), happened(report), earnings, Advice.of(report, earnings));
    }

    /** How many want to stay on the list in some way. */
    static long staying(Answers answers) {
        return answers.kept() + answers.fewer() + answers.paused();
    }

    private static List<String> happened(CampaignReport report) {
        if (report.treated() + report.heldOut() == 0) {
            return List.of(
                    report.scanned() == 0
                            ? "Nobody is enrolled yet: the list has not been read."
                            : "Nobody is enrolled: " + people(report.scanned())
                                    + (report.scanned() == 1 ? " was" : " were") + " looked at.");
        }
        List<String> happened = new ArrayList<>();
        happened.add(asked(report));
        if (report.reach().reached() > 0) {
            happened.add(answered(report.answers(), report.reach()));
            happened.add(silent(report));
        }
        if (report.unknown() > 0) {
            happened.add(
                    "Nobody knows whether " + messages(report.unknown()) + " left; that is never taken for silence.");
        }
        return happened;
    }

    private static String asked(CampaignReport report) {
        long reached = report.reach().reached();
        String heldOut =
                report.heldOut() == 0 ? "." : "; " + number(report.heldOut()) + " more were left alone for comparison.";
        if (reached == 0) {
            return people(report.treated()) + " enrolled, and no message sent yet" + heldOut;
        }
        return (reached == report.treated()
                        ? "All " + people(reached) + " enrolled"
                        : number(reached) + " of " + people(report.treated()) + " enrolled")
                + " were asked" + heldOut;
    }

    private static String answered(Answers answers, Reach reach) {
        long staying = staying(answers);
        String left = answers.left() == 0
                ? "nobody left"
                : number(answers.left()) + " left (" + share(answers.left(), reach) + ")";
        String spam = answers.complained() == 0 ? "" : ", " + number(answers.complained()) + " reported spam";
        return (staying == 0
                        ? "Nobody said they want to stay"
                        : number(staying) + " want to stay (" + share(staying, reach) + how(answers) + ")")
                + "; " + left + spam + ".";
    }

    private static String how(Answers answers) {
        StringJoiner how = new StringJoiner(", ", ": ", "").setEmptyValue("");
        if (answers.fewer() > 0) {
            how.add(number(answers.fewer()) + " with fewer messages");
        }
        if (answers.paused() > 0) {
            how.add(number(answers.paused()) + " after a pause");
        }
        return how.toString();
    }

    private static String silent(CampaignReport report) {
        long silent = report.answers().silent();
        Sunset sunset = report.sunset();
        StringBuilder text = new StringBuilder(
                silent == 0
                        ? "Nobody stayed silent"
                        : (silent >= report.treated() ? "All " : "") + number(silent) + " stayed silent");
        if (sunset.nominated() > 0) {
            text.append("; ").append(number(sunset.nominated())).append(" are ready to retire");
        }
        if (sunset.retired() > 0) {
            text.append("; ").append(number(sunset.retired())).append(" have been retired");
        }
        return text.append('.').toString();
    }

    private static String share(long part, Reach reach) {
        return percent(part, Math.max(part, reach.reached()));
    }
}
