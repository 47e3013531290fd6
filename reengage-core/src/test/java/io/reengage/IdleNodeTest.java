// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.store.FaultyLedger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a node does that has nothing to do. */
class IdleNodeTest {

    /** Counts how often a node looks for what halted runs left in doubt. */
    private static FaultyLedger.Fault counting(AtomicInteger searches) {
        return new FaultyLedger.Fault() {
            @Override
            public void before() {
                boolean search = StackWalker.getInstance()
                        .walk(frames ->
                                frames.anyMatch(frame -> frame.getMethodName().equals("addHalted")));
                searches.addAndGet(search ? 1 : 0);
            }

            @Override
            public void after() {}
        };
    }

    @Test
    void itSearchesForWhatHaltedRunsLeftInDoubtNowAndThenHoweverOftenItIsCalled() {
        AtomicInteger searches = new AtomicInteger();
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p-1"))) {
            Reengage node = nodes.node("a", counting(searches), builder -> builder);
            for (int second = 0; second < 60; second++) {
                node.runDue(World.LONG);
                nodes.clock.advance(Duration.ofSeconds(1));
            }
            assertThat(searches).hasValue(6);
        }
    }

    @Test
    void whatACancelledRunLeftInDoubtIsSettledAllTheSame() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p-1"))) {
            Meanwhile dies = Meanwhile.after("Marker.mark", () -> {
                throw new IllegalStateException("power cut");
            });
            Reengage dead = nodes.node("a", dies, builder -> builder.threads(new SameThread(nodes.clock)));
            dead.campaigns().launch(Nodes.letters("letters").build());
            dead.runDue(World.LONG);
            Reengage node = nodes.node("b");
            node.campaigns().cancel("letters", "enough");
            nodes.clock.advance(Duration.ofMinutes(2));
            node.runDue(World.LONG);
            assertThat(nodes.deliveries("ask")).isEmpty();
            nodes.clock.advance(Nodes.DEADLINE);
            node.runDue(World.LONG);
            assertThat(nodes.deliveries("ask")).extracting(Delivery::state).containsExactly(DeliveryState.UNKNOWN);
        }
    }
}
