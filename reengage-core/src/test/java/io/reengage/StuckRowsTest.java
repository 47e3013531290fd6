// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.HostChange;
import io.reengage.ledger.store.Schema;
import io.reengage.monitoring.Backlog;
import io.reengage.monitoring.Health;
import io.reengage.monitoring.ReengageListener;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Whatever is not at its end is seen as soon as it is older than its alarm, and not before. */
class StuckRowsTest {
    private static final List<String> PEOPLE = List.of("p", "q");
    private static final Map<Backlog.Kind, String> CHECKS = new EnumMap<>(Map.of(
            Backlog.Kind.DUE, "due",
            Backlog.Kind.IN_DOUBT, "in doubt",
            Backlog.Kind.HOST_CHANGE, "host changes",
            Backlog.Kind.SUNSET_MEMBER, "sunset",
            Backlog.Kind.LIST, "lists"));

    private final List<Backlog> gauge = new CopyOnWriteArrayList<>();

    private Reengage node(Nodes nodes) {
        return nodes.node(
                "a",
                Nodes.NONE,
                builder -> builder.listener(new ReengageListener() {
                    @Override
                    public void backlogMeasured(Backlog backlog) {
                        gauge.add(backlog);
                    }
                }));
    }

    /** Something of this kind has waited since then: at its alarm all is well, a second later it is named. */
    private static void isSeen(Nodes nodes, Reengage node, Backlog.Kind kind, Instant since, Duration alarm) {
        nodes.clock.setTo(since.plus(alarm));
        assertThat(check(node, kind).status()).as("%s at its alarm", kind).isEqualTo(Health.Status.UP);
        nodes.clock.advance(Duration.ofSeconds(1));
        assertThat(check(node, kind)).satisfies(check -> {
            assertThat(check.status()).as("%s beyond its alarm", kind).isEqualTo(Health.Status.DEGRADED);
            assertThat(check.text()).contains("waits since " + since);
        });
    }

    private static Health.Check check(Reengage node, Backlog.Kind kind) {
        return node.health().check(CHECKS.getOrDefault(kind, "")).orElseThrow();
    }

    @Test
    void everyKindHasACheckOfItsOwn() {
        assertThat(CHECKS.keySet()).isEqualTo(EnumSet.allOf(Backlog.Kind.class));
    }

    @Test
    void peopleWhoAreDue() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = node(nodes);
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            isSeen(nodes, node, Backlog.Kind.DUE, World.START.plus(Duration.ofDays(7)), Backlog.DUE_ALARM);
        }
    }

    @Test
    void messagesHandedOverWithoutAResult() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = node(nodes);
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            nodes.rows.transact(rows -> rows.update(
                    Schema.DUE_SET,
                    Where.all(),
                    Assignments.set("dispatching", "p").and("dispatched_at", World.START)));
            isSeen(nodes, node, Backlog.Kind.IN_DOUBT, World.START.plus(Nodes.DEADLINE), Backlog.DOUBT_ALARM);
        }
    }

    private static HostChange change(int attempts) {
        StatusChange what = new StatusChange(
                "change-1", "p", Nodes.LIST, StatusChange.Kind.UNSUBSCRIBED, World.START, null, "asked for it");
        return new HostChange(what, World.START, HostChange.State.PENDING, attempts, 0);
    }

    @Test
    void changesTheHostDoesNotTake() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = node(nodes);
            nodes.rows.transact(rows -> {
                rows.insert(Schema.HOST_CHANGE, List.of(change(0)));
                return 1;
            });
            nodes.clock.setTo(World.START.plus(Backlog.HOST_ALARM).minusSeconds(1));
            assertThat(check(node, Backlog.Kind.HOST_CHANGE).status()).isEqualTo(Health.Status.UP);
            nodes.clock.advance(Duration.ofSeconds(1));
            assertThat(check(node, Backlog.Kind.HOST_CHANGE).text()).startsWith("change-1 waits since " + World.START);
        }
    }

    @Test
    void changesTheHostRefusesTooOften() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = node(nodes);
            for (int attempts : List.of(Backlog.HOST_ATTEMPTS - 1, Backlog.HOST_ATTEMPTS)) {
                nodes.rows.transact(rows -> {
                    rows.put(Schema.HOST_CHANGE, List.of(change(attempts)));
                    return 1;
                });
                assertThat(check(node, Backlog.Kind.HOST_CHANGE).status())
                        .as("refused %d times", attempts)
                        .isEqualTo(attempts < Backlog.HOST_ATTEMPTS ? Health.Status.UP : Health.Status.DEGRADED);
            }
        }
    }

    @Test
    void peopleNominatedWithoutADecision() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = node(nodes);
            nodes.rows.transact(rows -> {
                rows.insert(
                        Schema.SUNSET_MEMBER,
                        List.of(new SunsetMember(
                                "letters/1/1", "p", SunsetMember.State.NOMINATED, World.START, "silent")));
                return 1;
            });
            isSeen(nodes, node, Backlog.Kind.SUNSET_MEMBER, World.START, Backlog.SUNSET_ALARM);
        }
    }

    private static final SubscriberStore OUT_OF_REACH = new SubscriberStore() {
        @Override
        public Page<Subscriber> page(String cursor, int limit) {
            throw new IllegalStateException("the list is out of reach");
        }

        @Override
        public Map<String, Subscriber> find(Set<String> ids) {
            return Map.of();
        }

        @Override
        public Set<String> apply(List<StatusChange> changes) {
            return Set.of();
        }
    };

    @Test
    void aListThatIsNeverReadToItsEnd() {
        try (Nodes nodes = new Nodes(Database.MEMORY, OUT_OF_REACH)) {
            Reengage node = node(nodes);
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            isSeen(nodes, node, Backlog.Kind.LIST, World.START, Backlog.LIST_ALARM);
            assertThat(check(node, Backlog.Kind.LIST).text()).startsWith("letters/1 ");
            node.campaigns().pause("letters", "until the list is back");
            assertThat(check(node, Backlog.Kind.LIST).status()).isEqualTo(Health.Status.UP);
        }
    }

    @Test
    void whoeverCountsIsToldOfTheSame() {
        try (Nodes nodes = new Nodes(Database.MEMORY, OUT_OF_REACH)) {
            Reengage node = node(nodes);
            node.campaigns().launch(Nodes.letters("letters").build());
            nodes.clock.advance(Backlog.LIST_ALARM.plusSeconds(1));
            node.runDue(World.LONG);
            node.close();
            assertThat(gauge)
                    .singleElement()
                    .satisfies(work -> assertThat(work.stuck())
                            .containsExactly(new Backlog.Stuck(Backlog.Kind.LIST, "letters/1", World.START, 0)));
        }
    }
}
