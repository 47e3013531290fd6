// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.sunset;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.reengage.activity.ActivityType;
import io.reengage.campaign.Action;
import io.reengage.internal.dispatch.Planner;
import io.reengage.internal.node.Audit;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.Enroller;
import io.reengage.internal.run.People;
import io.reengage.internal.run.RunDefinition;
import io.reengage.internal.run.Runs;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.Run;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.SunsetPlan;
import io.reengage.ledger.SunsetProgress;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.policy.SunsetPolicy;
import io.reengage.segment.Profile;
import io.reengage.segment.Verdict;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.Subscriber;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Nominate, plan, approve, apply, undo: nobody is retired without all of these, and nobody beyond the limits. */
public final class SunsetDesk {
    private static final int PAGE = 500;
    private static final int BATCH = 100;
    private static final Duration WEEK = Duration.ofDays(7);

    private final Settings settings;
    private final Runs runs;
    private final People people;
    private final Sunset sunset;
    private final Audit audit;

    public SunsetDesk(Settings settings, Runs runs, People people, Sunset sunset, Audit audit) {
        this.settings = settings;
        this.runs = runs;
        this.people = people;
        this.sunset = sunset;
        this.audit = audit;
    }

    /** Fixes who is nominated now in a plan. The members are written first, the plan last, so a half plan does not exist. */
    public SunsetPlan plan(String campaign) {
        Run run = runs.latest(campaign);
        String list = subscription(runs.definition(run));
        Instant now = settings.now();
        int earlier = settings.ledger()
                .transact(rows -> rows.select(
                                Schema.SUNSET_PLAN, Where.all().eq("run", run.id()), List.of(), Integer.MAX_VALUE)
                        .size());
        String id = run.id() + "/sunset-" + (earlier + 1);
        Hasher hash = Hashing.sha256().newHasher().putString(run.definition(), StandardCharsets.UTF_8);
        long named = nameMembers(run, id, now, hash);
        SunsetPlan plan = new SunsetPlan(
                id,
                run.id(),
                list,
                hash.hash().toString(),
                named,
                listSize(list),
                now,
                SunsetPlan.Status.PROPOSED,
                "",
                null,
                "");
        return settings.ledger().transact(rows -> {
            rows.insert(Schema.SUNSET_PLAN, List.of(plan));
            audit.write(rows, now, Audit.ENGINE, "sunset.plan", id, named + " people, hash " + plan.hash());
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

    private long nameMembers(Run run, String planId, Instant now, Hasher hash) {
        settings.ledger()
                .transact(rows -> rows.delete(Schema.SUNSET_MEMBER, Where.all().eq("plan", planId)));
        long named = 0;
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
                return named;
            }
            List<SunsetMember> members = page.stream()
                    .map(each -> new SunsetMember(
                            planId, each.subscriberId(), SunsetMember.State.NOMINATED, now, each.reason()))
                    .toList();
            members.forEach(each ->
                    hash.putString(each.subscriberId() + "\n" + each.evidence() + "\n", StandardCharsets.UTF_8));
            settings.ledger().transact(rows -> rows.insertNew(Schema.SUNSET_MEMBER, members));
            named += members.size();
            last = page.get(page.size() - 1).subscriberId();
        }
    }

    private long listSize(String list) {
        long size = 0;
        String cursor = "";
        while (true) {
            Page<Subscriber> page = settings.subscribers().page(cursor, Enroller.PAGE);
            size += page.items().stream().filter(each -> each.subscribed(list)).count();
            String next = page.next();
            if (next == null) {
                return size;
            }
            cursor = next;
        }
    }

    public List<SunsetMember> members(String planId, String after, int limit) {
        return settings.ledger()
                .transact(rows -> rows.select(
                        Schema.SUNSET_MEMBER,
                        Where.all().eq("plan", planId).above("person", after),
                        List.of("person"),
                        limit));
    }

    public SunsetPlan approve(String planId, boolean inInstalments, String by, String reason) {
        if (by.isBlank()) {
            throw new IllegalArgumentException("a plan is approved by a named person");
        }
        Instant now = settings.now();
        SunsetPolicy policy = settings.sunset();
        return settings.ledger().transact(rows -> {
            SunsetPlan plan = required(rows, planId);
            if (plan.status() != SunsetPlan.Status.PROPOSED) {
                throw new IllegalStateException("plan " + planId + " is " + plan.status() + " already");
            }
            if (now.isAfter(plan.madeAt().plus(policy.planValidFor()))) {
                throw new IllegalStateException(
                        "plan " + planId + " is older than " + policy.planValidFor() + ": make a new one");
            }
            long most = policy.perRun().of(plan.listSize());
            if (most == 0) {
                throw new IllegalStateException("plan " + planId + ": " + policy.perRun() + " of a list of "
                        + plan.listSize() + " is nobody: raise the limit");
            }
            if (plan.people() > most && !inInstalments) {
                throw new IllegalStateException("plan " + planId + " names " + plan.people() + " people, "
                        + policy.perRun() + " of the list are " + most
                        + ": approve it in instalments, or raise the limit");
            }
            SunsetPlan approved = plan.approved(
                    plan.people() > most ? SunsetPlan.Status.APPROVED_IN_INSTALMENTS : SunsetPlan.Status.APPROVED,
                    by,
                    now,
                    reason);
            rows.put(Schema.SUNSET_PLAN, List.of(approved));
            audit.write(rows, now, by, "sunset.approve", planId, reason + " (hash " + plan.hash() + ")");
            return approved;
        });
    }

    /** Retires as many as the limits allow, each person looked at once more. */
    public SunsetProgress apply(String planId) {
        SunsetPlan plan = settings.ledger().transact(rows -> required(rows, planId));
        if (!plan.isApproved()) {
            throw new IllegalStateException(
                    "plan " + planId + " is " + plan.status() + ": only an approved one is applied");
        }
        requireFresh(plan);
        RunDefinition definition = runs.byId(plan.run()).orElseThrow();
        long most = settings.sunset().perRun().of(plan.listSize());
        int retired = 0;
        int spared = 0;
        while (retired < most && settings.ledger().transact(rows -> room(rows, plan)) > 0) {
            List<SunsetMember> batch = nominated(planId, (int) Math.min(BATCH, most - retired));
            Applied applied = applyBatch(plan, definition, batch);
            retired += applied.retired;
            spared += applied.spared;
            if (applied.retired + applied.spared == 0) {
                break;
            }
        }
        long left = settings.ledger().transact(rows -> finished(rows, plan));
        return new SunsetProgress(retired, spared, left, left == 0 ? null : nextInstalment(plan));
    }

    /** What rests on an old look at people is not begun; what was begun may be ended. */
    private void requireFresh(SunsetPlan plan) {
        Duration valid = settings.sunset().planValidFor();
        boolean old = settings.now().isAfter(plan.madeAt().plus(valid));
        if (old && settings.ledger().transact(rows -> left(rows, plan)) == plan.people()) {
            throw new IllegalStateException(
                    "plan " + plan.id() + " is older than " + valid + " and nothing of it was applied: make a new one");
        }
    }

    private static long left(Rows rows, SunsetPlan plan) {
        return rows.count(
                Schema.SUNSET_MEMBER,
                Where.all().eq("plan", plan.id()).eq("state", SunsetMember.State.NOMINATED.name()));
    }

    /** How many are left; a plan without any is done, unless it was undone meanwhile. */
    private static long finished(Rows rows, SunsetPlan plan) {
        long left = left(rows, plan);
        if (left == 0) {
            rows.update(
                    Schema.SUNSET_PLAN,
                    Where.all().eq("id", plan.id()).eq("status", plan.status().name()),
                    Assignments.set("status", SunsetPlan.Status.APPLIED.name()));
        }
        return left;
    }

    private List<SunsetMember> nominated(String planId, int limit) {
        return settings.ledger()
                .transact(rows -> rows.select(
                        Schema.SUNSET_MEMBER,
                        Where.all().eq("plan", planId).eq("state", SunsetMember.State.NOMINATED.name()),
                        List.of("person"),
                        limit));
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
            long room = required(rows, plan.id()).isApproved() ? room(rows, plan) : 0;
            Map<String, Enrollment> enrollments = People.enrollments(rows, plan.run(), ids);
            Map<String, List<Suppression>> suppressions = people.suppressions(rows, found.values());
            int retired = 0;
            int spared = 0;
            for (SunsetMember member : stillIn(rows, plan, SunsetMember.State.NOMINATED, ids)) {
                if (retired >= room) {
                    break;
                }
                String id = member.subscriberId();
                Optional<String> reason = spared(definition, enrollments.get(id), profiles.get(id), now)
                        .or(() -> left(suppressions.getOrDefault(id, List.of()), plan));
                if (reason.isPresent()) {
                    sunset.spare(rows, plan, member, now, reason.get());
                    spared++;
                } else {
                    sunset.retire(rows, plan, member, Objects.requireNonNull(found.get(id)), now);
                    retired++;
                }
            }
            return new Applied(retired, spared);
        });
    }

    /** Members as they are now: what was read outside of the transaction may be out of date. */
    private static List<SunsetMember> stillIn(Rows rows, SunsetPlan plan, SunsetMember.State state, Set<String> ids) {
        return rows.select(
                Schema.SUNSET_MEMBER,
                Where.all().eq("plan", plan.id()).eq("state", state.name()).in("person", ids),
                List.of("person"),
                Integer.MAX_VALUE);
    }

    /** Who left or complained is not retired on top. */
    private static Optional<String> left(List<Suppression> suppressions, SunsetPlan plan) {
        return People.forbidding(suppressions, "", plan.subscription()).map(reason -> "suppressed: " + reason);
    }

    private static Optional<String> spared(
            RunDefinition definition, @Nullable Enrollment enrollment, @Nullable Profile profile, Instant now) {
        if (profile == null) {
            return Optional.of("no longer known to the host");
        }
        if (enrollment == null || enrollment.state() != Enrollment.State.NOMINATED) {
            return Optional.of("no longer nominated");
        }
        boolean alive = profile.activity()
                .last(ActivityType.anyEngagement(), now)
                .filter(sign -> !sign.isBefore(enrollment.enrolledAt()))
                .isPresent();
        if (alive) {
            return Optional.of("a sign of life since the nomination");
        }
        if (Planner.bounced(enrollment, profile, now)) {
            return Optional.of("a message bounced");
        }
        Verdict verdict = definition.campaign().segment().evaluate(profile, now);
        return verdict == Verdict.IN ? Optional.empty() : Optional.of("no longer in the audience (" + verdict + ")");
    }

    /** How many more the weekly limit lets retire now. */
    private long room(Rows rows, SunsetPlan plan) {
        long week = settings.sunset().perWeek().of(plan.listSize());
        long lastWeek =
                rows.count(Schema.SUNSET_MEMBER, retiredSince(settings.now().minus(WEEK)));
        return Math.max(0, week - lastWeek);
    }

    private static Where retiredSince(Instant since) {
        return Where.all().eq("state", SunsetMember.State.RETIRED.name()).above("at", since);
    }

    private Instant nextInstalment(SunsetPlan plan) {
        Instant now = settings.now();
        return settings.ledger()
                .transact(rows -> room(rows, plan) > 0
                        ? now
                        : rows.select(Schema.SUNSET_MEMBER, retiredSince(now.minus(WEEK)), List.of("at"), 1).stream()
                                .map(member -> member.at().plus(WEEK))
                                .findFirst()
                                .orElse(now));
    }

    public int undo(String planId, String by, String reason) {
        Instant now = settings.now();
        SunsetPlan plan = settings.ledger().transact(rows -> {
            Leases.lock(rows, Leases.HOST);
            SunsetPlan stopped = required(rows, planId).with(SunsetPlan.Status.UNDONE);
            rows.put(Schema.SUNSET_PLAN, List.of(stopped));
            audit.write(rows, now, by, "sunset.undo", planId, reason);
            return stopped;
        });
        int undone = 0;
        while (true) {
            List<SunsetMember> batch = new ArrayList<>(settings.ledger()
                    .transact(rows -> rows.select(
                            Schema.SUNSET_MEMBER,
                            Where.all().eq("plan", planId).eq("state", SunsetMember.State.RETIRED.name()),
                            List.of("person"),
                            BATCH)));
            if (batch.isEmpty()) {
                break;
            }
            Set<String> ids = batch.stream().map(SunsetMember::subscriberId).collect(Collectors.toSet());
            Map<String, Subscriber> found = settings.subscribers().find(ids);
            undone += settings.ledger().transact(rows -> {
                Leases.fence(rows, ids);
                List<SunsetMember> retired = stillIn(rows, plan, SunsetMember.State.RETIRED, ids);
                for (SunsetMember member : retired) {
                    Subscriber person = found.getOrDefault(
                            member.subscriberId(),
                            Subscriber.withId(member.subscriberId()).build());
                    sunset.bringBack(rows, plan, member, person, SunsetMember.State.UNDONE, now, by, reason);
                }
                return retired.size();
            });
        }
        return undone;
    }

    private static SunsetPlan required(Rows rows, String planId) {
        return Sunset.plan(rows, planId)
                .orElseThrow(() -> new IllegalArgumentException("there is no sunset plan " + planId));
    }
}
