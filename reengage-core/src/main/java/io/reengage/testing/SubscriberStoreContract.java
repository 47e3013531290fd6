// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.testing;

import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What every {@link SubscriberStore} has to keep, as a check for a host's own tests, with any test framework or none. It
 * writes a few dozen people with ids {@code contract-...} into the store and takes most of them away again.
 */
public final class SubscriberStoreContract {
    private static final String LIST = "contract-list";
    private static final Instant JOINED = Instant.parse("2024-01-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2026-01-01T00:00:00Z");
    private static final int PEOPLE = 25;
    private static final int MOST_PAGES = 100_000;

    private final Host host;
    private final SubscriberStore store;
    private final Promises promises = new Promises("the subscriber store");

    private SubscriberStoreContract(Host host) {
        this.host = host;
        this.store = host.store();
    }

    /** The store, and how the host itself changes what is in it, past the store. */
    public interface Host {

        /** The store to be checked; asked once. */
        SubscriberStore store();

        /** Puts a person into the host's data, or replaces the one with this id. */
        void put(Subscriber person);

        /** Takes a person out of the host's data. */
        void remove(String id);
    }

    /**
     * Checks everything.
     *
     * @throws AssertionError naming every promise that was broken
     */
    public static void verify(Host host) {
        SubscriberStoreContract contract = new SubscriberStoreContract(host);
        IntStream.range(0, PEOPLE).forEach(i -> host.put(person(i)));
        contract.pages();
        contract.finds();
        contract.isFresh();
        contract.applies();
        contract.promises.verify();
    }

    private static String id(int number) {
        return "contract-%03d".formatted(number);
    }

    private static Subscriber person(int number) {
        return Subscriber.withId(id(number))
                .email(id(number) + "@contract.example")
                .joinedAt(JOINED)
                .subscribed(LIST, JOINED, "contract")
                .build();
    }

    private static Set<String> everybody() {
        return IntStream.range(0, PEOPLE).mapToObj(SubscriberStoreContract::id).collect(Collectors.toSet());
    }

    private void pages() {
        for (int limit : new int[] {1, 7, 1000}) {
            promises.expect(
                    "pages of " + limit + " leave nobody out and come to an end",
                    () -> read(limit, true).containsAll(everybody()));
            promises.expect(
                    "a page of " + limit + " holds no more than that",
                    () -> store.page("", limit).items().size() <= limit);
        }
        promises.expect(
                "the same cursor leads to the same page",
                () -> ids(store.page("", 7)).equals(ids(store.page("", 7))));
        promises.expect("who stays on the list is not left out when others are taken off meanwhile", () -> {
            Set<String> read = read(3, false);
            host.put(person(0));
            return read.containsAll(IntStream.range(1, PEOPLE)
                    .mapToObj(SubscriberStoreContract::id)
                    .toList());
        });
    }

    private Set<String> read(int limit, boolean quiet) {
        Set<String> read = new HashSet<>();
        @Nullable String cursor = "";
        for (int pages = 0; cursor != null && pages < MOST_PAGES; pages++) {
            Page<Subscriber> page = store.page(cursor, limit);
            read.addAll(ids(page));
            cursor = page.next();
            if (!quiet && pages == 0) {
                host.remove(id(0));
            }
        }
        return cursor == null ? read : Set.of();
    }

    private static List<String> ids(Page<Subscriber> page) {
        return page.items().stream().map(Subscriber::id).toList();
    }

    private void finds() {
        promises.expect("everybody is found, each under the own id", () -> {
            Map<String, Subscriber> found = store.find(everybody());
            return found.keySet().equals(everybody())
                    && found.entrySet().stream()
                            .allMatch(
                                    each -> each.getKey().equals(each.getValue().id()));
        });
        promises.expect(
                "who is unknown is left out",
                () -> store.find(Set.of("contract-nobody", id(1))).keySet().equals(Set.of(id(1))));
        promises.expect(
                "nobody asked for, nobody found", () -> store.find(Set.of()).isEmpty());
    }

    private void isFresh() {
        promises.expect("find sees at once what the host wrote", () -> {
            store.find(everybody());
            host.put(Subscriber.withId(id(2)).email("new@contract.example").build());
            Subscriber now = store.find(Set.of(id(2))).get(id(2));
            return now != null && !now.mayReceive(LIST);
        });
        promises.expect("find sees at once whom the host took away", () -> {
            store.find(Set.of(id(3)));
            host.remove(id(3));
            return store.find(Set.of(id(3))).isEmpty();
        });
    }

    private void applies() {
        StatusChange left = change("contract-left", 4, StatusChange.Kind.UNSUBSCRIBED);
        StatusChange retired = change("contract-retired", 5, StatusChange.Kind.RETIRED);
        StatusChange restored = change("contract-restored", 5, StatusChange.Kind.RESTORED);
        promises.expect("who left may not be written to, as find says at once", () -> accepted(left) && !mayReceive(4));
        promises.expect("who was retired is off the list", () -> accepted(retired) && !mayReceive(5));
        promises.expect("who was restored is on the list again", () -> accepted(restored) && mayReceive(5));
        promises.expect("a change that comes again has no further effect", () -> accepted(retired) && mayReceive(5));
        promises.expect("nobody is restored who left", () -> {
            accepted(change("contract-restored-2", 4, StatusChange.Kind.RESTORED));
            return !mayReceive(4);
        });
        promises.expect("who agreed anew after leaving stays agreed, however late the leaving comes", () -> {
            host.put(Subscriber.withId(id(7))
                    .email(id(7) + "@contract.example")
                    .joinedAt(JOINED)
                    .subscribed(LIST, LATER.plusSeconds(60), "contract")
                    .build());
            return accepted(change("contract-late", 7, StatusChange.Kind.UNSUBSCRIBED)) && mayReceive(7);
        });
        promises.expect("only ids of changes that were asked for are answered as failed", () -> {
            List<StatusChange> changes = new ArrayList<>();
            changes.add(change("contract-unknown", PEOPLE + 1, StatusChange.Kind.UNSUBSCRIBED));
            changes.add(change("contract-fewer", 6, StatusChange.Kind.FEWER));
            return Set.of("contract-unknown", "contract-fewer").containsAll(store.apply(changes));
        });
        promises.expect("no change, no failure", () -> store.apply(List.of()).isEmpty());
    }

    private static StatusChange change(String id, int person, StatusChange.Kind kind) {
        return new StatusChange(id, id(person), LIST, kind, LATER, null, "contract");
    }

    private boolean accepted(StatusChange change) {
        return store.apply(List.of(change)).isEmpty();
    }

    private boolean mayReceive(int person) {
        Subscriber now = store.find(Set.of(id(person))).get(id(person));
        return now != null && now.mayReceive(LIST);
    }
}
