// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.sunset;

import io.reengage.internal.evidence.EvidenceDesk;
import io.reengage.internal.node.Audit;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.People;
import io.reengage.internal.run.RunDefinition;
import io.reengage.internal.run.Runs;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.SunsetPlan;
import io.reengage.ledger.SunsetProgress;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.segment.Profile;
import io.reengage.subscriber.Subscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Applies a plan as far as the limits allow. Everything that forbids it is looked at before the first change; then each person
 * is looked at once more, and each hundred are one transaction, so that an end at any moment leaves whole hundreds.
 */
final class Application {
    private static final int BATCH = 100;
    private static final Duration WEEK = Duration.ofDays(7);

    private final Settings settings;
    private final Runs runs;
    private final People people;
    private final Plans plans;
    private final Approval approval;
    private final Canary canary;
    private final EvidenceDesk evidence;
    private final Sunset sunset;

    Application(
            Settings settings,
            Runs runs,
            People people,
            Plans plans,
            Approval approval,
            Canary canary,
            EvidenceDesk evidence,
            Sunset sunset) {
        this.settings = settings;
        this.runs = runs;
        this.people = people;
        this.plans = plans;
        this.approval = approval;
        this.canary = canary;
        this.evidence = evidence;
        this.sunset = sunset;
    }

    SunsetProgress apply(String planId) {
        SunsetPlan plan = settings.ledger().transact(rows -> Plans.required(rows, planId));
        if (!plan.isApproved()) {
            throw new IllegalStateException(
                    "plan " + planId + " is " + plan.status() + ": only an approved one is applied");
        }
        plans.requireUnchanged(plan);
        Instant now = settings.ledger().transact(rows -> {
            Instant moment = Audit.notBefore(rows, settings.now());
            approval.requireFresh(rows, plan, moment);
            return moment;
        });
        Optional<Instant> wait = settings.ledger().transact(rows -> canary.watchedUntil(rows, plan));
        if (wait.isPresent() && wait.get().isAfter(now)) {
            return progress(plan, 0, 0);
        }
        long most = settings.sunset().perRun().of(plan.listSize());
        requireEvidence(plan, most);
        if (wait.isPresent()) {
            canary.alarm(plan, now).ifPresent(alarm -> hold(plan, alarm));
            return retire(canary.pass(plan), most);
        }
        return retire(plan, most);
    }

    /** Refuses before the first change; a plan already begun is held, so that somebody looks at what was done. */
    private void requireEvidence(SunsetPlan plan, long most) {
        String red = evidence.standing(plan, most);
        if (red.isEmpty()) {
            return;
        }
        if (plan.canaryAt() != null && plan.canaryPassedAt() == null) {
            hold(plan, "the evidence is doubtful:\n" + red);
        }
        throw new IllegalStateException("plan " + plan.id() + " is not applied, the evidence is doubtful:\n" + red);
    }

    private void hold(SunsetPlan plan, String why) {
        approval.hold(plan, why);
        throw new IllegalStateException("plan " + plan.id() + " is held until it is approved again: " + why);
    }

    private SunsetProgress retire(SunsetPlan plan, long most) {
        RunDefinition definition = runs.byId(plan.run()).orElseThrow();
        int retired = 0;
        int spared = 0;
        while (retired < most && settings.ledger().transact(rows -> room(rows, plan)) > 0) {
            int next = (int) Math.min(BATCH, most - retired);
            List<SunsetMember> batch = settings.ledger()
                    .transact(rows -> Plans.members(rows, plan.id(), SunsetMember.State.NOMINATED, "", next));
            Applied applied = applyBatch(plan, definition, batch);
            retired += applied.retired;
            spared += applied.spared;
            if (applied.retired + applied.spared == 0) {
                break;
            }
        }
        return progress(plan, retired, spared);
    }

    private SunsetProgress progress(SunsetPlan plan, int retired, int spared) {
        long left = settings.ledger().transact(rows -> finished(rows, plan));
        return new SunsetProgress(
                retired, spared, left, left == 0 ? null : settings.ledger().transact(rows -> next(rows, plan.id())));
    }

