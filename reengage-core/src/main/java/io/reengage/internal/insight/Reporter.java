// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.insight;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.ActivityTimes;
import io.reengage.internal.guard.HealthWatch;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.Histories;
import io.reengage.internal.run.RunDefinition;
import io.reengage.internal.run.Runs;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.Run;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.report.CampaignReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts what came of a run, reading its enrollments page by page in constant memory. */
public final class Reporter {
    private static final int PAGE = 500;

    private final Settings settings;
    private final Runs runs;
    private final Standings standings;

    /** @param health knows how runs are taken */
    public Reporter(Settings settings, Runs runs, HealthWatch health) {
        this.settings = settings;
        this.runs = runs;
        this.standings = new Standings(settings, health);
    }

    /** One enrollment with all that is on record about it. */
    record Case(
            Enrollment enrollment, List<Delivery> deliveries, List<Activity> activities, List<SunsetMember> sunset) {}

    public CampaignReport report(String campaign) {
        RunDefinition definition = runs.definition(runs.latest(campaign));
        Instant now = settings.now();
        ReportCount count = new ReportCount(definition, now, settings.tracking().isAllowed());
        each(definition, now, count::add);
        return count.finish(standings.of(definition.run(), now));
    }

    /** Hands over every enrollment of a run, in the order of people. */
    void each(RunDefinition definition, Instant now, Consumer<Case> sink) {
        Run run = definition.run();
        String last = "";
        while (true) {
            String from = last;
            List<Enrollment> page = settings.ledger()
                    .transact(rows -> rows.select(
                            Schema.ENROLLMENT,
                            Where.all().eq("run", run.id()).above("person", from),
                            List.of("person", "episode"),
                            PAGE + 1));
            if (page.isEmpty()) {
                return;
            }
            List<Enrollment> whole = whole(page);
            cases(definition, whole, now).forEach(sink);
            last = whole.get(whole.size() - 1).subscriberId();
        }
    }

    /** A full page without its last person, whose further episodes may lie on the next one. */
    private static List<Enrollment> whole(List<Enrollment> page) {
        if (page.size() <= PAGE) {
            return page;
        }
        String last = page.get(page.size() - 1).subscriberId();
        List<Enrollment> whole =
                page.stream().filter(each -> !each.subscriberId().equals(last)).toList();
        return whole.isEmpty() ? page : whole;
    }

    private List<Case> cases(RunDefinition definition, List<Enrollment> page, Instant now) {
        Set<String> ids = page.stream().map(Enrollment::subscriberId).collect(Collectors.toSet());
        Map<String, List<Delivery>> deliveries = settings
                .ledger()
                .transact(rows -> rows.select(
                        Schema.DELIVERY,
                        Where.all().in("person", ids).eq("run", definition.run().id()),
                        List.of("person", "episode", "at"),
                        Integer.MAX_VALUE))
                .stream()
                .collect(Collectors.groupingBy(Delivery::subscriberId));
        Map<String, List<SunsetMember>> sunset = settings
                .ledger()
                .transact(rows -> rows.select(
                        Schema.SUNSET_MEMBER, Where.all().in("person", ids), List.of("at"), Integer.MAX_VALUE))
                .stream()
                .filter(each -> each.plan().startsWith(definition.run().id() + "/"))
                .collect(Collectors.groupingBy(SunsetMember::subscriberId));
        Map<String, List<Activity>> activities = activities(page, ids, now);
        return page.stream()
                .map(each -> new Case(
                        each,
                        deliveries.getOrDefault(each.subscriberId(), List.of()).stream()
                                .filter(delivery -> delivery.episode() == each.episode())
                                .toList(),
                        activities.getOrDefault(each.subscriberId(), List.of()),
                        sunset.getOrDefault(each.subscriberId(), List.of())))
                .toList();
    }

    /** What these people did since they were enrolled, as the host and the ledger know it, each activity once. */
    private Map<String, List<Activity>> activities(List<Enrollment> page, Set<String> ids, Instant now) {
        Instant from = page.stream()
                .map(Enrollment::enrolledAt)
                .min(Instant::compareTo)
                .orElse(now);
        Instant begin = ActivityTimes.second(from);
        Instant to = ActivityTimes.secondAfter(now);
        Map<String, List<Activity>> told =
                settings.ledger().transact(rows -> Histories.ofLedger(rows, ids, begin, to)).stream()
                        .collect(Collectors.groupingBy(Activity::subscriberId));
        Map<String, List<Activity>> fromHost = new HashMap<>();
        @Nullable ActivitySource source = settings.activity();
        if (source != null) {
            source.history(
                    ids,
                    begin,
                    to,
                    each -> fromHost.computeIfAbsent(each.subscriberId(), id -> new ArrayList<>())
                            .add(each));
        }
        return ids.stream().collect(Collectors.toMap(id -> id, id -> inOrder(told, fromHost, id)));
    }

    private static List<Activity> inOrder(
            Map<String, List<Activity>> told, Map<String, List<Activity>> fromHost, String id) {
        return Histories.merged(told.getOrDefault(id, List.of()), fromHost.getOrDefault(id, List.of())).stream()
                .sorted(Comparator.comparing(Activity::at).thenComparing(Activity::type))
                .toList();
    }
}
