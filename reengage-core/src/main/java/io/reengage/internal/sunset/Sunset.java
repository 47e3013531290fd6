// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.sunset;

import io.reengage.activity.ActivityTimes;
import io.reengage.internal.node.Audit;
import io.reengage.internal.node.Keys;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.People;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.SunsetPlan;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.subscriber.Consent;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.Subscription;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes one person off a list, and puts them back: the acts themselves, each with its audit line in the same transaction. A
 * retired person is held back by a suppression of ours at once; the host's store is told later, so that most returns never
 * touch it.
 */
public final class Sunset {
    private final Settings settings;
    private final People people;
    private final HostChanges hostChanges;
    private final Audit audit;

    public Sunset(Settings settings, People people, HostChanges hostChanges, Audit audit) {
        this.settings = settings;
        this.people = people;
        this.hostChanges = hostChanges;
        this.audit = audit;
    }

    void retire(Rows rows, SunsetPlan plan, SunsetMember member, Subscriber person, Instant now) {
        audit.write(
                rows,
                now,
                plan.approvedBy(),
                "sunset.retire",
                person.id(),
                "plan " + plan.id() + ": " + member.evidence());
        // filed under the person alone: somebody else at the same address is not silent
        rows.put(
                Schema.SUPPRESSION,
                List.of(new Suppression(
                        people.fingerprints().ofPerson(person.id()),
                        "",
                        plan.subscription(),
                        Suppression.Reason.SUNSET,
                        now,
                        "plan " + plan.id(),
                        null)));
        rows.put(Schema.SUNSET_MEMBER, List.of(member.with(SunsetMember.State.RETIRED, now, member.evidence())));
        end(rows, plan.run(), person.id(), now, "retired by plan " + plan.id());
        Instant finalAt =
                settings.sunset().finaliseAfter().after(now, settings.policy().fallbackZone());
        hostChanges.add(rows, change(plan, person.id(), StatusChange.Kind.RETIRED, now, member.evidence()), finalAt);
    }

    void spare(Rows rows, SunsetPlan plan, SunsetMember member, Instant now, String why) {
        rows.put(Schema.SUNSET_MEMBER, List.of(member.with(SunsetMember.State.SPARED, now, why)));
        end(rows, plan.run(), member.subscriberId(), now, "spared: " + why);
    }

    /** A sign of life since the enrollment puts the person back wherever silence had taken them off. */
    public int restore(Rows rows, Subscriber person, String sign, Instant signAt) {
        Instant now = settings.now();
        int restored = 0;
        Set<String> contradicted =
                rows
                        .select(Schema.ENROLLMENT, Where.all().eq("person", person.id()), List.of(), Integer.MAX_VALUE)
                        .stream()
                        .filter(each -> ActivityTimes.isSince(signAt, each.enrolledAt()))
                        .map(Enrollment::run)
                        .collect(Collectors.toSet());
        for (SunsetMember member : rows.select(
                Schema.SUNSET_MEMBER,
                Where.all().eq("person", person.id()).eq("state", SunsetMember.State.RETIRED.name()),
                List.of(),
                Integer.MAX_VALUE)) {
            Optional<SunsetPlan> plan = plan(rows, member.plan());
            if (plan.isPresent() && contradicted.contains(plan.get().run())) {
                bringBack(
                        rows,
                        plan.get(),
                        member,
                        person,
                        SunsetMember.State.RESTORED,
                        now,
                        Audit.ENGINE,
                        "sign of life: " + sign);
                restored++;
            }
        }
        List<Enrollment> nominated = rows.select(
                Schema.ENROLLMENT,
                Where.all().eq("person", person.id()).eq("state", Enrollment.State.NOMINATED.name()),
                List.of(),
                Integer.MAX_VALUE);
        nominated.stream()
                .filter(each -> ActivityTimes.isSince(signAt, each.enrolledAt()))
                .forEach(each -> end(rows, each.run(), person.id(), now, "spared: sign of life: " + sign));
        return restored;
    }

    /** Lifts our suppression and, if the host was told, tells it the contrary. What the person said since stays. */
    void bringBack(
            Rows rows,
            SunsetPlan plan,
            SunsetMember member,
            Subscriber person,
            SunsetMember.State how,
            Instant now,
            String actor,
            String why) {
        audit.write(
                rows,
                now,
                actor,
                "sunset." + (how == SunsetMember.State.UNDONE ? "undo" : "restore"),
                person.id(),
                "plan " + plan.id() + ": " + why);
        rows.update(
                Schema.SUPPRESSION,
                Where.all()
                        .in("subject", people.fingerprints().subjects(person))
                        .eq("purpose", plan.subscription())
                        .eq("reason", Suppression.Reason.SUNSET.name())
                        .eq("source", "plan " + plan.id()),
                Assignments.set("lifted_at", now));
        rows.put(Schema.SUNSET_MEMBER, List.of(member.with(how, now, why)));
        StatusChange retired = change(plan, person.id(), StatusChange.Kind.RETIRED, member.at(), "");
        if (HostChanges.cancel(rows, retired.id()) && !saidNo(rows, plan, person)) {
            hostChanges.add(rows, change(plan, person.id(), StatusChange.Kind.RESTORED, now, why), now);
        }
    }

    /** The person's own word is newer than any undo and heavier than any sign of life. */
    private boolean saidNo(Rows rows, SunsetPlan plan, Subscriber person) {
        return hasLeft(person, plan.subscription())
                || people.suppressions(rows, List.of(person)).getOrDefault(person.id(), List.of()).stream()
                        .filter(each -> each.reason() == Suppression.Reason.UNSUBSCRIBED
                                || each.reason() == Suppression.Reason.COMPLAINT)
                        .anyMatch(each -> each.forbids("", plan.subscription()));
    }

    /** As the host knows: a refusal that came to it by other ways, too. */
    private static boolean hasLeft(Subscriber person, String list) {
        @Nullable Consent word = person.consents().get(list);
        @Nullable Subscription place = person.subscriptions().get(list);
        return (word != null && !word.granted())
                || (place != null && place.status() == Subscription.Status.UNSUBSCRIBED);
    }

    private static StatusChange change(SunsetPlan plan, String id, StatusChange.Kind kind, Instant at, String reason) {
        return new StatusChange(Keys.of(plan.id(), id, kind), id, plan.subscription(), kind, at, null, reason);
    }

    private static void end(Rows rows, String run, String id, Instant now, String reason) {
        rows.update(
                Schema.ENROLLMENT,
                Where.all().eq("run", run).eq("person", id).eq("state", Enrollment.State.NOMINATED.name()),
                Assignments.set("state", Enrollment.State.COMPLETED.name())
                        .and("ended_at", now)
                        .and("reason", reason));
    }

    static Optional<SunsetPlan> plan(Rows rows, String planId) {
        @Nullable
        SunsetPlan plan = rows.select(Schema.SUNSET_PLAN, Where.all().eq("id", planId), List.of(), 1).stream()
                .findFirst()
                .orElse(null);
        return Optional.ofNullable(plan);
    }
}
