// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.subscriber.Consent;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.Subscription;
import io.reengage.subscriber.Subscription.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** What the host keeps: its list, as it is and as it was before the last change, and the visits it saw. */
final class SimulatedHost {
    static final int PAGE = 3;

    private NavigableMap<String, Subscriber> people = new TreeMap<>();
    private NavigableMap<String, Subscriber> before = people;
    private final Set<String> written = new HashSet<>();
    private final Map<String, List<Instant>> visits = new TreeMap<>();
    private long changedAt = 2;

    SimulatedHost(Setup setup) {
        Instant joined = Setup.START.minus(Duration.ofDays(700));
        for (Setup.Person each : setup.people()) {
            people.put(
                    each.id(),
                    Subscriber.withId(each.id())
                            .email(each.address())
                            .zone(each.zone())
                            .joinedAt(joined)
                            .subscribed(Setup.LIST, joined, "form 1")
                            .build());
        }
    }

    NavigableMap<String, Subscriber> people() {
        return people;
    }

    /** The list as it was before the last change. */
    NavigableMap<String, Subscriber> stale() {
        return before;
    }

    /** Sequence number of the last change of the list. */
    long changedAt() {
        return changedAt;
    }

    void remove(String id, long sequence) {
        change(sequence).remove(id);
    }

    void withdraw(String id, Instant now, long sequence) {
        change(sequence).computeIfPresent(id, (key, person) -> with(person, Status.UNSUBSCRIBED, false, now));
    }

    void visit(String id, Instant at) {
        visits.computeIfAbsent(id, key -> new ArrayList<>()).add(at);
    }

    Map<String, ActivitySummary> summaries(Set<String> ids, Instant asOf) {
        Map<String, ActivitySummary> summaries = new LinkedHashMap<>();
        visits.forEach((id, times) -> {
            for (Instant at : times) {
                if (ids.contains(id) && !at.isAfter(asOf)) {
                    summaries.merge(
                            id,
                            ActivitySummary.EMPTY.plus(ActivityType.VISITED, at, 8),
                            (old, one) -> old.plus(ActivityType.VISITED, at, 8));
                }
            }
        });
        return summaries;
    }

    void apply(StatusChange change, long sequence) {
        if (!written.add(change.id())) {
            return;
        }
        change(sequence).computeIfPresent(change.subscriberId(), (id, person) -> {
            Status now = status(person);
            return switch (change.kind()) {
                case UNSUBSCRIBED -> with(person, Status.UNSUBSCRIBED, false, change.at());
                case RETIRED -> now == Status.SUBSCRIBED ? with(person, Status.RETIRED, true, change.at()) : person;
                case RESTORED -> now == Status.RETIRED ? with(person, Status.SUBSCRIBED, true, change.at()) : person;
                case PAUSED, FEWER -> person;
            };
        });
    }

    static Status status(Subscriber person) {
        return Objects.requireNonNull(person.subscriptions().get(Setup.LIST)).status();
    }

    private NavigableMap<String, Subscriber> change(long sequence) {
        changedAt = sequence;
        before = people;
        people = new TreeMap<>(people);
        return people;
    }

    private static Subscriber with(Subscriber person, Status status, boolean granted, Instant at) {
        Consent old = Objects.requireNonNull(person.consents().get(Setup.LIST));
        Consent consent = granted == old.granted() ? old : new Consent(Setup.LIST, granted, at, "said so");
        return new Subscriber(
                person.id(),
                person.addresses(),
                person.language(),
                person.zone(),
                person.joinedAt(),
                person.attributes(),
                Map.of(Setup.LIST, consent),
                Map.of(Setup.LIST, new Subscription(Setup.LIST, status, at)));
    }
}
