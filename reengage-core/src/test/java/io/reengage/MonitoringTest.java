// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Receipt;
import io.reengage.internal.node.SameShard;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.LedgerException;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.FaultyLedger;
import io.reengage.ledger.store.Schema;
import io.reengage.monitoring.Backlog;
import io.reengage.monitoring.Health;
import io.reengage.monitoring.ReengageListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a host sees of a running engine. */
class MonitoringTest {
    private static final List<String> PEOPLE = SameShard.ids(5);

    /** Keeps what it is told. */
    private static final class Log implements ReengageListener {
        private final List<Round> rounds = new CopyOnWriteArrayList<>();
        private final List<Messages> messages = new CopyOnWriteArrayList<>();
        private final List<Backlog> backlogs = new CopyOnWriteArrayList<>();
        private final List<ListProgress> lists = new CopyOnWriteArrayList<>();
        private final List<LeasesLost> lost = new CopyOnWriteArrayList<>();

        @Override
        public void roundFinished(Round round) {
            rounds.add(round);
        }

        @Override
        public void messagesSettled(Messages what) {
            messages.add(what);
        }

        @Override
        public void backlogMeasured(Backlog backlog) {
            backlogs.add(backlog);
        }

        @Override
        public void listRead(ListProgress progress) {
            lists.add(progress);
        }

        @Override
        public void leasesLost(LeasesLost what) {
            lost.add(what);
        }
    }

    private final Log log = new Log();

    private Reengage node(Nodes nodes) {
        return nodes.node("a", Nodes.NONE, builder -> builder.listener(log));
    }

    @Test
    void aListenerIsToldRoundsOutcomesListsAndTheWorkLeft() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = node(nodes);
            node.campaigns().launch(Nodes.letters("letters").build());
            nodes.answer = message -> message.subscriberId().equals(PEOPLE.get(0))
                    ? Receipt.refusedForGood("no such mailbox")
                    : Receipt.accepted("");
            node.runDue(World.LONG);
            node.close();
            assertThat(log.rounds).singleElement().satisfies(round -> {
                assertThat(round.node()).isEqualTo("a");
                assertThat(round.failed()).isFalse();
                assertThat(round.counts()).isEqualTo(Map.of("scanned", 5L, "enrolled", 5L, "sent", 4L, "failed", 1L));
            });
            assertThat(log.messages)
                    .containsExactly(new ReengageListener.Messages(
                            "letters",
                            "letters/1",
                            "ask",
                            "email",
                            Map.of(DeliveryState.SENT, 4L, DeliveryState.FAILED, 1L)));
            assertThat(log.lists).containsExactly(new ReengageListener.ListProgress("letters/1", 5, true));
            assertThat(log.backlogs).singleElement().satisfies(work -> {
                assertThat(work.lag()).isZero();
                assertThat(work.stuck()).isEmpty();
            });
        }
    }

    @Test
    void shardsThatWentToAnotherNodeAreToldOf() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = node(nodes);
            node.runDue(World.LONG);
            nodes.node("b").runDue(World.LONG);
            nodes.clock.advance(Duration.ofSeconds(11));
            node.runDue(World.LONG);
            node.close();
            assertThat(log.lost).isNotEmpty().allMatch(each -> each.shards() > 0 && each.shards() <= 256);
        }
    }

    @Test
    void aListenerThatThrowsOrBlocksHoldsNothingUp() {
        CountDownLatch never = new CountDownLatch(1);
        ReengageListener blocking = new ReengageListener() {
            @Override
            public void messagesSettled(Messages messages) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void roundFinished(Round round) {
                throw new InternalError("listener");
            }
        };
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = nodes.node("a", Nodes.NONE, builder -> builder.listener(blocking));
            node.campaigns().launch(Nodes.letters("letters").build());
            assertThat(node.runDue(World.LONG).sent()).isEqualTo(5);
            nodes.clock.advance(Duration.ofDays(8));
            assertThat(node.runDue(World.LONG).sent()).isEqualTo(5);
        }
    }

    @Test
    void aListenerThatThrowsIsToldTheNextEventAllTheSame() {
        ReengageListener throwing = new ReengageListener() {
            @Override
            public void roundFinished(Round round) {
                throw new IllegalStateException("listener");
            }
        };
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = nodes.node(
                    "a", Nodes.NONE, builder -> builder.listener(throwing).listener(log));
            node.runDue(World.LONG);
            node.runDue(World.LONG);
            node.close();
            assertThat(log.rounds).hasSize(2);
        }
    }

    @Test
    void healthIsUpWhenAllIsWellAndSaysSoAsJson() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            nodes.clock.advance(Duration.between(World.START, World.START));
            Reengage node = node(nodes);
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            Health health = node.health();
            assertThat(health.checks())
                    .extracting(Health.Check::name)
                    .containsExactly(
                            "database",
                            "unsettled",
                            "breakers",
                            "channels",
                            "clock",
                            "leases",
                            "stop",
                            "steps",
                            "runs",
                            "due",
                            "in doubt",
                            "host changes",
                            "sunset",
                            "lists");
            assertThat(health.checks())
                    .filteredOn(each -> !each.name().equals("clock"))
                    .extracting(Health.Check::status)
                    .containsOnly(Health.Status.UP);
            assertThat(health.check("leases").orElseThrow().text())
                    .isEqualTo("holds 256 of 256 shards; 1 nodes are at work");
            assertThat(health.toJson()).contains("\"node\" : \"a\"", "\"name\" : \"in doubt\"");
        }
    }

    @Test
    void aClockFarFromTheDatabasesIsSeen() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Health.Check clock = node(nodes).health().check("clock").orElseThrow();
            assertThat(clock.status())
                    .as("the ledger of this test lives in January 2026")
                    .isEqualTo(Health.Status.DEGRADED);
        }
    }

    @Test
    void whatWaitsTooLongIsSeen() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = node(nodes);
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            nodes.clock.advance(Duration.ofDays(7).plusHours(2));
            assertThat(node.health().check("due").orElseThrow()).satisfies(check -> {
                assertThat(check.status()).isEqualTo(Health.Status.DEGRADED);
                assertThat(check.text()).startsWith("letters/1 remind 7/");
            });
            nodes.rows.transact(rows -> rows.update(
                    Schema.DUE_SET,
                    Where.all(),
                    Assignments.set("dispatching", PEOPLE.get(0))
                            .and("dispatched_at", nodes.clock.instant().minus(Duration.ofHours(1)))));
            assertThat(node.health().check("in doubt").orElseThrow().status()).isEqualTo(Health.Status.DEGRADED);
        }
    }

    @Test
    void aStopIsSeenWithItsReason() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = node(nodes);
            node.stopAll("wrong price");
            assertThat(node.health().check("stop").orElseThrow())
                    .isEqualTo(new Health.Check(
                            "stop",
                            Health.Status.DEGRADED,
                            "everything is stopped since " + World.START + ": wrong price"));
        }
    }

    @Test
    void healthAnswersEvenWithTheDatabaseAwayAndSaysNothingPrivate() {
        boolean[] away = new boolean[1];
        FaultyLedger.Fault fault = new FaultyLedger.Fault() {
            @Override
            public void before() {
                if (away[0]) {
                    throw new LedgerException("secret of p@people.example");
                }
            }

            @Override
            public void after() {}
        };
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = nodes.node("a", fault, builder -> builder);
            away[0] = true;
            assertThat(node.health().status()).isEqualTo(Health.Status.DOWN);
            assertThat(node.health().toJson()).contains("LedgerException").doesNotContain("secret");
            away[0] = false;
        }
    }
}
