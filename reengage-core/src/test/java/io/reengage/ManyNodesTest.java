// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.channel.Receipt;
import io.reengage.internal.node.SameShard;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.Run;
import io.reengage.ledger.store.Schema;
import io.reengage.policy.ContactPolicy;
import io.reengage.segment.Span;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several nodes and threads at once. */
class ManyNodesTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static List<String> people(int number) {
        return IntStream.range(0, number).mapToObj(i -> "p-%04d".formatted(i)).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void twoNodesAtOnceShareTheShardsTheyHoldAndSendNothingTwice(Database database) throws Exception {
        try (Nodes nodes = new Nodes(database, people(120))) {
            Reengage a = nodes.node("a");
            Reengage b = nodes.node("b");
            a.campaigns().launch(Nodes.letters("letters").build());
            a.runDue(Duration.ZERO);
            b.runDue(Duration.ZERO);
            a.runDue(Duration.ZERO);
            b.runDue(Duration.ZERO);
            assertThat(shardsOf(nodes, "a")).isEqualTo(128);
            assertThat(shardsOf(nodes, "b")).isEqualTo(128);
            CyclicBarrier start = new CyclicBarrier(2);
            List<Callable<Long>> work = Stream.of(a, b)
                    .map(node -> (Callable<Long>) () -> {
                        start.await();
                        long sent = 0;
                        for (int round = 0; round < 6; round++) {
                            sent += node.runDue(World.LONG).sent();
                        }
                        return sent;
                    })
                    .toList();
            long sent = 0;
            for (Future<Long> each : threads.invokeAll(work)) {
                sent += each.get();
            }
            sent += a.runDue(World.LONG).sent() + b.runDue(World.LONG).sent();
            assertThat(sent).isEqualTo(120);
            assertThat(nodes.recipients()).hasSize(120).doesNotHaveDuplicates();
        }
    }

