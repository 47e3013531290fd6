// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Templates;
import io.reengage.internal.node.Audit;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Pulse;
import io.reengage.internal.node.SameShard;
import io.reengage.internal.node.Settings;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.store.FaultyLedger;
import io.reengage.ledger.store.LedgerStore;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setting;
import io.reengage.ledger.store.Shards;
import io.reengage.link.Tracking;
import io.reengage.policy.ContactPolicy;
import io.reengage.policy.HealthGuard;
import io.reengage.policy.SunsetPolicy;
import io.reengage.segment.Catalog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Several nodes that want the same row: one gets it, and the others do nothing about it. */
@Timeout(300)
class ClaimsTest {
    private static final int NODES = 8;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static Leases leases(Nodes nodes, LedgerStore ledger, String node) {
        Settings settings = new Settings(
                Environment.PRODUCTION.name(),
                null,
                nodes.store,
                null,
                Catalog.EMPTY,
                ledger,
                Map.of(),
                Templates.of(Map.of()),
                ContactPolicy.builder().build(),
                SunsetPolicy.ofDefaults(),
                HealthGuard.ofDefaults(),
                null,
                Tracking.ofDefaults(),
                "",
                nodes.clock,
                node,
                1,
                nodes.steadyTime);
        return new Leases(settings, new Pulse(node, new Audit(), null));
    }

    private static LedgerStore ledger(Nodes nodes) {
        LedgerStore ledger = LedgerStore.of(FaultyLedger.over(nodes.rows, Nodes.NONE));
        ledger.transact(rows -> {
            // what the first node makes, without which several count over one another
            rows.insertNew(Schema.SETTING, List.of(new Setting(Setting.PULSE, "0")));
            Leases.create(rows);
            return rows;
        });
        return ledger;
    }

    private static boolean mayDecide(LedgerStore ledger, Leases leases, int shard) {
        return ledger.transact(rows -> leases.confirm(rows, shard));
    }

    private <T> List<T> together(List<Leases> all, Function<Leases, T> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(all.size());
        List<Callable<T>> calls = all.stream()
                .map(each -> (Callable<T>) () -> {
                    start.await();
                    return work.apply(each);
                })
                .toList();
        List<T> answers = new ArrayList<>();
        for (Future<T> each : threads.invokeAll(calls)) {
            answers.add(each.get());
        }
        return answers;
    }

