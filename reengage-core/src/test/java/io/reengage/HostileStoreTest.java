// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.store.HostChange;
import io.reengage.ledger.store.Schema;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A host whose store breaks its contract: it is told so, nobody suffers, and all goes on once it is mended. */
class HostileStoreTest {
    private static final List<String> PEOPLE =
            IntStream.range(0, 40).mapToObj("p-%02d"::formatted).toList();

    /** Answers as the test says. */
    private static final class Odd implements SubscriberStore {
        private final SubscriberStore people =
                SubscriberStore.inMemory(PEOPLE.stream().map(Nodes::person).toList());
        private Function<String, Page<Subscriber>> page = cursor -> people.page(cursor, 100);
        private Function<Set<String>, Map<String, Subscriber>> find = people::find;
        private Function<List<StatusChange>, Set<String>> apply = people::apply;
        private int pages;

        @Override
        public Page<Subscriber> page(String cursor, int limit) {
            pages++;
            return page.apply(cursor);
        }

        @Override
        public Map<String, Subscriber> find(Set<String> ids) {
            return find.apply(ids);
        }

        @Override
        public Set<String> apply(List<StatusChange> changes) {
            return apply.apply(changes);
        }
    }

    private final Odd store = new Odd();

    private Reengage launched(Nodes nodes, String... campaigns) {
        Reengage node = nodes.node("a");
        for (String each : campaigns) {
            node.campaigns().launch(Nodes.letters(each).build());
        }
        return node;
    }

    @Test
    void aListThatGoesOnWhereItWasIsNotReadForEver() {
        try (Nodes nodes = new Nodes(Database.MEMORY, store)) {
            Reengage node = launched(nodes, "letters");
            store.page = cursor -> Page.of(store.people.page("", 100).items(), "again");
            node.runDue(Duration.ofMillis(300));
            assertThat(store.pages).isBetween(1, 5);
            assertThatThrownBy(() ->
                            node.campaigns().preview(Nodes.letters("letters").build()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("page(cursor, limit) goes on with the cursor it was given");
            store.page = cursor -> store.people.page("", 100);
            assertThat(node.runDue(World.LONG).sent()).isEqualTo(PEOPLE.size());
        }
    }

    @Test
    void whateverPagesThrowMessagesThatAreDueGoOut() {
        try (Nodes nodes = new Nodes(Database.MEMORY, store)) {
            Reengage node = launched(nodes, "letters");
            node.runDue(World.LONG);
            nodes.clock.advance(Duration.ofDays(7));
            store.page = cursor -> {
                throw new NoClassDefFoundError("a test");
            };
            assertThat(node.runDue(World.LONG).sent()).isEqualTo(PEOPLE.size());
        }
    }

    @Test
    void nullForWhoIsNotKnownAndPeopleNobodyAskedForDoNoHarm() {
        try (Nodes nodes = new Nodes(Database.MEMORY, store)) {
            store.find = ids -> {
                Map<String, Subscriber> found = new HashMap<>(store.people.find(Set.copyOf(PEOPLE)));
                found.replaceAll((id, person) -> id.equals("p-07") ? null : person);
                return found;
            };
            assertThat(launched(nodes, "letters").runDue(World.LONG).sent()).isEqualTo(PEOPLE.size() - 1);
            assertThat(ended(nodes)).containsExactly("p-07");
        }
    }

    @Test
    void peopleUnderForeignIdsAreNotTakenForGone() {
        try (Nodes nodes = new Nodes(Database.MEMORY, store)) {
            Reengage node = launched(nodes, "letters");
            store.find = ids -> ids.stream()
                    .collect(Collectors.toMap(
                            id -> id,
                            id -> store.people
                                    .find(Set.of("p-00"))
                                    .values()
                                    .iterator()
                                    .next()));
            node.runDue(World.LONG);
            assertThat(ended(nodes)).isEmpty();
            assertThatThrownBy(() -> node.mayContact(List.of("p-01"), "email", Nodes.LIST))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("find(ids) answered person p-00 under the id p-01");
            store.find = store.people::find;
            nodes.clock.advance(Duration.ofMinutes(1));
            node.runDue(World.LONG);
            assertThat(nodes.recipients()).hasSize(PEOPLE.size());
        }
    }

    private static List<String> ended(Nodes nodes) {
        return nodes.enrollments().stream()
                .filter(each -> each.state() != Enrollment.State.ACTIVE)
                .map(Enrollment::subscriberId)
                .toList();
    }

    /** Ids of people instead of changes, nothing at all, and what nobody declared. */
    @Test
    void aChangeThatWasAnsweredWronglyComesAgain() {
        List<Function<List<StatusChange>, Set<String>>> wrong = List.of(
                changes -> changes.stream().map(StatusChange::subscriberId).collect(Collectors.toSet()),
                HostileStoreTest::nothing,
                changes -> {
                    throw new NoClassDefFoundError("a test");
                });
        for (Function<List<StatusChange>, Set<String>> each : wrong) {
            try (Nodes nodes = new Nodes(Database.MEMORY, store)) {
                Reengage node = launched(nodes, "letters");
                node.feedback()
                        .record(Activity.of(ActivityType.UNSUBSCRIBED)
                                .by("p-01")
                                .at(nodes.clock.instant()));
                store.apply = each;
                node.runDue(World.LONG);
                assertThat(nodes.all(Schema.HOST_CHANGE))
                        .extracting(HostChange::state)
                        .containsExactly(HostChange.State.PENDING);
                store.apply = store.people::apply;
                nodes.clock.advance(Duration.ofDays(1));
                node.runDue(World.LONG);
                assertThat(nodes.all(Schema.HOST_CHANGE))
                        .extracting(HostChange::state)
                        .containsExactly(HostChange.State.APPLIED);
            }
        }
    }

    @SuppressWarnings("NullAway") // as a store must not, and one day will
    private static Set<String> nothing(List<StatusChange> changes) {
        return null;
    }
}
