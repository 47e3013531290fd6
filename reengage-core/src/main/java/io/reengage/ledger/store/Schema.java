// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.store;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.activity.ProviderActivity;
import io.reengage.ledger.AuditEntry;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.EvidenceFinding;
import io.reengage.ledger.Run;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.SunsetPlan;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.rows.Row;
import io.reengage.ledger.rows.Table;
import io.reengage.subscriber.StatusChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All tables of the ledger. Ids of people stand behind their shard: who is dealt with together lies together. */
public final class Schema {

    public static final Table<Setting> SETTING = Table.of(Setting.class, "setting")
            .text("name", Setting::name)
            .text("value", Setting::value)
            .key("name")
            .build(row -> new Setting(row.text("name"), row.text("value")));

    public static final Table<Lease> LEASE = Table.of(Lease.class, "lease")
            .integer("id", Lease::id)
            .text("owner", Lease::owner)
            .big("epoch", Lease::epoch)
            .instant("until", Lease::until)
            .big("fence", Lease::fence)
            .key("id")
            .build(row -> new Lease(
                    row.integer("id"), row.text("owner"), row.big("epoch"), row.instant("until"), row.big("fence")));

    public static final Table<Heartbeat> NODE = Table.of(Heartbeat.class, "node")
            .text("name", Heartbeat::node)
            .instant("until", Heartbeat::until)
            .key("name")
            .build(row -> new Heartbeat(row.text("name"), row.instant("until")));

    public static final Table<Run> RUN = Table.of(Run.class, "run")
            .text("id", Run::id)
            .text("campaign", Run::campaign)
            .text("definition", Run::definition)
            .text("status", run -> run.status().name())
            .text("reason", Run::reason)
            .instant("launched_at", Run::launchedAt)
            .text("scan_cursor", Run::cursor)
            .nullable()
            .instant("next_scan_at", Run::nextScanAt)
            .nullable()
            .big("scanned", Run::scanned)
            .key("id")
            .index("campaign", "launched_at")
            .build(row -> new Run(
                    row.text("id"),
                    row.text("campaign"),
                    row.text("definition"),
                    Run.Status.valueOf(row.text("status")),
                    row.text("reason"),
                    row.instant("launched_at"),
                    row.textOrNull("scan_cursor"),
                    row.instantOrNull("next_scan_at"),
                    row.big("scanned")));

    public static final Table<Enrollment> ENROLLMENT = Table.of(Enrollment.class, "enrollment")
            .text("run", Enrollment::run)
            .text("person", Enrollment::subscriberId)
            .grouped(Shards.NAME_LENGTH, Shards::name)
            .integer("episode", Enrollment::episode)
            .text("arm", each -> each.arm().name())
            .text("state", each -> each.state().name())
            .instant("enrolled_at", Enrollment::enrolledAt)
            .instant("ended_at", Enrollment::endedAt)
            .nullable()
            .text("reason", Enrollment::reason)
            .text("address", Enrollment::address)
            .key("run", "person", "episode")
            .unique("run", "address", "episode")
            .lookup("person", "state")
            .build(row -> new Enrollment(
                    row.text("person"),
                    row.text("run"),
                    row.integer("episode"),
                    Enrollment.Arm.valueOf(row.text("arm")),
                    Enrollment.State.valueOf(row.text("state")),
                    row.instant("enrolled_at"),
                    row.instantOrNull("ended_at"),
                    row.text("reason"),
                    row.text("address")));

    public static final Table<DueSet> DUE_SET = Table.of(DueSet.class, "due_set")
            .integer("shard", DueSet::shard)
            .text("id", DueSet::id)
            .instant("due_at", DueSet::dueAt)
            .instant("first_due_at", DueSet::firstDueAt)
            .text("run", DueSet::run)
            .text("step", DueSet::step)
            .integer("attempt", DueSet::attempt)
            .text("people", set -> Lists.join(set.people()))
            .text("dispatching", set -> Lists.join(set.dispatching()))
            .instant("dispatched_at", DueSet::dispatchedAt)
            .nullable()
            .big("epoch", DueSet::epoch)
            .key("shard", "id")
            .index("run", "due_at")
            .index("shard", "dispatched_at")
            .build(row -> new DueSet(
                    row.integer("shard"),
                    row.text("id"),
                    row.instant("due_at"),
                    row.instant("first_due_at"),
                    row.text("run"),
                    row.text("step"),
                    row.integer("attempt"),
                    Lists.split(row.text("people")),
                    Lists.split(row.text("dispatching")),
                    row.instantOrNull("dispatched_at"),
                    row.big("epoch")));

