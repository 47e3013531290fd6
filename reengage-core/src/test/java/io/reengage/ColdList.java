// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A list of people whose later ids joined later, read five at a time, so that a reading takes several transactions. */
final class ColdList implements SubscriberStore {
    private final List<Subscriber> people = new CopyOnWriteArrayList<>();
    /** What happens when a page is asked for, told the number of its first person. */
    volatile IntConsumer onPage = from -> {};

    ColdList(int size) {
        join(size);
    }

    static String id(int number) {
        return "p-%04d".formatted(number);
    }

    void join(int more) {
        int from = people.size();
        IntStream.range(from, from + more)
                .forEach(i -> people.add(Subscriber.withId(id(i))
                        .email(id(i) + "@people.example")
                        .joinedAt(World.START.minus(Duration.ofDays(7L * (1000 - i))))
                        .subscribed(Nodes.LIST, World.START.minus(Duration.ofDays(7000)), "form 1")
                        .build()));
    }

    void replaceAll(UnaryOperator<Subscriber> change) {
        people.replaceAll(change);
    }

    @Override
    public Page<Subscriber> page(String cursor, int limit) {
        int from = cursor.isEmpty() ? 0 : Integer.parseInt(cursor);
        onPage.accept(from);
        int to = Math.min(people.size(), from + Math.min(limit, 5));
        List<Subscriber> items = people.subList(from, to);
        return to == people.size() ? Page.last(items) : Page.of(items, String.valueOf(to));
    }

    @Override
    public Map<String, Subscriber> find(Set<String> ids) {
        return people.stream()
                .filter(each -> ids.contains(each.id()))
                .collect(Collectors.toMap(Subscriber::id, each -> each));
    }

    @Override
    public Set<String> apply(List<StatusChange> changes) {
        return Set.of();
    }
}
