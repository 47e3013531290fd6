// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.contact;

import com.google.common.collect.Iterables;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.People;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.PersonRecord;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Shards;
import io.reengage.policy.ContactAnswer;
import io.reengage.subscriber.Subscriber;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers the host's other senders by the rules our own campaigns follow. Writes nothing. */
public final class Contacts {
    private static final int CHUNK = 500;

    private final Settings settings;
    private final People people;
    private final ContactRules rules;

    public Contacts(Settings settings, People people) {
        this.settings = settings;
        this.people = people;
        this.rules = ContactRules.of(settings.policy(), settings.channels());
    }

    /** What is on record about the people asked for. */
    private record Facts(
            Map<String, PersonRecord> records,
            Map<String, List<Delivery>> deliveries,
            Map<String, List<Suppression>> suppressions) {}

    public Map<String, ContactAnswer> mayContact(Collection<String> ids, String channel, String purpose) {
        Map<String, ContactAnswer> answers = new LinkedHashMap<>();
        for (List<String> some : Iterables.partition(new LinkedHashSet<>(ids), CHUNK)) {
            Map<String, Subscriber> found = settings.subscribers().find(new HashSet<>(some));
            Instant now = settings.now();
            Facts facts = settings.ledger().transact(rows -> facts(rows, found, now));
            for (String id : some) {
                @Nullable Subscriber person = found.get(id);
                answers.put(
                        id,
                        person == null
                                ? new ContactAnswer.Refused(List.of("not known to the host's store"))
                                : answer(person, facts, channel, purpose, now));
            }
        }
        return answers;
    }

    private Facts facts(Rows rows, Map<String, Subscriber> found, Instant now) {
        Set<String> ids = found.keySet();
        List<Delivery> deliveries = new ArrayList<>(rows.all(
                Schema.DELIVERY,
                Where.all().in("person", ids).atLeast("at", settings.policy().horizon(now))));
        Set<Integer> shards = ids.stream().map(Shards::of).collect(Collectors.toSet());
        deliveries.addAll(UnderWay.to(rows, shards, ids.stream().collect(Collectors.toMap(id -> id, id -> 0)), null));
        return new Facts(
                People.records(rows, ids),
                deliveries.stream().collect(Collectors.groupingBy(Delivery::subscriberId)),
                people.suppressions(rows, found.values()));
    }

    private ContactAnswer answer(Subscriber person, Facts facts, String channel, String purpose, Instant now) {
        boolean deliverable = person.addresses().stream().allMatch(settings::mayDeliverTo);
        List<String> refusals = rules.refusals(
                person, facts.suppressions.getOrDefault(person.id(), List.of()), deliverable, channel, purpose);
        if (!refusals.isEmpty()) {
            return new ContactAnswer.Refused(refusals);
        }
        PersonRecord record = facts.records.getOrDefault(person.id(), PersonRecord.unknown(person.id()));
        ZoneId zone = people.recordedProfile(person, record).zone();
        return rules.deferral(facts.deliveries.getOrDefault(person.id(), List.of()), record, purpose, now, zone)
                .<ContactAnswer>map(wait -> new ContactAnswer.Deferred(wait.until(), wait.reason()))
                .orElse(new ContactAnswer.Allowed());
    }
}
