// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import static io.reengage.report.Figures.number;
import static io.reengage.report.Figures.percent;

import io.reengage.report.CampaignReport.Answers;
import io.reengage.report.CampaignReport.Reach;
import io.reengage.report.CampaignReport.StepLine;
import io.reengage.statistics.Proportion;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The charts and tables of a page, below the words. */
final class ReportSections {
    private static final String NOT_MEASURED = "not measured";

    private final Markup page;
    private final CampaignReport report;

    ReportSections(Markup page, CampaignReport report) {
        this.page = page;
        this.report = report;
    }

    void render() {
        if (report.treated() + report.heldOut() == 0) {
            return;
        }
        funnel();
        steps();
        Optional.ofNullable(report.conversion())
                .ifPresent(conversion -> ComparisonSection.render(page, report, conversion));
        answers();
        leavers();
        sunset();
    }

    private void funnel() {
        Reach reach = report.reach();
        BarChart chart = new BarChart("How far people came");
        Table table = new Table("People, each counted once", "Stage", "People", "Of enrolled", "Of stage before");
        long before = report.treated();
        for (Stage stage : new Stage[] {
            new Stage("Enrolled", report.treated()),
            new Stage("Got a message", reach.reached()),
            new Stage("Followed a link", reach.clicked()),
            new Stage("Pressed the button", reach.confirmed())
        }) {
            @Nullable Long people = stage.people();
            if (people == null) {
                table.row(stage.name(), NOT_MEASURED, "", "");
                continue;
            }
            String share = percent(people, report.treated());
            chart.bar(stage.name(), people, number(people) + " (" + share + ")");
            table.row(stage.name(), number(people), share, percent(people, before));
            before = people;
        }
        section("How far people came");
        beside(chart::render, table);
        page.close();
    }

    private record Stage(String name, @Nullable Long people) {}

    private void steps() {
        section("Messages, step by step");
        if (report.steps().isEmpty()) {
            page.leaf("p", "No message has been prepared yet.").close();
            return;
        }
        page.open("div", "class", "two");
        rates("Pressed the button, of the messages sent", StepLine::confirmRate);
        rates("Left, of the messages sent", StepLine::unsubscribeRate);
        page.close();
        rateTable();
        fateTable();
        page.close();
    }

    private void rateTable() {
        Table table = new Table(
                "Rates with 95 % intervals. Where the intervals of two templates overlap much, neither has won.",
                "Step", "Template", "Sent", "Opened", "Followed a link", "Pressed the button", "Left");
        report.steps()
                .forEach(line -> table.row(
                        line.step(),
                        line.template(),
                        number(line.sent()),
                        line.opened() == null ? NOT_MEASURED : rate(line.openRate()),
                        line.clicked() == null ? NOT_MEASURED : rate(line.clickRate()),
                        rate(line.confirmRate()),
                        rate(line.unsubscribeRate())));
        table.names(2).render(page);
    }

    private void fateTable() {
        Table table = new Table(
                "What became of the messages, and what machines did, which counts nowhere",
                "Step",
                "Template",
                "Sent",
                "Unknown",
                "Waiting",
                "Refused",
                "Left unsent",
                "Held out",
                "Opened by machines",
                "Links followed by machines");
        report.steps()
                .forEach(line -> table.row(
                        line.step(),
                        line.template(),
                        number(line.sent()),
                        number(line.unknown()),
                        number(line.waiting()),
                        number(line.failed()),
                        number(line.notSent()),
                        number(line.withheld()),
                        machines(line.opened()),
                        machines(line.clicked())));
        table.names(2).render(page);
    }

    private static String machines(CampaignReport.@Nullable Told told) {
        return told == null ? NOT_MEASURED : number(told.machines());
    }

    private void rates(String title, Function<StepLine, Optional<Proportion>> rate) {
        IntervalChart chart = new IntervalChart(title);
        report.steps()
                .forEach(line -> rate.apply(line)
                        .ifPresent(proportion -> chart.rate(line.step() + ", " + line.template(), proportion)));
        page.open("div").leaf("h3", title);
        if (report.sent() == 0) {
            page.leaf("p", "Nothing has been sent yet.", "class", "quiet");
        }
        chart.render(page);
        page.close();
    }

    private void answers() {
        Answers answers = report.answers();
        BarChart chart = new BarChart("What people answered");
        Table table = new Table("People who were to be asked", "Answer", "People", "Of those asked");
        answer(chart, table, "Stay as before", answers.kept());
        answer(chart, table, "Fewer messages", answers.fewer());
        answer(chart, table, "A pause", answers.paused());
        answer(chart, table, "Leave", answers.left());
        answer(chart, table, "Reported spam", answers.complained());
        if (report.reach().clicked() == null) {
            table.row("Followed a link, said nothing", NOT_MEASURED, "");
        } else {
            answer(chart, table, "Followed a link, said nothing", answers.clickedOnly());
        }
        answer(chart, table, "Silent", answers.silent());
        section("What people answered");
        beside(chart::render, table);
        page.close();
    }

    private void answer(BarChart chart, Table table, String name, long people) {
        String share = percent(people, Math.max(people, report.reach().reached()));
        chart.bar(name, people, number(people) + " (" + share + ")");
        table.row(name, number(people), share);
    }

    private void leavers() {
        section("Why people left");
        if (report.reasons().isEmpty()) {
            page.leaf("p", "Nobody gave a reason.").close();
            return;
        }
        BarChart chart = new BarChart("Reasons given by people who left");
        Table table = new Table("Reasons given, most frequent first", "Reason", "People");
        report.reasons().forEach((reason, people) -> {
            chart.bar(reason, people, number(people));
            table.row(reason, number(people));
        });
        beside(chart::render, table);
        page.close();
    }

    private void sunset() {
        CampaignReport.Sunset sunset = report.sunset();
        section("Kept, ready to retire, spared");
        page.open("div", "class", "two");
        new Table("Where people stand", "Group", "People")
                .row("Want to stay", number(Findings.staying(report.answers())))
                .row("Ready to retire, waiting for approval", number(sunset.nominated()))
                .row("Retired", number(sunset.retired()))
                .row("Back after a sign of life", number(sunset.restored()))
                .row("Back after an undo", number(sunset.undone()))
                .render(page);
        spared(sunset.spared());
        page.close().close();
    }

    private void spared(Map<String, Long> spared) {
        if (spared.isEmpty()) {
            page.leaf("p", "Nobody was spared at the last step.");
            return;
        }
        Table table = new Table("Spared at the last step", "Reason", "People");
        spared.forEach((reason, people) -> table.row(reason, number(people)));
        table.render(page);
    }

    private void section(String heading) {
        page.open("section").leaf("h2", heading);
    }

    private void beside(Consumer<Markup> chart, Table table) {
        page.open("div", "class", "two").open("div");
        chart.accept(page);
        page.close().open("div");
        table.render(page);
        page.close().close();
    }

    private static String rate(Optional<Proportion> proportion) {
        return proportion.map(ReportSections::withInterval).orElse("-");
    }

    /** The rate with its interval. */
    static String withInterval(Proportion proportion) {
        return proportion.trials() == 0
                ? "-"
                : percent(proportion.rate().orElse(0)) + " (" + Figures.percents(proportion.wilson(Earnings.CONFIDENCE))
                        + ")";
    }
}
