// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.insight;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityTimes;
import io.reengage.activity.ActivityType;
import io.reengage.campaign.Action;
import io.reengage.campaign.Conversion;
import io.reengage.campaign.Step;
import io.reengage.campaign.Tracked;
import io.reengage.internal.feedback.Recorder;
import io.reengage.internal.run.RunDefinition;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.SunsetMember;
import io.reengage.report.CampaignReport;
import io.reengage.statistics.Proportion;
import io.reengage.statistics.Sample;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts enrollments one by one into a campaign report. */
final class ReportCount {
    private static final String NO_REASON = "not said";

    private final RunDefinition definition;
    private final Instant now;
    private final Map<List<String>, StepCount> steps = new LinkedHashMap<>();
    private final Map<String, Long> reasons = new TreeMap<>();
    private final Map<String, Long> spared = new TreeMap<>();
    private final Map<SunsetMember.State, Long> sunset = new TreeMap<>();
    private final AnswerCount answers = new AnswerCount();
    private final ArmCount treated = new ArmCount();
    private final ArmCount heldOut = new ArmCount();
    private long nominated;
    private long stillOpen;
    private @Nullable Instant lastClosing;
    private long reached;
    private long clicked;
    private long confirmed;

    /** @param tracking whether anything may be tracked */
    ReportCount(RunDefinition definition, Instant now, boolean tracking) {
        this.definition = definition;
        this.now = now;
        for (Step step : definition.campaign().steps()) {
            if (step.action() instanceof Action.Send send) {
                (send.variants().isEmpty() ? List.of("") : send.variants())
                        .forEach(variant -> steps.put(
                                List.of(step.id(), variant), new StepCount(tracking ? tells(send) : Set.of())));
            }
        }
    }

    /** What a step's messages tell: of visits, only where a button leads to a page of ours. */
    private static Set<Tracked> tells(Action.Send send) {
        return send.tracked().stream()
                .filter(each -> each != Tracked.VISITS || send.landingPage() != null)
                .collect(Collectors.toSet());
    }

    void add(Reporter.Case each) {
        Enrollment enrollment = each.enrollment();
        boolean isTreated = enrollment.arm() == Enrollment.Arm.TREATED;
        List<Activity> since = each.activities().stream()
                .filter(activity -> ActivityTimes.isSince(activity.at(), enrollment.enrolledAt()))
                .toList();
        convert(enrollment, since, isTreated ? treated : heldOut);
        each.deliveries()
                .forEach(delivery -> step(delivery.step(), delivery.variant()).add(delivery.state()));
        attribute(each, since);
        if (isTreated) {
            reach(each, since);
            answers.add(since);
            reasons(since);
        }
        sunset(enrollment, each.sunset());
    }

    private void reach(Reporter.Case each, List<Activity> since) {
        boolean sent = each.deliveries().stream().anyMatch(one -> one.state() == DeliveryState.SENT);
        boolean button = did(since, ReportCount::isConfirmation);
        reached += sent ? 1 : 0;
        clicked += sent && (button || did(since, type -> type.equals(ActivityType.CLICKED))) ? 1 : 0;
        confirmed += sent && button ? 1 : 0;
    }

