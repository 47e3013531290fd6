// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.privacy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reengage.activity.Activity;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.Fingerprints;
import io.reengage.internal.run.People;
import io.reengage.ledger.AuditEntry;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Table;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.DueSet;
import io.reengage.ledger.store.HostChange;
import io.reengage.ledger.store.PersonRecord;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setback;
import io.reengage.ledger.store.Shards;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Everything the ledger holds about one person, and nothing about anybody else, as JSON. */
public final class AccessExport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Settings settings;
    private final Fingerprints fingerprints;

    public AccessExport(Settings settings, Fingerprints fingerprints) {
        this.settings = settings;
        this.fingerprints = fingerprints;
    }

    public String export(String id) {
        @Nullable Subscriber person = settings.subscribers().find(Set.of(id)).get(id);
        Instant now = settings.now();
        ObjectNode json = settings.ledger().transact(rows -> export(rows, id, person, now));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the export of " + id + " could not be written", e);
        }
    }

    private ObjectNode export(Rows rows, String id, @Nullable Subscriber person, Instant now) {
        ObjectNode json = JSON.createObjectNode();
        json.put("subscriberId", id).put("exportedAt", now.toString());
        for (PersonRecord each : People.records(rows, List.of(id)).values()) {
            write(each, json.putObject("record"));
        }
        Where theirs = Where.all().eq("person", id);
        list(rows, json, "activities", Schema.EVENT, theirs, AccessExport::write);
        list(rows, json, "enrollments", Schema.ENROLLMENT, theirs, AccessExport::write);
        list(rows, json, "messages", Schema.DELIVERY, theirs, AccessExport::write);
        due(rows, id, json.putArray("due"));
        list(rows, json, "sunset", Schema.SUNSET_MEMBER, theirs, AccessExport::write);
        list(rows, json, "setbacks", Setback.TABLE, theirs, AccessExport::write);
        list(rows, json, "changesForTheStore", Schema.HOST_CHANGE, theirs, AccessExport::write);
        list(
                rows,
                json,
                "suppressions",
                Schema.SUPPRESSION,
                Where.all().in("subject", subjects(rows, id, person)),
                AccessExport::write);
        list(
                rows,
                json,
                "audit",
                Schema.AUDIT,
                Where.all().in("subject", Set.of(id, fingerprints.ofPerson(id))),
                AccessExport::write);
        return json;
    }

    private Set<String> subjects(Rows rows, String id, @Nullable Subscriber person) {
        Set<String> subjects = new HashSet<>();
        subjects.add(fingerprints.ofPerson(id));
        if (person != null) {
            person.addresses().forEach(each -> subjects.addAll(fingerprints.lookups(each)));
        }
        rows.select(Schema.ENROLLMENT, Where.all().eq("person", id), List.of(), Integer.MAX_VALUE)
                .forEach(each -> subjects.add(each.address()));
        return subjects;
    }

    private static <R> void list(
            Rows rows, ObjectNode json, String name, Table<R> table, Where where, BiConsumer<R, ObjectNode> write) {
        ArrayNode list = json.putArray(name);
        rows.select(table, where, List.of(), Integer.MAX_VALUE).forEach(each -> write.accept(each, list.addObject()));
    }

    private static void write(PersonRecord record, ObjectNode json) {
        put(json, "pausedUntil", record.pausedUntil());
        json.put("wantsFewer", record.fewer());
        ObjectNode summary = json.putObject("summary");
        record.summary().timelines().forEach((type, timeline) -> {
            ObjectNode each = summary.putObject(type.name()).put("total", timeline.total());
            put(each, "first", timeline.first().orElse(null));
            ArrayNode newest = each.putArray("newest");
            timeline.newest().forEach(time -> newest.add(time.toString()));
        });
    }

    private static void write(Activity activity, ObjectNode json) {
        json.put("id", activity.id())
                .put("type", activity.type().name())
                .put("at", activity.at().toString());
        Activity.@Nullable Delivery answered = activity.delivery();
        if (answered != null) {
            json.put("run", answered.run()).put("step", answered.step());
        }
        ObjectNode properties = json.putObject("properties");
        activity.properties().forEach(properties::put);
    }

    private static void write(Enrollment enrollment, ObjectNode json) {
        json.put("run", enrollment.run())
                .put("episode", enrollment.episode())
                .put("arm", enrollment.arm().name())
                .put("state", enrollment.state().name())
                .put("enrolledAt", enrollment.enrolledAt().toString());
        put(json, "endedAt", enrollment.endedAt());
        json.put("reason", enrollment.reason()).put("addressFingerprint", enrollment.address());
    }

    private static void write(Delivery delivery, ObjectNode json) {
        json.put("run", delivery.run())
                .put("episode", delivery.episode())
                .put("step", delivery.step())
                .put("state", delivery.state().name())
                .put("at", delivery.at().toString());
        put(json, "until", delivery.until());
        json.put("channel", delivery.channel())
                .put("variant", delivery.variant())
                .put("providerId", delivery.providerId())
                .put("reason", delivery.reason());
    }

    private static void due(Rows rows, String id, ArrayNode json) {
        for (DueSet set :
                rows.select(Schema.DUE_SET, Where.all().eq("shard", Shards.of(id)), List.of(), Integer.MAX_VALUE)) {
            if (set.people().contains(id) || set.dispatching().contains(id)) {
                json.addObject()
                        .put("run", set.run())
                        .put("step", set.step())
                        .put("dueAt", set.dueAt().toString())
                        .put("beingHandedOver", set.dispatching().contains(id));
            }
        }
    }

    private static void write(SunsetMember member, ObjectNode json) {
        json.put("plan", member.plan())
                .put("state", member.state().name())
                .put("at", member.at().toString())
                .put("evidence", member.evidence());
    }

    private static void write(Setback setback, ObjectNode json) {
        json.put("run", setback.run())
                .put("kind", setback.kind().name())
                .put("at", setback.at().toString())
                .put("sentAt", setback.sentAt().toString());
    }

    private static void write(HostChange change, ObjectNode json) {
        StatusChange what = change.change();
        json.put("id", what.id())
                .put("subscription", what.subscription())
                .put("kind", what.kind().name())
                .put("at", what.at().toString());
        put(json, "until", what.until());
        json.put("reason", what.reason())
                .put("dueAt", change.dueAt().toString())
                .put("state", change.state().name());
    }

    private static void write(Suppression suppression, ObjectNode json) {
        json.put("subject", suppression.subject())
                .put("channel", suppression.channel())
                .put("purpose", suppression.purpose())
                .put("reason", suppression.reason().name())
                .put("at", suppression.at().toString())
                .put("source", suppression.source());
        put(json, "liftedAt", suppression.liftedAt());
    }

    private static void write(AuditEntry entry, ObjectNode json) {
        json.put("at", entry.at().toString())
                .put("actor", entry.actor())
                .put("act", entry.act())
                .put("detail", entry.detail());
    }

    private static void put(ObjectNode json, String name, @Nullable Instant at) {
        json.put(name, at == null ? null : at.toString());
    }
}
