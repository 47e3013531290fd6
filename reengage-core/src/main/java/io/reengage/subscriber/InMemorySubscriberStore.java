// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.subscriber;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Keeps people in a sorted map; the cursor is the last id of the page before. */
final class InMemorySubscriberStore implements SubscriberStore {
    private final NavigableMap<String, Subscriber> people = new TreeMap<>();
    private final Set<String> written = new HashSet<>();

    InMemorySubscriberStore(Iterable<Subscriber> people) {
        for (Subscriber each : people) {
            if (this.people.put(each.id(), each) != null) {
                throw new IllegalArgumentException("two people have the id " + each.id());
            }
        }
    }

    @Override
    public synchronized Page<Subscriber> page(String cursor, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a page of " + limit + " people leads nowhere");
        }
        List<Subscriber> items =
                people.tailMap(cursor, false).values().stream().limit(limit).toList();
        return items.size() < limit
                ? Page.last(items)
                : Page.of(items, items.get(items.size() - 1).id());
    }

    @Override
    public synchronized Map<String, Subscriber> find(Set<String> ids) {
        return ids.stream()
                .filter(people::containsKey)
                .collect(Collectors.toMap(id -> id, people::get, (a, b) -> a, LinkedHashMap::new));
    }

    @Override
    public synchronized Set<String> apply(List<StatusChange> changes) {
        for (StatusChange change : changes) {
            if (written.add(change.id())) {
                people.computeIfPresent(change.subscriberId(), (id, person) -> changed(person, change));
            }
        }
        return Set.of();
    }

    private static Subscriber changed(Subscriber person, StatusChange change) {
        if (change.isOutdatedBy(person)) {
            return person;
        }
        Map<String, Subscription> subscriptions = new LinkedHashMap<>(person.subscriptions());
        subscriptions.computeIfPresent(change.subscription(), (list, now) -> {
            Subscription.Status status = after(change.kind(), now.status());
            return status == now.status() ? now : new Subscription(list, status, change.at());
        });
        Map<String, Consent> consents = new LinkedHashMap<>(person.consents());
        if (change.kind() == StatusChange.Kind.UNSUBSCRIBED) {
            consents.put(
                    change.subscription(), new Consent(change.subscription(), false, change.at(), change.reason()));
        }
        return new Subscriber(
                person.id(),
                person.addresses(),
                person.language(),
                person.zone(),
                person.joinedAt(),
                person.attributes(),
                consents,
                subscriptions);
    }

    /** The person's own word wins: only who was retired is restored, only who is on the list is retired. */
    private static Subscription.Status after(StatusChange.Kind change, Subscription.Status now) {
        return switch (change) {
            case UNSUBSCRIBED -> Subscription.Status.UNSUBSCRIBED;
            case RETIRED -> now == Subscription.Status.SUBSCRIBED ? Subscription.Status.RETIRED : now;
            case RESTORED -> now == Subscription.Status.RETIRED ? Subscription.Status.SUBSCRIBED : now;
            case PAUSED, FEWER -> now;
        };
    }
}