    public static final Table<Delivery> DELIVERY = Table.of(Delivery.class, "delivery")
            .text("person", Delivery::subscriberId)
            .grouped(Shards.NAME_LENGTH, Shards::name)
            .text("run", Delivery::run)
            .integer("episode", Delivery::episode)
            .text("step", Delivery::step)
            .text("state", each -> each.state().name())
            .instant("at", Delivery::at)
            .instant("until", Delivery::until)
            .nullable()
            .text("channel", Delivery::channel)
            .text("variant", Delivery::variant)
            .text("provider_id", Delivery::providerId)
            .text("reason", Delivery::reason)
            .key("person", "run", "episode", "step")
            .lookup("channel", "provider_id")
            .lookup("person", "at")
            .build(row -> new Delivery(
                    row.text("person"),
                    row.text("run"),
                    row.integer("episode"),
                    row.text("step"),
                    DeliveryState.valueOf(row.text("state")),
                    row.instant("at"),
                    row.instantOrNull("until"),
                    row.text("channel"),
                    row.text("variant"),
                    row.text("provider_id"),
                    row.text("reason")));

    public static final Table<PersonRecord> PERSON = Table.of(PersonRecord.class, "person")
            .text("id", PersonRecord::subscriberId)
            .grouped(Shards.NAME_LENGTH, Shards::name)
            .big("version", PersonRecord::version)
            .text("summary", person -> Lists.write(person.summary()))
            .instant("paused_until", PersonRecord::pausedUntil)
            .nullable()
            .flag("fewer", PersonRecord::fewer)
            .key("id")
            .build(row -> new PersonRecord(
                    row.text("id"),
                    row.big("version"),
                    Lists.summary(row.text("summary")),
                    row.instantOrNull("paused_until"),
                    row.flag("fewer")));

    public static final Table<Activity> EVENT = Table.of(Activity.class, "event")
            .text("person", Activity::subscriberId)
            .grouped(Shards.NAME_LENGTH, Shards::name)
            .text("id", Activity::id)
            .text("type", each -> each.type().name())
            .instant("at", Activity::at)
            .text(
                    "run",
                    each -> each.delivery() == null ? null : each.delivery().run())
            .nullable()
            .text(
                    "step",
                    each -> each.delivery() == null ? null : each.delivery().step())
            .nullable()
            .text("properties", each -> Lists.write(each.properties()))
            .key("person", "id")
            .build(Schema::event);

    public static final Table<ParkedActivity> PARKED = Table.of(ParkedActivity.class, "parked")
            .text("channel", each -> each.activity().channel())
            .text("provider_id", each -> each.activity().providerId())
            .text("id", each -> each.activity().id())
            .text("type", each -> each.activity().type().name())
            .instant("at", each -> each.activity().at())
            .text("properties", each -> Lists.write(each.activity().properties()))
            .instant("parked_at", ParkedActivity::parkedAt)
            .instant("next_look_at", ParkedActivity::nextLookAt)
            .integer("looks", ParkedActivity::looks)
            .key("channel", "provider_id", "id")
            .index("next_look_at")
            .build(row -> new ParkedActivity(
                    new ProviderActivity(
                            row.text("id"),
                            row.text("channel"),
                            row.text("provider_id"),
                            ActivityType.of(row.text("type")),
                            row.instant("at"),
                            Lists.map(row.text("properties"))),
                    row.instant("parked_at"),
                    row.instant("next_look_at"),
                    row.integer("looks")));

    public static final Table<Suppression> SUPPRESSION = Table.of(Suppression.class, "suppression")
            .text("subject", Suppression::subject)
            .text("channel", Suppression::channel)
            .text("purpose", Suppression::purpose)
            .text("reason", each -> each.reason().name())
            .instant("at", Suppression::at)
            .text("source", Suppression::source)
            .instant("lifted_at", Suppression::liftedAt)
            .nullable()
            .key("subject", "channel", "purpose", "reason")
            .build(row -> new Suppression(
                    row.text("subject"),
                    row.text("channel"),
                    row.text("purpose"),
                    Suppression.Reason.valueOf(row.text("reason")),
                    row.instant("at"),
                    row.text("source"),
                    row.instantOrNull("lifted_at")));

    public static final Table<HostChange> HOST_CHANGE = Table.of(HostChange.class, "host_change")
            .text("id", each -> each.change().id())
            .text("person", each -> each.change().subscriberId())
            .text("subscription", each -> each.change().subscription())
            .text("kind", each -> each.change().kind().name())
            .instant("at", each -> each.change().at())
            .instant("until", each -> each.change().until())
            .nullable()
            .text("reason", each -> each.change().reason())
            .instant("due_at", HostChange::dueAt)
            .text("state", each -> each.state().name())
            .integer("attempts", HostChange::attempts)
            .integer("open_calls", HostChange::openCalls)
            .key("id")
            .index("state", "due_at")
            .index("person")
            .build(row -> new HostChange(
                    new StatusChange(
                            row.text("id"),
                            row.text("person"),
                            row.text("subscription"),
                            StatusChange.Kind.valueOf(row.text("kind")),
                            row.instant("at"),
                            row.instantOrNull("until"),
                            row.text("reason")),
                    row.instant("due_at"),
                    HostChange.State.valueOf(row.text("state")),
                    row.integer("attempts"),
                    row.integer("open_calls")));

