// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.sunset;

import io.reengage.campaign.Action;
import io.reengage.internal.evidence.EvidenceDesk;
import io.reengage.internal.evidence.PlanFacts;
import io.reengage.internal.node.Audit;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.Enroller;
import io.reengage.internal.run.RunDefinition;
import io.reengage.internal.run.Runs;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.EvidenceFinding;
import io.reengage.ledger.Run;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.SunsetPlan;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.Subscriber;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes plans: who is nominated now, how large the list is, and what is doubtful. Nothing happens to anybody. */
final class PlanMaker {
    private static final int PAGE = 500;

    private final Settings settings;
    private final Runs runs;
    private final Plans plans;
    private final EvidenceDesk evidence;
    private final Audit audit;

    PlanMaker(Settings settings, Runs runs, Plans plans, EvidenceDesk evidence, Audit audit) {
        this.settings = settings;
        this.runs = runs;
        this.plans = plans;
        this.evidence = evidence;
        this.audit = audit;
    }

    /** The members are written first, the plan last, so a half plan does not exist. */
    SunsetPlan plan(String campaign) {
        Run run = runs.latest(campaign);
        String list = subscription(runs.definition(run));
        Instant now = settings.now();
        int earlier = settings.ledger()
                .transact(rows -> rows.all(Schema.SUNSET_PLAN, Where.all().eq("run", run.id()))
                        .size());
        String id = run.id() + "/sunset-" + (earlier + 1);
        String terms = plans.terms(run);
        Names names = name(run, id, now, new Names(terms));
        Listed listed = read(list, names.drawn());
        SunsetPlan plan = new SunsetPlan(
                id,
                run.id(),
                list,
                terms,
                names.hash(),
                names.number(),
                listed.size,
                now,
                SunsetPlan.Status.PROPOSED,
                "",
                null,
                "",
                null,
                null);
        Map<EvidenceFinding.Kind, String> doubts = evidence.examine(plan, pages(plan, listed, names.drawn()));
        return settings.ledger().transact(rows -> {
            rows.insert(Schema.SUNSET_PLAN, List.of(plan));
            evidence.note(rows, plan, doubts);
            audit.write(rows, now, Audit.ENGINE, "sunset.plan", id, plan.people() + " people, hash " + plan.hash());
            return plan;
        });
    }

    private static String subscription(RunDefinition definition) {
        return definition.campaign().steps().stream()
                .map(step -> step.action())
                .filter(Action.NominateForSunset.class::isInstance)
                .map(action -> ((Action.NominateForSunset) action).subscription())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "campaign " + definition.campaign().name() + " has no step that nominates for sunset"));
    }

    private Names name(Run run, String planId, Instant now, Names names) {
        settings.ledger()
                .transact(rows -> rows.delete(Schema.SUNSET_MEMBER, Where.all().eq("plan", planId)));
        String last = "";
        while (true) {
            String from = last;
            List<Enrollment> page = settings.ledger()
                    .transact(rows -> rows.select(
                            Schema.ENROLLMENT,
                            Where.all()
                                    .eq("run", run.id())
                                    .eq("state", Enrollment.State.NOMINATED.name())
                                    .above("person", from),
                            List.of("person"),
                            PAGE));
            if (page.isEmpty()) {
                return names;
            }
            List<SunsetMember> members = page.stream()
                    .map(each -> new SunsetMember(
                            planId, each.subscriberId(), SunsetMember.State.NOMINATED, now, each.reason()))
                    .toList();
            settings.ledger().transact(rows -> rows.insertNew(Schema.SUNSET_MEMBER, members));
            names.add(members);
            last = page.get(page.size() - 1).subscriberId();
        }
    }

    private PlanFacts.Pages pages(SunsetPlan plan, Listed listed, Set<String> drawn) {
        long atOnce = Math.min(plan.people(), settings.sunset().perRun().of(plan.listSize()));
        return new PlanFacts.Pages(
                drawn.size(),
                unseen(plan.subscription(), listed.notSeen),
                listed.domains.shares(settings.sunset(), atOnce, drawn.size()));
    }

    /** The list as its pages show it. */
    private record Listed(long size, Set<String> notSeen, Domains domains) {}

    private Listed read(String list, Set<String> lookedFor) {
        Set<String> notSeen = new HashSet<>(lookedFor);
        Domains domains = new Domains(
                lookedFor.isEmpty()
                        ? List.of()
                        : settings.subscribers().find(lookedFor).values());
        long size = 0;
        @Nullable String cursor = "";
        while (cursor != null) {
            Page<Subscriber> page = settings.subscribers().page(cursor, Enroller.PAGE);
            for (Subscriber each : page.items()) {
                if (each.subscribed(list)) {
                    size++;
                    domains.add(each);
                }
                notSeen.remove(each.id());
            }
            cursor = page.next();
        }
        return new Listed(size, notSeen, domains);
    }

    /** Whom the pages left out although the store has them on the list. */
    private int unseen(String list, Set<String> notSeen) {
        return notSeen.isEmpty()
                ? 0
                : (int) settings.subscribers().find(notSeen).values().stream()
                        .filter(each -> each.subscribed(list))
                        .count();
    }
}