    private StepCount step(String id, String variant) {
        @Nullable StepCount count = steps.get(List.of(id, variant));
        if (count != null) {
            return count;
        }
        // a message that was never written has no variant: it is counted with the first
        return steps.entrySet().stream()
                .filter(entry -> entry.getKey().get(0).equals(id))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> new StepCount(Set.of()));
    }

    /** Gives clicks and answers to the message they belong to, each person once a message. */
    private void attribute(Reporter.Case each, List<Activity> since) {
        for (Delivery delivery : each.deliveries()) {
            List<ActivityType> about = since.stream()
                    .filter(activity -> activity.delivery() != null
                            && activity.delivery().run().equals(delivery.run())
                            && activity.delivery().step().equals(delivery.step()))
                    .map(Activity::type)
                    .toList();
            step(delivery.step(), delivery.variant()).add(about);
        }
    }

    private void convert(Enrollment enrollment, List<Activity> since, ArmCount arm) {
        @Nullable Conversion conversion = definition.campaign().conversion();
        if (conversion == null) {
            arm.add(false, BigDecimal.ZERO);
            return;
        }
        Instant end = conversion.within().after(enrollment.enrolledAt(), ZoneOffset.UTC);
        if (end.isAfter(now)) {
            stillOpen++;
            lastClosing = lastClosing == null || end.isAfter(lastClosing) ? end : lastClosing;
        }
        List<Activity> hits = since.stream()
                .filter(activity -> conversion.types().contains(activity.type()))
                .filter(activity -> activity.at().isBefore(ActivityTimes.secondAfter(end)))
                .toList();
        BigDecimal value =
                hits.stream().flatMap(activity -> activity.value().stream()).reduce(BigDecimal.ZERO, BigDecimal::add);
        arm.add(!hits.isEmpty(), value);
    }

    private void reasons(List<Activity> since) {
        since.stream()
                .filter(activity -> activity.type().equals(ActivityType.UNSUBSCRIBED))
                .map(activity -> activity.properties().getOrDefault(Activity.REASON, ""))
                .max(Comparator.comparing(reason -> !reason.isEmpty()))
                .ifPresent(reason -> reasons.merge(reason.isEmpty() ? NO_REASON : reason, 1L, Long::sum));
    }

    private void sunset(Enrollment enrollment, List<SunsetMember> members) {
        Optional<SunsetMember> last =
                members.isEmpty() ? Optional.empty() : Optional.of(members.get(members.size() - 1));
        last.ifPresent(member -> sunset.merge(member.state(), 1L, Long::sum));
        if (enrollment.state() == Enrollment.State.NOMINATED) {
            nominated++;
        }
        String reason = enrollment.reason();
        boolean ended = enrollment.state() == Enrollment.State.COMPLETED && last.isEmpty();
        if (ended && !reason.equals("all steps done")) {
            spared.merge(shortened(reason), 1L, Long::sum);
        }
        last.filter(member -> member.state() == SunsetMember.State.SPARED)
                .ifPresent(member -> spared.merge(shortened(member.evidence()), 1L, Long::sum));
    }

    /** Reasons that differ in a date only are one reason. */
    private static String shortened(String reason) {
        int date = reason.indexOf(" on 20");
        return date < 0 ? reason : reason.substring(0, date);
    }

    CampaignReport finish(CampaignReport.Standing standing) {
        List<CampaignReport.StepLine> lines = stepLines();
        return new CampaignReport(
                definition.campaign().name(),
                definition.run().id(),
                definition.run().launchedAt(),
                now,
                standing,
                definition.run().scanned(),
                treated.people,
                heldOut.people,
                definition.campaign().holdout().share(),
                new CampaignReport.Reach(
                        reached, lines.stream().allMatch(line -> line.clicked() == null) ? null : clicked, confirmed),
                lines,
                answers.finish(),
                mostFrequentFirst(reasons),
                conversions(),
                new CampaignReport.Sunset(
                        nominated,
                        sunset.getOrDefault(SunsetMember.State.RETIRED, 0L),
                        sunset.getOrDefault(SunsetMember.State.RESTORED, 0L),
                        sunset.getOrDefault(SunsetMember.State.UNDONE, 0L),
                        mostFrequentFirst(spared)));
    }

    private List<CampaignReport.StepLine> stepLines() {
        List<CampaignReport.StepLine> lines = new ArrayList<>();
        steps.forEach((key, count) -> {
            Action.Send send = (Action.Send)
                    definition.campaign().step(key.get(0)).orElseThrow().action();
            lines.add(count.line(key.get(0), send.template(key.get(1))));
        });
        return lines;
    }

    private CampaignReport.@Nullable Conversions conversions() {
        @Nullable Conversion conversion = definition.campaign().conversion();
        if (conversion == null) {
            return null;
        }
        String goal =
                conversion.types().stream().sorted().map(ActivityType::name).collect(Collectors.joining(" or "))
                        + " within " + conversion.within();
        return new CampaignReport.Conversions(
                goal,
                treated.proportion(),
                heldOut.proportion(),
                treated.revenue(),
                heldOut.revenue(),
                stillOpen,
                definition.isRampingUp() ? null : lastClosing);
    }

    private static Map<String, Long> mostFrequentFirst(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    }

    static boolean isConfirmation(ActivityType type) {
        return type.equals(ActivityType.CONFIRMED) || Recorder.isConfirmation(type);
    }

    static boolean did(List<Activity> since, Predicate<ActivityType> what) {
        return since.stream().map(Activity::type).anyMatch(what);
    }

    /** One arm's conversions and money. */
    private static final class ArmCount {
        private long people;
        private long converted;
        private double sum;
        private double squares;

        private void add(boolean hit, BigDecimal value) {
            people++;
            converted += hit ? 1 : 0;
            sum += value.doubleValue();
            squares += value.doubleValue() * value.doubleValue();
        }

        private Proportion proportion() {
            return new Proportion(converted, people);
        }

        private Sample revenue() {
            return new Sample(people, sum, squares);
        }
    }
}