    /** A claim is one epoch of one row. Some nodes come late each time, some give back what they hold, and leases lapse. */
    @ParameterizedTest
    @CsvSource({"MEMORY, 60", "H2, 6", "POSTGRESQL, 6"})
    void everyClaimIsOneNodesHoweverManyWantTheRow(Database database, int rounds) throws Exception {
        Random random = new Random(11);
        try (Nodes nodes = new Nodes(database, List.of())) {
            LedgerStore ledger = ledger(nodes);
            List<Leases> all = IntStream.range(0, NODES)
                    .mapToObj(i -> leases(nodes, ledger, "n" + i))
                    .toList();
            Map<List<Long>, Leases> claims = new HashMap<>();
            for (int round = 0; round < rounds; round++) {
                List<Leases> present =
                        all.stream().filter(each -> random.nextInt(4) > 0).toList();
                together(present, each -> {
                    each.acquire();
                    return each;
                });
                for (Leases each : present) {
                    for (int id = 0; id <= Leases.HOST; id++) {
                        OptionalLong epoch = each.epoch(id);
                        if (epoch.isPresent()) {
                            Leases before = claims.putIfAbsent(List.of((long) id, epoch.getAsLong()), each);
                            assertThat(before == null || before == each)
                                    .as("row %d, epoch %d claimed twice", id, epoch.getAsLong())
                                    .isTrue();
                        }
                    }
                }
                int shard = random.nextInt(Shards.COUNT);
                assertThat(together(all, each -> mayDecide(ledger, each, shard)))
                        .as("nodes that may decide about shard %d", shard)
                        .haveAtMost(1, new Condition<>(mine -> mine, "mine"));
                all.stream().filter(each -> random.nextInt(5) == 0).forEach(Leases::release);
                nodes.clock.advance(Duration.ofSeconds(random.nextInt(90)));
            }
            assertThat(claims.size()).isGreaterThan(rounds * Shards.COUNT / 3);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void anEarlierProcessOfANodeDecidesNothingMore(Database database) {
        try (Nodes nodes = new Nodes(database, List.of())) {
            LedgerStore ledger = ledger(nodes);
            Leases earlier = leases(nodes, ledger, "a");
            earlier.acquire();
            assertThat(mayDecide(ledger, earlier, 7)).isTrue();
            Leases now = leases(nodes, ledger, "a");
            now.acquire();
            assertThat(mayDecide(ledger, earlier, 7)).isFalse();
            assertThat(mayDecide(ledger, now, 7)).isTrue();
        }
    }

    /** Stands still at the n-th moment around a transaction or a call of the channel, with all its threads. */
    private static final class Freeze implements FaultyLedger.Fault {
        private final int at;
        private final CountDownLatch frozen = new CountDownLatch(1);
        private final CountDownLatch wake = new CountDownLatch(1);
        private boolean armed;
        private int moments;

        private Freeze(int at) {
            this.at = at;
        }

        @Override
        public void before() {
            pass();
        }

        @Override
        public void after() {
            pass();
        }

        private void pass() {
            if (isFrozen()) {
                frozen.countDown();
                await(wake);
            }
        }

        private synchronized boolean isFrozen() {
            moments += armed ? 1 : 0;
            return armed && moments >= at && wake.getCount() > 0;
        }

        private synchronized void arm() {
            armed = true;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void untilIdle(Reengage node) {
        while (!node.runDue(World.LONG).isIdle()) {}
    }

    /** Whether that moment came at all. */
    private boolean frozenAt(int moment, Database database, Duration slept) throws Exception {
        List<String> people = new ArrayList<>(SameShard.ids(3));
        people.addAll(List.of("single-1", "single-2"));
        try (Nodes nodes = new Nodes(database, people)) {
            Freeze freeze = new Freeze(moment);
            Reengage sleeper = nodes.node("a", freeze, builder -> builder);
            sleeper.campaigns().launch(Nodes.letters("letters").build());
            freeze.arm();
            Future<Work> round = threads.submit(() -> sleeper.runDue(World.LONG));
            while (!round.isDone() && !freeze.frozen.await(1, TimeUnit.MILLISECONDS)) {}
            boolean came = freeze.frozen.getCount() == 0;
            nodes.clock.advance(slept);
            Reengage successor = nodes.node("b");
            untilIdle(successor);
            freeze.wake.countDown();
            round.get(60, TimeUnit.SECONDS);
            untilIdle(sleeper);
            nodes.clock.advance(Nodes.DEADLINE.plusMinutes(2));
            untilIdle(successor);
            untilIdle(sleeper);
            nodes.clock.advance(Duration.ofDays(8));
            untilIdle(successor);
            untilIdle(sleeper);
            assertThat(nodes.handOvers().values())
                    .as("frozen at moment %d", moment)
                    .containsOnly(1L);
            assertThat(nodes.deliveries("remind"))
                    .as("frozen at moment %d", moment)
                    .extracting(Delivery::state)
                    .hasSize(people.size())
                    .containsOnly(DeliveryState.SENT);
            return came;
        }
    }

    @ParameterizedTest
    @CsvSource({"MEMORY, PT2M, 1", "MEMORY, PT13M, 1", "H2, PT2M, 7"})
    void aNodeThatStandsStillAnywhereWhileAnotherTakesItsRowsFindsThemTaken(
            Database database, Duration slept, int stride) throws Exception {
        int moment = 1;
        while (frozenAt(moment, database, slept)) {
            moment += stride;
        }
        assertThat(moment).as("moments there are").isGreaterThan(40);
    }

    /** Against the rule that names are unique: each takes the other for its own earlier life. */
    @ParameterizedTest
    @EnumSource(Database.class)
    void twoProcessesUnderOneNameSendNothingTwiceAndLoseNobody(Database database) throws Exception {
        List<String> people =
                IntStream.range(0, 120).mapToObj(i -> "p-%03d".formatted(i)).toList();
        try (Nodes nodes = new Nodes(database, people)) {
            List<Reengage> twins = List.of(nodes.node("a"), nodes.node("a"));
            twins.get(0).campaigns().launch(Nodes.letters("letters").build());
            CyclicBarrier start = new CyclicBarrier(2);
            List<Callable<Integer>> calls = twins.stream()
                    .map(each -> (Callable<Integer>) () -> {
                        start.await();
                        for (int round = 0; round < 6; round++) {
                            each.runDue(World.LONG);
                        }
                        return 6;
                    })
                    .toList();
            for (Future<Integer> each : threads.invokeAll(calls)) {
                each.get();
            }
            for (int round = 0; round < 3; round++) {
                nodes.clock.advance(Nodes.DEADLINE);
                twins.forEach(ClaimsTest::untilIdle);
            }
            assertThat(nodes.handOvers().values()).containsOnly(1L);
            assertThat(nodes.deliveries("ask"))
                    .hasSize(120)
                    .extracting(Delivery::state)
                    .isSubsetOf(DeliveryState.SENT, DeliveryState.UNKNOWN);
        }
    }
}
