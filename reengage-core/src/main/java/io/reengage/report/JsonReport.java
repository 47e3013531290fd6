// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reengage.report.CampaignReport.Conversions;
import io.reengage.report.CampaignReport.Standing;
import io.reengage.report.CampaignReport.StepLine;
import io.reengage.statistics.Interval;
import io.reengage.statistics.Proportion;
import io.reengage.statistics.Sample;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A report as JSON: fields in a fixed order, rates with 95 % intervals, {@code null} for what cannot be told. */
public final class JsonReport {

    /** The value of the field {@code format}. */
    public static final String FORMAT = "reengage-report/1";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonReport() {}

    /** The report as one JSON object on several lines. */
    public static String of(CampaignReport report) {
        return tree(report).toPrettyString();
    }

    private static ObjectNode tree(CampaignReport report) {
        ObjectNode tree = NODES.objectNode()
                .put("format", FORMAT)
                .put("campaign", report.campaign())
                .put("run", report.run())
                .put("launchedAt", report.launchedAt().toString())
                .put("asOf", report.asOf().toString());
        standing(tree, report.standing());
        tree.put("scanned", report.scanned())
                .put("treated", report.treated())
                .put("heldOut", report.heldOut())
                .put("plannedHoldout", report.plannedHoldout().value());
        tree.set("findings", findings(Findings.of(report)));
        tree.putObject("reach")
                .put("reached", report.reach().reached())
                .put("clicked", report.reach().clicked())
                .put("confirmed", report.reach().confirmed());
        ArrayNode steps = tree.putArray("steps");
        report.steps().forEach(line -> steps.add(step(line)));
        tree.set("answers", answers(report.answers()));
        tree.set("reasons", counts(report.reasons()));
        Conversions conversion = report.conversion();
        tree.set("conversion", conversion == null ? NODES.nullNode() : conversion(report, conversion));
        tree.set("sunset", sunset(report.sunset()));
        return tree;
    }

    private static void standing(ObjectNode tree, Standing standing) {
        tree.put("status", standing.status().name())
                .put("since", text(standing.since()))
                .put("reason", standing.reason());
        CampaignReport.@Nullable Health health = standing.health();
        if (health == null) {
            tree.putNull("health");
        } else {
            tree.putObject("health")
                    .put("level", health.level().name())
                    .put("words", health.words())
                    .put("leftOut", health.leftOut());
        }
        CampaignReport.@Nullable Stop stop = standing.stop();
        if (stop == null) {
            tree.putNull("stop");
        } else {
            tree.putObject("stop")
                    .put("since", text(stop.since()))
                    .put("noticed", stop.noticed())
                    .put("reason", stop.reason());
        }
        waiting(tree, standing);
    }

    private static void waiting(ObjectNode tree, Standing standing) {
        ArrayNode held = tree.putArray("held");
        standing.held()
                .forEach(each -> held.addObject()
                        .put("step", each.step())
                        .put("since", text(each.since()))
                        .put("nextTryAt", text(each.nextTryAt()))
                        .put("reason", each.reason()));
        CampaignReport.@Nullable Ramping ramp = standing.ramp();
        if (ramp == null) {
            tree.putNull("ramp");
        } else {
            tree.putObject("ramp")
                    .put("people", ramp.people())
                    .put("portion", ramp.portion())
                    .put("since", text(ramp.since()))
                    .put("late", ramp.late())
                    .put("nextAt", text(ramp.nextAt()));
        }
    }

    private static @Nullable String text(@Nullable Instant moment) {
        return moment == null ? null : moment.toString();
    }

    private static ObjectNode findings(Findings findings) {
        ObjectNode node = NODES.objectNode();
        ArrayNode notices = node.putArray("notices");
        findings.notices().forEach(notice -> notices.add(notice.words()));
        ArrayNode happened = node.putArray("happened");
        findings.happened().forEach(happened::add);
        node.put("verdict", findings.earnings().verdict().name());
        ArrayNode earned = node.putArray("earned");
        findings.earnings().sentences().forEach(earned::add);
        ArrayNode next = node.putArray("next");
        findings.next().forEach(next::add);
        return node;
    }

