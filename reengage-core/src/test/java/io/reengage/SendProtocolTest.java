// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.internal.node.SameShard;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.store.FaultyLedger;
import io.reengage.ledger.store.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The send protocol with a fault at every single step it takes. */
class SendProtocolTest {

    /** Throws at the n-th step; as a power cut, at every step after it, too. */
    private static final class PowerCut implements FaultyLedger.Fault {
        private final int at;
        private final boolean forEver;
        private final boolean asError;
        private volatile boolean armed;
        private int step;

        private PowerCut(int at, boolean forEver, boolean asError) {
            this.at = at;
            this.forEver = forEver;
            this.asError = asError;
        }

        @Override
        public void before() {
            count();
        }

        @Override
        public void after() {
            count();
        }

        private synchronized void count() {
            if (!armed) {
                return;
            }
            step++;
            if (step == at || (forEver && step > at)) {
                if (asError) {
                    throw new InternalError("fault at step " + at);
                }
                throw new IllegalStateException("fault at step " + at);
            }
        }

        private synchronized boolean reached() {
            return step >= at;
        }
    }

    @ParameterizedTest(name = "{0}, for ever {1}, as error {2}, successor {3}")
    @CsvSource({
        "MEMORY, true, false, a, 3",
        "MEMORY, true, false, b, 1",
        "MEMORY, true, true, a, 3",
        "MEMORY, true, true, b, 3",
        "MEMORY, false, false, a, 2",
        "MEMORY, false, true, b, 3",
        "H2, true, true, a, 11",
        "H2, true, false, b, 11",
        "H2, false, false, a, 11",
    })
    void whateverFailsNobodyIsWrittenToTwiceAndNobodyIsLost(
            Database database, boolean forEver, boolean asError, String successor, int stride) {
        List<String> people = new ArrayList<>(SameShard.ids(4));
        people.add("single-1");
        people.add("single-2");
        boolean reached = true;
        int n = 1;
        for (; reached; n += stride) {
            PowerCut fault = new PowerCut(n, forEver, asError);
            try (Nodes nodes = new Nodes(database, people)) {
                firstDay(nodes, fault, successor);
                reached = fault.reached();
                assertFirstStep(nodes, people, n, reached);
                nodes.clock.advance(Duration.ofDays(8));
                untilIdle(nodes.node(successor));
                assertThat(nodes.deliveries("remind"))
                        .as("the next step, fault at %d", n)
                        .extracting(Delivery::state)
                        .hasSize(people.size())
                        .containsOnly(DeliveryState.SENT);
                assertThat(nodes.handOvers().values()).as("fault at %d", n).containsOnly(1L);
            }
        }
        assertThat(n).isGreaterThan(40);
    }

    private static void firstDay(Nodes nodes, PowerCut fault, String successor) {
        Reengage doomed = nodes.node("a", fault, builder -> builder);
        doomed.campaigns().launch(Nodes.letters("letters").build());
        fault.armed = true;
        for (int round = 0; round < 2; round++) {
            try {
                doomed.runDue(World.LONG);
            } catch (IllegalStateException | InternalError e) {
                assertThat(e).hasMessageContaining("fault at step");
            }
            nodes.clock.advance(Duration.ofSeconds(1));
        }
        fault.armed = fault.forEver;
        try {
            doomed.close();
        } catch (IllegalStateException | InternalError e) {
            assertThat(e).hasMessageContaining("fault at step");
        }
        fault.armed = false;
        Reengage next = nodes.node(successor);
        next.runDue(World.LONG);
        nodes.clock.advance(Duration.ofMinutes(2));
        next.runDue(World.LONG);
        nodes.clock.advance(Nodes.DEADLINE);
        untilIdle(next);
        next.close();
    }

    private static void untilIdle(Reengage node) {
        while (!node.runDue(World.LONG).isIdle()) {}
    }

    private static void assertFirstStep(Nodes nodes, List<String> people, int n, boolean faulty) {
        assertThat(nodes.handOvers().values()).as("fault at %d", n).containsOnly(1L);
        List<Delivery> asked = nodes.deliveries("ask");
        assertThat(asked)
                .as("fault at %d", n)
                .extracting(Delivery::subscriberId)
                .containsExactlyInAnyOrderElementsOf(people);
        assertThat(asked)
                .as("fault at %d", n)
                .extracting(Delivery::state)
                .isSubsetOf(DeliveryState.SENT, DeliveryState.UNKNOWN);
        Set<String> unknown = asked.stream()
                .filter(each -> each.state() == DeliveryState.UNKNOWN)
                .map(Delivery::subscriberId)
                .collect(Collectors.toSet());
        List<String> slice = people.subList(0, 4);
        assertThat(slice.containsAll(unknown) || unknown.size() <= 1)
                .as("only one slice is in doubt, fault at %d: %s", n, unknown)
                .isTrue();
        if (!faulty) {
            assertThat(unknown).isEmpty();
        }
        assertThat(nodes.recipients())
                .as("what is called sent was handed over, fault at %d", n)
                .containsAll(people.stream().filter(id -> !unknown.contains(id)).toList());
        assertThat(nodes.all(Schema.DUE_SET))
                .as("fault at %d", n)
                .allSatisfy(set -> assertThat(set.step()).isEqualTo("remind"));
    }
}