    private static long shardsOf(Nodes nodes, String node) {
        return nodes.all(Schema.LEASE).stream()
                .filter(lease -> lease.id() < 256 && lease.owner().equals(node))
                .count();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void anOutageIsSeenAlthoughEachNodeIsToldOfAPartOfIt(Database database) throws Exception {
        Duration hour = Duration.ofHours(1);
        try (Nodes nodes = new Nodes(database, people(1))) {
            Feedback a = nodes.node("a").feedback();
            Feedback b = nodes.node("b").feedback();
            assertThat(a.isOutage("isp.example", List.of("1", "2", "2"), 4, hour))
                    .isFalse();
            assertThat(b.isOutage("ISP.example", List.of("2", "3", "4"), 4, hour))
                    .isFalse();
            assertThat(b.isOutage("other.example", List.of("8", "9"), 4, hour)).isFalse();
            assertThat(a.isOutage("isp.example", List.of("5"), 4, hour)).isTrue();
            assertThat(b.isOutage("isp.example", List.of("1"), 4, hour)).isTrue();
            nodes.clock.advance(hour.plusSeconds(1));
            assertThat(b.isOutage("isp.example", people(4), 4, hour)).isFalse();
            nodes.clock.advance(hour.plusSeconds(1));
            List<Callable<Boolean>> parts = IntStream.range(0, 8)
                    .mapToObj(i -> (Callable<Boolean>)
                            () -> (i % 2 == 0 ? a : b).isOutage("isp.example", List.of("p" + i), 100, hour))
                    .toList();
            for (Future<Boolean> each : threads.invokeAll(parts)) {
                assertThat(each.get()).isFalse();
            }
            assertThat(a.isOutage("isp.example", List.of("p8"), 8, hour)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void nodesThatComeAndGoShareTheShardsEvenly(Database database) {
        try (Nodes nodes = new Nodes(database, people(1))) {
            Reengage a = nodes.node("a");
            Reengage b = nodes.node("b");
            Reengage c = nodes.node("c");
            for (int round = 0; round < 3; round++) {
                Stream.of(a, b, c).forEach(node -> node.runDue(Duration.ZERO));
            }
            assertThat(Stream.of("a", "b", "c").map(node -> shardsOf(nodes, node)))
                    .containsExactlyInAnyOrder(86L, 86L, 84L);
            b.close();
            for (int round = 0; round < 2; round++) {
                Stream.of(a, c).forEach(node -> node.runDue(Duration.ZERO));
            }
            assertThat(Stream.of("a", "b", "c").map(node -> shardsOf(nodes, node)))
                    .containsExactly(128L, 0L, 128L);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatANodeHeldBeforeItDiedAndIsMoreThanItsShareNowGoesToOthersAtOnce(Database database) {
        try (Nodes nodes = new Nodes(database, people(1))) {
            Reengage dies = nodes.node("a");
            dies.runDue(Duration.ZERO);
            Reengage other = nodes.node("b");
            other.runDue(Duration.ZERO);
            Reengage again = nodes.node("a");
            again.runDue(Duration.ZERO);
            other.runDue(Duration.ZERO);
            assertThat(shardsOf(nodes, "a")).isEqualTo(128);
            assertThat(shardsOf(nodes, "b")).isEqualTo(128);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void nodesThatDieAndComeBackUnderOtherNamesKeepTheOthersFromNoShardForLong(Database database) {
        try (Nodes nodes = new Nodes(database, people(1))) {
            Reengage steady = nodes.node("steady");
            steady.runDue(Duration.ZERO);
            Reengage last = steady;
            for (int life = 0; life < 5; life++) {
                last = nodes.node("restless-" + life);
                last.runDue(Duration.ZERO);
            }
            steady.runDue(Duration.ZERO);
            last.runDue(Duration.ZERO);
            assertThat(shardsOf(nodes, "steady")).isEqualTo(43);
            for (int moment = 0; moment < 3; moment++) {
                nodes.clock.advance(Duration.ofSeconds(8));
                steady.runDue(Duration.ZERO);
                last.runDue(Duration.ZERO);
            }
            assertThat(Stream.of("steady", "restless-4").map(node -> shardsOf(nodes, node)))
                    .containsExactly(128L, 128L);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aNodeThatIsNoLongerCalledHoldsNothingForLong(Database database) {
        try (Nodes nodes = new Nodes(database, people(1))) {
            Reengage quiet = nodes.node("a");
            Reengage called = nodes.node("b");
            quiet.runDue(Duration.ZERO);
            nodes.clock.advance(Duration.ofSeconds(61));
            called.runDue(Duration.ZERO);
            assertThat(shardsOf(nodes, "a")).isZero();
            assertThat(shardsOf(nodes, "b")).isEqualTo(256);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aFrozenNodesLateReceiptUpgradesTheUnknownAndSendsNothingAgain(Database database) throws Exception {
        List<String> twins = SameShard.ids(3);
        try (Nodes nodes = new Nodes(database, twins)) {
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch wake = new CountDownLatch(1);
            nodes.answer = message -> {
                inside.countDown();
                await(wake);
                return Receipt.accepted("late");
            };
            Reengage frozen = nodes.node("a");
            frozen.campaigns().launch(Nodes.letters("letters").build());
            Future<Work> late = threads.submit(() -> frozen.runDue(World.LONG));
            await(inside);
            nodes.clock.advance(Duration.ofMinutes(2));
            Reengage successor = nodes.node("b");
            assertThat(successor.runDue(World.LONG).unknown()).isZero();
            nodes.clock.advance(Nodes.DEADLINE);
            assertThat(successor.runDue(World.LONG).unknown()).isEqualTo(3);
            assertThat(nodes.deliveries("ask")).extracting(Delivery::state).containsOnly(DeliveryState.UNKNOWN);
            wake.countDown();
            late.get();
            // the round may be over sooner than its worker, given up as one whose channel hangs
            while (nodes.deliveries("ask").stream().noneMatch(each -> each.state() == DeliveryState.SENT)) {
                Thread.onSpinWait();
            }
            assertThat(nodes.recipients())
                    .as("no more by a node that lost its lease")
                    .containsExactly(twins.get(0));
            assertThat(nodes.deliveries("ask"))
                    .filteredOn(each -> each.subscriberId().equals(twins.get(0)))
                    .extracting(Delivery::state, Delivery::providerId)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(DeliveryState.SENT, "late"));
            nodes.clock.advance(Duration.ofDays(8));
            successor.runDue(World.LONG);
            frozen.runDue(World.LONG);
            assertThat(nodes.deliveries("remind"))
                    .extracting(Delivery::state)
                    .containsOnly(DeliveryState.SENT)
                    .hasSize(3);
            assertThat(nodes.handOvers().values()).containsOnly(1L);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aMessageBeingHandedOverCountsInTheCapsOfOtherCampaigns(Database database) throws Exception {
        try (Nodes nodes = new Nodes(database, List.of("p"))) {
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch wake = new CountDownLatch(1);
            nodes.answer = message -> {
                inside.countDown();
                await(wake);
                return Receipt.accepted("ok");
            };
            Reengage node = nodes.node(
                    "a",
                    Nodes.NONE,
                    builder -> builder.workers(2)
                            .policy(ContactPolicy.builder()
                                    .atMost(1, Span.hours(16))
                                    .build()));
            node.campaigns().launch(Nodes.letters("first").build());
            Future<Work> first = threads.submit(() -> node.runDue(World.LONG));
            await(inside);
            node.campaigns().launch(Nodes.letters("second").build());
            Work second = node.runDue(World.LONG);
            wake.countDown();
            first.get();
            assertThat(second.deferred()).isEqualTo(1);
            assertThat(nodes.handedOver).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void nodesThatLaunchAtTheSameMomentGetTheSameRun(Database database) throws Exception {
        for (int i = 0; i < 5; i++) {
            try (Nodes nodes = new Nodes(database, List.of("p"))) {
                List<Reengage> all =
                        IntStream.range(0, 3).mapToObj(n -> nodes.node("n" + n)).toList();
                CyclicBarrier start = new CyclicBarrier(3);
                List<Callable<Run>> work = all.stream()
                        .map(node -> (Callable<Run>) () -> {
                            start.await();
                            return node.campaigns()
                                    .launch(Nodes.letters("letters").build());
                        })
                        .toList();
                for (Future<Run> each : threads.invokeAll(work)) {
                    assertThat(each.get().id()).isEqualTo("letters/1");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void manyThreadsOnOneNodeSendNothingTwiceAndLeaveNothingInDoubt(Database database) throws Exception {
        try (Nodes nodes = new Nodes(database, people(60))) {
            Reengage node = nodes.node("a", Nodes.NONE, builder -> builder.workers(3));
            node.campaigns().launch(Nodes.letters("letters").build());
            CyclicBarrier start = new CyclicBarrier(3);
            List<Callable<Work>> work = IntStream.range(0, 3)
                    .mapToObj(i -> (Callable<Work>) () -> {
                        start.await();
                        return node.runDue(World.LONG);
                    })
                    .toList();
            for (Future<Work> each : threads.invokeAll(work)) {
                each.get();
            }
            node.runDue(World.LONG);
            assertThat(nodes.recipients()).hasSize(60).doesNotHaveDuplicates();
            assertThat(nodes.all(Schema.DUE_SET)).noneMatch(set -> set.inDoubt());
        }
    }

    /** A person is off limits from the moment the record call returns: who is looked at later is not written to. */
    @ParameterizedTest
    @EnumSource(Database.class)
    void nobodyIsPickedForHandOverOnceTheirUnsubscribeIsAcknowledged(Database database) throws Exception {
        List<String> people = people(160);
        try (Nodes nodes = new Nodes(database, people)) {
            Pulls pulls = new Pulls();
            Reengage node = nodes.node("a", Nodes.NONE, pulls, builder -> builder.workers(2));
            node.campaigns().launch(Nodes.letters("letters").build());
            CyclicBarrier start = new CyclicBarrier(5);
            List<Future<?>> leaving = IntStream.range(0, 4)
                    .<Future<?>>mapToObj(t -> threads.submit(() -> {
                        start.await();
                        for (int i = t; i < people.size(); i += 8) {
                            String id = people.get(people.size() - 1 - i);
                            node.feedback()
                                    .record(Activity.of(ActivityType.UNSUBSCRIBED)
                                            .by(id)
                                            .at(World.START));
                            pulls.acknowledged(id);
                        }
                        return t;
                    }))
                    .toList();
            start.await();
            node.runDue(World.LONG);
            for (Future<?> each : leaving) {
                each.get();
            }
            nodes.clock.advance(Duration.ofSeconds(1));
            node.runDue(World.LONG);
            assertThat(pulls.tooLate()).isEmpty();
            assertThat(pulls.handed()).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(80);
        }
    }
}
