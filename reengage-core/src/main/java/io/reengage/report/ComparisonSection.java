// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import static io.reengage.report.Figures.money;
import static io.reengage.report.Figures.number;
import static io.reengage.report.Figures.percent;
import static io.reengage.report.Figures.points;

import io.reengage.report.CampaignReport.Conversions;
import io.reengage.statistics.Sample;
import io.reengage.statistics.SampleRatio;
import java.util.Locale;

/** The comparison of people with and without messages, in charts and tables. */
final class ComparisonSection {

    private ComparisonSection() {}

    static void render(Markup page, CampaignReport report, Conversions conversion) {
        page.open("section").leaf("h2", "With and without messages");
        page.open("div", "class", "two").open("div");
        page.leaf("h3", "Reached the goal: " + conversion.goal());
        new IntervalChart("Reached the goal")
                .rate("With messages", conversion.treated())
                .rate("Left alone", conversion.heldOut())
                .render(page);
        page.close().open("div");
        differences(page, conversion);
        page.close().close();
        arms(page, conversion);
        report.sampleRatio().ifPresent(ratio -> sampleRatio(page, report, ratio));
        page.close();
    }

    private static void arms(Markup page, Conversions conversion) {
        new Table(
                        "Both groups, with 95 % intervals",
                        "Group", "People", "Reached the goal", "Rate", "Revenue per person")
                .row(
                        "With messages",
                        number(conversion.treated().trials()),
                        number(conversion.treated().successes()),
                        ReportSections.withInterval(conversion.treated()),
                        mean(conversion.treatedRevenue()))
                .row(
                        "Left alone",
                        number(conversion.heldOut().trials()),
                        number(conversion.heldOut().successes()),
                        ReportSections.withInterval(conversion.heldOut()),
                        mean(conversion.heldOutRevenue()))
                .render(page);
    }

    private static void differences(Markup page, Conversions conversion) {
        Table table = new Table("The difference the messages made", "Measure", "Observed", "95 % interval");
        conversion
                .rates()
                .estimate()
                .ifPresent(estimate -> table.row(
                        "Rate",
                        (estimate < 0 ? "-" : "") + points(estimate),
                        points(conversion.rates().newcombe(Earnings.CONFIDENCE))));
        conversion
                .revenue()
                .estimate()
                .ifPresent(estimate -> table.row(
                        "Revenue per person",
                        money(estimate),
                        conversion
                                .revenue()
                                .welch(Earnings.CONFIDENCE)
                                .map(Figures::moneys)
                                .orElse("-")));
        conversion
                .smallestDetectable()
                .ifPresent(
                        smallest -> table.row("Smallest gain in the rate so many people show", points(smallest), ""));
        table.render(page);
    }

    private static void sampleRatio(Markup page, CampaignReport report, SampleRatio ratio) {
        String sizes = percent(report.heldOut(), report.treated() + report.heldOut()) + " were left alone, "
                + report.plannedHoldout() + " were planned";
        if (ratio.alarm()) {
            String chance =
                    ratio.pValue() < 0.0001 ? "below 0.0001" : String.format(Locale.ROOT, "%.4f", ratio.pValue());
            page.leaf(
                    "p",
                    "Alarm: the groups do not have the planned sizes. " + sizes + " (probability by chance " + chance
                            + ").",
                    "class",
                    "verdict bad");
        } else {
            page.leaf("p", "The groups have the planned sizes: " + sizes + ".", "class", "quiet");
        }
    }

    private static String mean(Sample sample) {
        return sample.mean().isEmpty() ? "-" : money(sample.mean().getAsDouble());
    }
}