    /** How many are left; a plan without any is done, unless it was undone meanwhile. */
    private static long finished(Rows rows, SunsetPlan plan) {
        long left = Plans.left(rows, plan);
        if (left == 0) {
            rows.update(
                    Schema.SUNSET_PLAN,
                    Where.all().eq("id", plan.id()).eq("status", plan.status().name()),
                    Assignments.set("status", SunsetPlan.Status.APPLIED.name()));
        }
        return left;
    }

    /** How many one transaction took off the list and left alone. */
    private record Applied(int retired, int spared) {}

    private Applied applyBatch(SunsetPlan plan, RunDefinition definition, List<SunsetMember> batch) {
        Set<String> ids = batch.stream().map(SunsetMember::subscriberId).collect(Collectors.toSet());
        Map<String, Subscriber> found = settings.subscribers().find(ids);
        Instant now = settings.now();
        Map<String, Profile> profiles = people.profiles(found.values(), definition.need(), now);
        return settings.ledger().transact(rows -> {
            Leases.fence(rows, ids);
            // one at a time, so that two who apply keep to the limits together
            Leases.lock(rows, Leases.HOST);
            SunsetPlan current = Plans.required(rows, plan.id());
            long room = current.isApproved() && !Runs.stopped(rows) ? room(rows, current) : 0;
            Function<String, Recheck> rechecks = rechecks(rows, plan, ids, found, profiles);
            int retired = 0;
            int spared = 0;
            for (SunsetMember member : Plans.stillIn(rows, plan, SunsetMember.State.NOMINATED, ids)) {
                if (retired >= room) {
                    break;
                }
                String id = member.subscriberId();
                Optional<String> reason =
                        rechecks.apply(id).spared(definition, settings.sunset(), plan.subscription(), now);
                if (reason.isPresent()) {
                    sunset.spare(rows, plan, member, now, reason.get());
                    spared++;
                } else {
                    sunset.retire(rows, current, member, Objects.requireNonNull(found.get(id)), now);
                    retired++;
                }
            }
            if (retired > 0) {
                canary.went(rows, current, now);
            }
            return new Applied(retired, spared);
        });
    }

    private Function<String, Recheck> rechecks(
            Rows rows, SunsetPlan plan, Set<String> ids, Map<String, Subscriber> found, Map<String, Profile> profiles) {
        Map<String, Enrollment> enrollments = People.enrollments(rows, plan.run(), ids);
        Map<String, List<Suppression>> suppressions = people.suppressions(rows, found.values());
        Map<String, List<Delivery>> deliveries = rows
                .all(Schema.DELIVERY, Where.all().in("person", ids))
                .stream()
                .collect(Collectors.groupingBy(Delivery::subscriberId));
        return id -> new Recheck(
                enrollments.get(id),
                profiles.get(id),
                deliveries.getOrDefault(id, List.of()),
                suppressions.getOrDefault(id, List.of()));
    }

    /** How many more may be retired now: by the week, and by those who go first. */
    private long room(Rows rows, SunsetPlan plan) {
        return Math.min(weeklyRoom(rows, plan), canary.room(rows, plan));
    }

    private long weeklyRoom(Rows rows, SunsetPlan plan) {
        long week = settings.sunset().perWeek().of(plan.listSize());
        long lastWeek =
                rows.count(Schema.SUNSET_MEMBER, retiredSince(settings.now().minus(WEEK)));
        return Math.max(0, week - lastWeek);
    }

    private static Where retiredSince(Instant since) {
        return Where.all().eq("state", SunsetMember.State.RETIRED.name()).above("at", since);
    }

    /** When the limits, and the watch over those who went first, allow more. */
    private Instant next(Rows rows, String planId) {
        SunsetPlan plan = Plans.required(rows, planId);
        Instant now = settings.now();
        Instant byWeek = weeklyRoom(rows, plan) > 0
                ? now
                : rows.select(Schema.SUNSET_MEMBER, retiredSince(now.minus(WEEK)), List.of("at"), 1).stream()
                        .map(member -> member.at().plus(WEEK))
                        .findFirst()
                        .orElse(now);
        return canary.watchedUntil(rows, plan)
                .filter(watched -> watched.isAfter(byWeek))
                .orElse(byWeek);
    }
}
