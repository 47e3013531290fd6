// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.ledger;

import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A list of any length that holds nobody: people are made when asked for. */
record EndlessList(int people) implements SubscriberStore {

    @Override
    public Page<Subscriber> page(String cursor, int limit) {
        int from = cursor.isEmpty() ? 0 : Integer.parseInt(cursor);
        int to = (int) Math.min(people, (long) from + limit);
        List<Subscriber> items = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            items.add(Crowd.person(i));
        }
        return to == people ? Page.last(items) : Page.of(items, Integer.toString(to));
    }

    @Override
    public Map<String, Subscriber> find(Set<String> ids) {
        Map<String, Subscriber> found = new HashMap<>();
        ids.forEach(id -> found.put(id, Crowd.person(Crowd.number(id))));
        return found;
    }

    @Override
    public Set<String> apply(List<StatusChange> changes) {
        return Set.of();
    }
}