    public static final Table<SunsetPlan> SUNSET_PLAN = Table.of(SunsetPlan.class, "sunset_plan")
            .text("id", SunsetPlan::id)
            .text("run", SunsetPlan::run)
            .text("subscription", SunsetPlan::subscription)
            .text("terms", SunsetPlan::terms)
            .text("hash", SunsetPlan::hash)
            .big("people", SunsetPlan::people)
            .big("list_size", SunsetPlan::listSize)
            .instant("made_at", SunsetPlan::madeAt)
            .text("status", each -> each.status().name())
            .text("approved_by", SunsetPlan::approvedBy)
            .instant("approved_at", SunsetPlan::approvedAt)
            .nullable()
            .text("reason", SunsetPlan::reason)
            .instant("canary_at", SunsetPlan::canaryAt)
            .nullable()
            .instant("canary_passed_at", SunsetPlan::canaryPassedAt)
            .nullable()
            .key("id")
            .index("run")
            .build(row -> new SunsetPlan(
                    row.text("id"),
                    row.text("run"),
                    row.text("subscription"),
                    row.text("terms"),
                    row.text("hash"),
                    row.big("people"),
                    row.big("list_size"),
                    row.instant("made_at"),
                    SunsetPlan.Status.valueOf(row.text("status")),
                    row.text("approved_by"),
                    row.instantOrNull("approved_at"),
                    row.text("reason"),
                    row.instantOrNull("canary_at"),
                    row.instantOrNull("canary_passed_at")));

    public static final Table<SunsetMember> SUNSET_MEMBER = Table.of(SunsetMember.class, "sunset_member")
            .text("plan", SunsetMember::plan)
            .text("person", SunsetMember::subscriberId)
            .grouped(Shards.NAME_LENGTH, Shards::name)
            .text("state", each -> each.state().name())
            .instant("at", SunsetMember::at)
            .text("evidence", SunsetMember::evidence)
            .key("plan", "person")
            .index("person")
            .index("plan", "state", "person")
            .index("state", "at")
            .build(row -> new SunsetMember(
                    row.text("plan"),
                    row.text("person"),
                    SunsetMember.State.valueOf(row.text("state")),
                    row.instant("at"),
                    row.text("evidence")));

    public static final Table<EvidenceFinding> EVIDENCE_FINDING = Table.of(EvidenceFinding.class, "evidence_finding")
            .text("plan", EvidenceFinding::plan)
            .text("kind", each -> each.kind().name())
            .text("words", EvidenceFinding::words)
            .instant("found_at", EvidenceFinding::foundAt)
            .text("overruled_by", EvidenceFinding::overruledBy)
            .text("reason", EvidenceFinding::reason)
            .key("plan", "kind")
            .build(row -> new EvidenceFinding(
                    row.text("plan"),
                    EvidenceFinding.Kind.valueOf(row.text("kind")),
                    row.text("words"),
                    row.instant("found_at"),
                    row.text("overruled_by"),
                    row.text("reason")));

    public static final Table<AuditEntry> AUDIT = Table.of(AuditEntry.class, "audit")
            .text("id", AuditEntry::id)
            .instant("at", AuditEntry::at)
            .text("actor", AuditEntry::actor)
            .text("act", AuditEntry::act)
            .text("subject", AuditEntry::subject)
            .text("detail", AuditEntry::detail)
            .text("previous", AuditEntry::previous)
            .text("hash", AuditEntry::hash)
            .appendOnly()
            .key("id")
            .index("subject")
            .build(row -> new AuditEntry(
                    row.text("id"),
                    row.instant("at"),
                    row.text("actor"),
                    row.text("act"),
                    row.text("subject"),
                    row.text("detail"),
                    row.text("previous"),
                    row.text("hash")));

    /** Every table there is. */
    public static final List<Table<?>> TABLES = List.of(
            SETTING,
            LEASE,
            NODE,
            RUN,
            ENROLLMENT,
            DUE_SET,
            DELIVERY,
            PERSON,
            EVENT,
            PARKED,
            SUPPRESSION,
            HOST_CHANGE,
            Setback.TABLE,
            Traffic.TABLE,
            SUNSET_PLAN,
            SUNSET_MEMBER,
            EVIDENCE_FINDING,
            AUDIT,
            AuditHead.TABLE);

    private Schema() {}

    private static Activity event(Row row) {
        @Nullable String run = row.textOrNull("run");
        @Nullable String step = row.textOrNull("step");
        return new Activity(
                row.text("id"),
                row.text("person"),
                ActivityType.of(row.text("type")),
                row.instant("at"),
                run == null || step == null ? null : new Activity.Delivery(run, step),
                Lists.map(row.text("properties")));
    }
}
