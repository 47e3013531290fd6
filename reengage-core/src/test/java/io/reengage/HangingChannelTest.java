// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Receipt;
import io.reengage.internal.node.SameShard;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.store.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A channel that never answers: whoever was given to it is in doubt after its deadline, and nobody else waits. */
@Timeout(120)
class HangingChannelTest {
    private final List<String> twins = SameShard.ids(3);
    private final List<String> people = new ArrayList<>(twins);
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch wake = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    HangingChannelTest() {
        IntStream.range(0, 40).forEach(i -> people.add("p-%02d".formatted(i)));
    }

    @AfterEach
    void stop() {
        wake.countDown();
        threads.shutdownNow();
    }

    /** A round in which the first message to this person is never answered, until after the deadline. */
    private Work struck(Nodes nodes, Reengage node, String person) throws Exception {
        nodes.answer = message -> {
            if (message.subscriberId().equals(person)) {
                inside.countDown();
                awaken();
            }
            return Receipt.accepted("ok");
        };
        node.campaigns().launch(Nodes.letters("letters").build());
        Future<Work> round = threads.submit(() -> node.runDue(World.LONG));
        assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();
        nodes.clock.advance(Nodes.DEADLINE.plusSeconds(1));
        return round.get(60, TimeUnit.SECONDS);
    }

    private void awaken() {
        try {
            assertThat(wake.await(120, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> inState(Nodes nodes, DeliveryState state) {
        return nodes.deliveries("ask").stream()
                .filter(each -> each.state() == state)
                .map(Delivery::subscriberId)
                .toList();
    }

    @Test
    void theOthersAreWrittenToAndThoseInDoubtAreGivenToNobodyAgain() throws Exception {
        try (Nodes nodes = new Nodes(Database.MEMORY, people)) {
            Reengage node = nodes.node("a", Nodes.NONE, builder -> builder.workers(2));
            struck(nodes, node, twins.get(0));
            while (!node.runDue(World.LONG).isIdle()) {}
            assertThat(inState(nodes, DeliveryState.UNKNOWN)).containsExactlyInAnyOrderElementsOf(twins);
            assertThat(inState(nodes, DeliveryState.SENT))
                    .containsExactlyInAnyOrderElementsOf(people.subList(3, people.size()));
            assertThat(node.health().check("channels").orElseThrow().text())
                    .isEqualTo("1 of 2 workers hang inside email until it answers or the process ends");
            wake.countDown();
            while (!inState(nodes, DeliveryState.SENT).contains(twins.get(0))) {
                Thread.onSpinWait();
            }
            assertThat(nodes.recipients())
                    .as("a channel that wakes late is given nothing more")
                    .doesNotHaveDuplicates()
                    .doesNotContainAnyElementsOf(twins.subList(1, 3));
        }
    }

    @Test
    void aNodeWhoseWorkersAllHangLeavesItsShardsToTheOthers() throws Exception {
        try (Nodes nodes = new Nodes(Database.MEMORY, people)) {
            Reengage node = nodes.node("a");
            struck(nodes, node, people.get(20));
            assertThat(node.runDue(World.LONG).isIdle()).isTrue();
            assertThat(nodes.all(Schema.LEASE)).noneMatch(lease -> lease.owner().equals("a"));
            Reengage other = nodes.node("b");
            while (!other.runDue(World.LONG).isIdle()) {}
            assertThat(nodes.deliveries("ask"))
                    .hasSize(people.size())
                    .extracting(Delivery::state)
                    .isSubsetOf(Set.of(DeliveryState.SENT, DeliveryState.UNKNOWN));
            assertThat(nodes.handOvers().values()).containsOnly(1L);
            wake.countDown();
            while (!inState(nodes, DeliveryState.SENT).contains(people.get(20))) {
                Thread.onSpinWait();
            }
            nodes.clock.advance(Duration.ofMinutes(2));
            while (nodes.all(Schema.LEASE).stream()
                    .noneMatch(lease -> lease.owner().equals("a"))) {
                node.runDue(Duration.ZERO);
                other.runDue(Duration.ZERO);
            }
        }
    }
}
