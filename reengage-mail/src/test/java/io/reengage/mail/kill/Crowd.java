// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.kill;

import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The people of the test: several lists, each of them living in a few shards only, so that due sets are as large as those of
 * a list many times the size. Every process makes the same people out of nothing.
 */
final class Crowd implements SubscriberStore {
    static final int LISTS = 8;
    /** Into so many parts the shards are divided; each list lives in one of them. */
    private static final int PARTS = 32;

    private static final Instant JOINED = Instant.parse("2020-01-01T00:00:00Z");
    private static final String DOMAIN = "@people.example";
    /** Small, so that a list is read in several transactions. */
    private static final int PAGE = 100;

    private final int perList;
    private List<String> all = List.of();

    Crowd(int perList) {
        this.perList = perList;
    }

    static String listName(int list) {
        return "list-" + list;
    }

    static String address(String id) {
        return id + DOMAIN;
    }

    static String id(String address) {
        return address.substring(0, address.length() - DOMAIN.length());
    }

    /** Everybody on a list. */
    List<String> members(int list) {
        return everybody().subList(list * perList, (list + 1) * perList);
    }

    private synchronized List<String> everybody() {
        if (all.isEmpty()) {
            List<String> ids = new ArrayList<>();
            for (int list = 0; list < LISTS; list++) {
                String start = "p" + list + "-";
                int part = list * (PARTS / LISTS);
                IntStream.iterate(0, i -> i + 1)
                        .mapToObj(i -> start + i)
                        .filter(id -> Math.floorMod(murmur3(id), PARTS) == part)
                        .limit(perList)
                        .forEach(ids::add);
            }
            all = List.copyOf(ids);
        }
        return all;
    }

    @Override
    public Page<Subscriber> page(String cursor, int limit) {
        List<String> ids = everybody();
        int from = cursor.isEmpty() ? 0 : Integer.parseInt(cursor);
        int to = Math.min(ids.size(), from + Math.min(limit, PAGE));
        List<Subscriber> people =
                ids.subList(from, to).stream().map(Crowd::person).toList();
        return to == ids.size() ? Page.last(people) : Page.of(people, String.valueOf(to));
    }

    @Override
    public Map<String, Subscriber> find(Set<String> ids) {
        Map<String, Subscriber> found = new HashMap<>();
        ids.forEach(id -> found.put(id, person(id)));
        return found;
    }

    /** Forgets what it is told: an unsubscribe must hold by the ledger alone. */
    @Override
    public Set<String> apply(List<StatusChange> changes) {
        return Set.of();
    }

    private static Subscriber person(String id) {
        String list = listName(id.charAt(1) - '0');
        return Subscriber.withId(id)
                .email(address(id))
                .joinedAt(JOINED)
                .subscribed(list, JOINED, "form 1")
                .build();
    }

    /** MurmurHash3, 32 bits, seed 0. If the library shards by another hash, sets get smaller and all else holds. */
    private static int murmur3(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int hash = 0;
        int whole = bytes.length / 4 * 4;
        for (int i = 0; i < whole; i += 4) {
            hash = Integer.rotateLeft(hash ^ mixed(little(bytes, i, 4)), 13) * 5 + 0xe6546b64;
        }
        hash ^= mixed(little(bytes, whole, bytes.length - whole));
        hash ^= bytes.length;
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return hash ^ (hash >>> 16);
    }

    private static int little(byte[] bytes, int from, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value |= (bytes[from + i] & 0xff) << (8 * i);
        }
        return value;
    }

    private static int mixed(int block) {
        return Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
    }
}