    private static ObjectNode step(StepLine line) {
        ObjectNode node = NODES.objectNode()
                .put("step", line.step())
                .put("template", line.template())
                .put("sent", line.sent())
                .put("unknown", line.unknown())
                .put("withheld", line.withheld())
                .put("waiting", line.waiting())
                .put("failed", line.failed())
                .put("notSent", line.notSent());
        told(node, "opened", "machineOpens", line.opened());
        told(node, "clicked", "machineClicks", line.clicked());
        node.put("confirmed", line.confirmed()).put("unsubscribed", line.unsubscribed());
        rate(node, "openRate", line.openRate());
        rate(node, "clickRate", line.clickRate());
        rate(node, "confirmRate", line.confirmRate());
        rate(node, "unsubscribeRate", line.unsubscribeRate());
        return node;
    }

    /** Nulls where nothing tells: no number is not zero. */
    private static void told(ObjectNode node, String people, String machines, CampaignReport.@Nullable Told told) {
        node.put(people, told == null ? null : told.people());
        node.put(machines, told == null ? null : told.machines());
    }

    private static ObjectNode answers(CampaignReport.Answers answers) {
        return NODES.objectNode()
                .put("kept", answers.kept())
                .put("fewer", answers.fewer())
                .put("paused", answers.paused())
                .put("left", answers.left())
                .put("complained", answers.complained())
                .put("clickedOnly", answers.clickedOnly())
                .put("silent", answers.silent());
    }

    private static ObjectNode conversion(CampaignReport report, Conversions conversion) {
        ObjectNode node = NODES.objectNode().put("goal", conversion.goal());
        rate(node, "treated", Optional.of(conversion.treated()));
        rate(node, "heldOut", Optional.of(conversion.heldOut()));
        OptionalDouble estimate = conversion.rates().estimate();
        estimate(
                node.putObject("rateDifference"),
                estimate,
                Optional.of(conversion.rates().newcombe(Earnings.CONFIDENCE)).filter(any -> estimate.isPresent()));
        number(node, "smallestDetectable", conversion.smallestDetectable());
        sample(node.putObject("treatedRevenue"), conversion.treatedRevenue());
        sample(node.putObject("heldOutRevenue"), conversion.heldOutRevenue());
        estimate(
                node.putObject("revenueDifference"),
                conversion.revenue().estimate(),
                conversion.revenue().welch(Earnings.CONFIDENCE));
        node.put("stillOpen", conversion.stillOpen());
        node.put("openUntil", text(conversion.openUntil()));
        report.sampleRatio()
                .ifPresentOrElse(
                        ratio -> node.putObject("sampleRatio")
                                .put("pValue", ratio.pValue())
                                .put("alarm", ratio.alarm()),
                        () -> node.putNull("sampleRatio"));
        return node;
    }

    private static ObjectNode sunset(CampaignReport.Sunset sunset) {
        ObjectNode node = NODES.objectNode()
                .put("nominated", sunset.nominated())
                .put("retired", sunset.retired())
                .put("restored", sunset.restored())
                .put("undone", sunset.undone());
        node.set("spared", counts(sunset.spared()));
        return node;
    }

    /** A list, since the order of an object's fields may get lost and counts are sorted. */
    private static ArrayNode counts(Map<String, Long> counts) {
        ArrayNode list = NODES.arrayNode();
        counts.forEach(
                (reason, people) -> list.addObject().put("reason", reason).put("people", people));
        return list;
    }

    private static void rate(ObjectNode node, String name, Optional<Proportion> proportion) {
        if (proportion.isEmpty()) {
            node.putNull(name);
            return;
        }
        Proportion rate = proportion.get();
        ObjectNode fields =
                node.putObject(name).put("successes", rate.successes()).put("trials", rate.trials());
        estimate(
                fields,
                rate.rate(),
                Optional.of(rate.wilson(Earnings.CONFIDENCE)).filter(any -> rate.trials() > 0));
    }

    private static void estimate(ObjectNode node, OptionalDouble estimate, Optional<Interval> interval) {
        number(node, "estimate", estimate);
        number(node, "low", interval.stream().mapToDouble(Interval::low).findFirst());
        number(node, "high", interval.stream().mapToDouble(Interval::high).findFirst());
    }

    private static void sample(ObjectNode node, Sample sample) {
        node.put("people", sample.n()).put("sum", sample.sum());
        number(node, "mean", sample.mean());
    }

    private static void number(ObjectNode node, String name, OptionalDouble value) {
        if (value.isPresent()) {
            node.put(name, value.getAsDouble());
        } else {
            node.putNull(name);
        }
    }
}
