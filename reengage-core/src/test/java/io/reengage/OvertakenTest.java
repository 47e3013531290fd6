// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Receipt;
import io.reengage.internal.node.SameShard;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a node has read, or marked, is taken further by others before it goes on: it looks again, and leaves it alone. */
class OvertakenTest {
    private static final List<String> PEOPLE = SameShard.ids(3);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Reengage node(Nodes nodes, String name, Meanwhile meanwhile) {
        return nodes.node(name, meanwhile, nodes.wire(), builder -> builder.threads(new SameThread(nodes.clock)));
    }

    private static void untilIdle(Reengage node) {
        while (!node.runDue(World.LONG).isIdle()) {}
    }

    /** Its lease is a newer one by then, and says nothing of what became of the set under the one before. */
    @ParameterizedTest
    @EnumSource(Database.class)
    void aSetThatWasMarkedByAnotherWhileItsShardWentThereAndBackIsNotMarkedAgain(Database database) throws Exception {
        try (Nodes nodes = new Nodes(database, PEOPLE)) {
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch answer = new CountDownLatch(1);
            nodes.answer = message -> {
                inside.countDown();
                await(answer);
                return Receipt.accepted("");
            };
            Reengage other = node(nodes, "b", Meanwhile.after("nowhere", () -> {}));
            AtomicReference<Reengage> node = new AtomicReference<>();
            AtomicReference<Future<Work>> others = new AtomicReference<>();
            Meanwhile meanwhile = Meanwhile.before("Marker.mark", () -> {
                nodes.clock.advance(Duration.ofMinutes(2));
                others.set(threads.submit(() -> other.runDue(World.LONG)));
                await(inside);
                nodes.answer = message -> Receipt.accepted("");
                nodes.clock.advance(Duration.ofMinutes(2));
                Objects.requireNonNull(node.get()).runDue(World.LONG);
            });
            Reengage a = node(nodes, "a", meanwhile);
            node.set(a);
            a.campaigns().launch(Nodes.letters("letters").build());
            assertThat(a.runDue(World.LONG).sent()).isZero();
            assertThat(meanwhile.isOver()).isTrue();
            assertThat(nodes.handedOver).as("by the other").hasSize(1);
            answer.countDown();
            Objects.requireNonNull(others.get()).get(60, TimeUnit.SECONDS);
            nodes.clock.advance(Nodes.DEADLINE.plusMinutes(2));
            untilIdle(a);
            assertThat(nodes.handOvers().values()).hasSize(3).containsOnly(1L);
        }
    }

    /** What it did not hand over is due again, unless the successor has said by then that nobody knows its fate. */
    @ParameterizedTest
    @CsvSource({
        "MEMORY, PT2M, SENT",
        "MEMORY, PT13M, UNKNOWN",
        "H2, PT2M, SENT",
        "H2, PT13M, UNKNOWN",
        "POSTGRESQL, PT2M, SENT",
        "POSTGRESQL, PT13M, UNKNOWN"
    })
    void whoStoodStillAfterMarkingHandsNothingOverOnceAnotherHoldsTheLease(
            Database database, Duration stoodStill, DeliveryState fate) {
        try (Nodes nodes = new Nodes(database, PEOPLE)) {
            Reengage successor = nodes.node("b");
            Meanwhile meanwhile = Meanwhile.after("Marker.mark", () -> {
                nodes.clock.advance(stoodStill);
                untilIdle(successor);
            });
            Reengage sleeper = node(nodes, "a", meanwhile);
            sleeper.campaigns().launch(Nodes.letters("letters").build());
            sleeper.runDue(World.LONG);
            assertThat(meanwhile.isOver()).isTrue();
            assertThat(nodes.handedOver).isEmpty();

            nodes.clock.advance(Nodes.DEADLINE.plusMinutes(2));
            untilIdle(successor);
            assertThat(nodes.deliveries("ask"))
                    .extracting(Delivery::state)
                    .hasSize(3)
                    .containsOnly(fate);
            assertThat(nodes.handOvers().values())
                    .hasSize(fate == DeliveryState.SENT ? 3 : 0)
                    .allMatch(number -> number == 1);
        }
    }
}
