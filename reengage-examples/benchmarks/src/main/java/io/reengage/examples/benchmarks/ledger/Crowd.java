// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.ledger;

import com.google.common.hash.Hashing;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import io.reengage.subscriber.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** People made up for a benchmark, all on the list, kept ready in memory so that the host's side costs next to nothing. */
final class Crowd implements SubscriberStore {
    static final String LIST = "newsletter";
    /** Shards people are shared out over; the same hash as in the engine, so that the size of a set can be chosen. */
    static final int SHARDS = 256;

    private static final Instant JOINED = Instant.parse("2024-01-01T00:00:00Z");
    private static final Map<String, Consent> CONSENTS = Map.of(LIST, new Consent(LIST, true, JOINED, "form 1"));
    private static final Map<String, Subscription> SUBSCRIPTIONS =
            Map.of(LIST, new Subscription(LIST, Subscription.Status.SUBSCRIBED, JOINED));

    private final List<Subscriber> people;
    private final Map<String, Subscriber> byId;
    private final int largestPage;
    private final int emptyPages;
    private final Runnable onPage;

    private Crowd(List<Subscriber> people, int largestPage, int emptyPages, Runnable onPage) {
        this.people = people;
        this.byId = new HashMap<>(people.size() * 2);
        people.forEach(each -> byId.put(each.id(), each));
        this.largestPage = largestPage;
        this.emptyPages = emptyPages;
        this.onPage = onPage;
    }

    /** As many people as said, in the order of their ids. */
    static Crowd of(int number) {
        List<Subscriber> people = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            people.add(person(i));
        }
        return new Crowd(people, Integer.MAX_VALUE, 0, () -> {});
    }

    /** So many people in each of so many shards, shard after shard: whoever is enrolled together fills sets. */
    static Crowd inSets(int shards, int perShard) {
        List<Subscriber> people = new ArrayList<>();
        byShard(shards, perShard).forEach(people::addAll);
        return new Crowd(people, Integer.MAX_VALUE, 0, () -> {});
    }

    /**
     * The same people in turns, one of each shard, given out so slowly that within so many pages no shard comes twice.
     *
     * @param onPage told before each page
     */
    static Crowd inTurns(int shards, int perShard, int pages, Runnable onPage) {
        List<Subscriber> people = new ArrayList<>();
        List<List<Subscriber>> buckets = byShard(shards, perShard);
        for (int i = 0; i < perShard; i++) {
            for (List<Subscriber> bucket : buckets) {
                people.add(bucket.get(i));
            }
        }
        int largestPage = Math.max(1, shards / pages);
        return new Crowd(people, largestPage, (pages - 1) / shards, onPage);
    }

    private static List<List<Subscriber>> byShard(int shards, int perShard) {
        List<List<Subscriber>> buckets = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            buckets.add(new ArrayList<>());
        }
        int missing = shards * perShard;
        for (int i = 0; missing > 0; i++) {
            int shard = shardOf(id(i));
            if (shard < shards && buckets.get(shard).size() < perShard) {
                buckets.get(shard).add(person(i));
                missing--;
            }
        }
        return buckets;
    }

    private static int shardOf(String id) {
        return Hashing.murmur3_32_fixed().hashString(id, StandardCharsets.UTF_8).asInt() & (SHARDS - 1);
    }

    private static String id(int number) {
        return String.format(Locale.ROOT, "person-%08d", number);
    }

    /** The number in an id made here. */
    static int number(String id) {
        return Integer.parseInt(id.substring(id.indexOf('-') + 1));
    }

    static Subscriber person(int number) {
        String id = id(number);
        return new Subscriber(
                id,
                List.of(Address.email(id + "@people.example")),
                null,
                null,
                JOINED,
                Map.of(),
                CONSENTS,
                SUBSCRIPTIONS);
    }

    int size() {
        return people.size();
    }

    String id(long position) {
        return people.get((int) (position % people.size())).id();
    }

    @Override
    public Page<Subscriber> page(String cursor, int limit) {
        onPage.run();
        String[] place = (cursor.isEmpty() ? "0/" + emptyPages : cursor).split("/", -1);
        int from = Integer.parseInt(place[0]);
        int empty = Integer.parseInt(place[1]);
        if (empty > 0) {
            return Page.of(List.of(), from + "/" + (empty - 1));
        }
        int to = Math.min(people.size(), from + Math.min(limit, largestPage));
        List<Subscriber> items = people.subList(from, to);
        return to == people.size() ? Page.last(items) : Page.of(items, to + "/" + emptyPages);
    }

    @Override
    public Map<String, Subscriber> find(Set<String> ids) {
        Map<String, Subscriber> found = new HashMap<>(ids.size() * 2);
        ids.forEach(id -> {
            Subscriber person = byId.get(id);
            if (person != null) {
                found.put(id, person);
            }
        });
        return found;
    }

    @Override
    public Set<String> apply(List<StatusChange> changes) {
        return Set.of();
    }
}
