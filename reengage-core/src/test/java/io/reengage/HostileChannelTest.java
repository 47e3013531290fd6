// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Channel;
import io.reengage.channel.ChannelSpec;
import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import io.reengage.internal.node.SameShard;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.subscriber.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A channel that breaks its contract harms nobody: nothing is recorded that did not happen, and nothing is asked without end. */
class HostileChannelTest {
    private static final List<String> PEOPLE = SameShard.ids(12);
    /** In more sets than a channel may be asked about in vain. */
    private static final List<String> MANY =
            IntStream.range(0, 300).mapToObj("p-%03d"::formatted).toList();

    /** Hands over as the test says, and counts how often it was asked to. */
    private abstract static class Odd implements Channel {
        final Nodes nodes;
        int calls;

        private Odd(Nodes nodes) {
            this.nodes = nodes;
        }

        @Override
        public ChannelSpec spec() {
            return new ChannelSpec("email", Address.EMAIL, Set.of("subject"), Set.of("text"), Nodes.DEADLINE);
        }

        @Override
        public Receipt deliver(Message message) {
            return Receipt.accepted("");
        }

        @Override
        public void deliverAll(Iterator<Message> due, BiConsumer<Message, Receipt> done) {
            calls++;
            nodes.clock.advance(Duration.ofMillis(10));
            hand(due, done);
        }

        abstract void hand(Iterator<Message> due, BiConsumer<Message, Receipt> done);
    }

    private static Reengage launched(Nodes nodes, Channel channel) {
        Reengage node = nodes.node("a", Nodes.NONE, channel, builder -> builder);
        node.campaigns().launch(Nodes.letters("letters").build());
        return node;
    }

    private static List<DeliveryState> states(Nodes nodes) {
        return nodes.deliveries("ask").stream().map(Delivery::state).toList();
    }

    @Test
    void oneThatTakesNothingIsNotAskedAgainAtOnce() {
        assertThat(timesAsked(due -> true)).isBetween(1, 30);
    }

    @Test
    void oneThatLooksAndTakesNothingIsNotAskedAgainAtOnceEither() {
        assertThat(timesAsked(Iterator::hasNext)).isBetween(1, 30);
    }

    /** How often a channel is asked that looks first, and takes something only after it was asked hundreds of times. */
    private static int timesAsked(Predicate<Iterator<Message>> look) {
        try (Nodes nodes = new Nodes(Database.MEMORY, MANY)) {
            Odd shy = new Odd(nodes) {
                @Override
                void hand(Iterator<Message> due, BiConsumer<Message, Receipt> done) {
                    if (look.test(due) && calls > 500) {
                        due.forEachRemaining(message -> done.accept(message, deliver(message)));
                    }
                }
            };
            launched(nodes, shy).runDue(World.LONG);
            return shy.calls;
        }
    }

    @Test
    void oneThatHoldsBackForNoTimeIsAskedAgainALittleLater() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Odd eager = new Odd(nodes) {
                @Override
                void hand(Iterator<Message> due, BiConsumer<Message, Receipt> done) {
                    due.forEachRemaining(message -> done.accept(
                            message, calls > 500 ? Receipt.accepted("") : Receipt.heldBack("too fast", Duration.ZERO)));
                }
            };
            launched(nodes, eager).runDue(World.LONG);
            assertThat(eager.calls).isBetween(1, 5);
        }
    }

    @Test
    void aReceiptForAMessageThatWasNotGivenOutCountsForNothing() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            List<Message> kept = new ArrayList<>();
            Odd forger = new Odd(nodes) {
                @Override
                void hand(Iterator<Message> due, BiConsumer<Message, Receipt> done) {
                    due.forEachRemaining(message -> {
                        kept.add(message);
                        // always for the first, whoever it was
                        done.accept(kept.get(0), Receipt.accepted("sent"));
                    });
                }
            };
            Reengage node = launched(nodes, forger);
            node.runDue(World.LONG);
            assertThat(states(nodes)).containsOnlyOnce(DeliveryState.SENT).contains(DeliveryState.UNKNOWN);
            forger.calls = 0;
            nodes.clock.advance(Duration.ofDays(8));
            node.runDue(World.LONG);
            assertThat(nodes.deliveries("remind").stream()
                            .filter(each -> each.state() == DeliveryState.SENT)
                            .collect(Collectors.toList()))
                    .as("a receipt for the message of another step")
                    .isEmpty();
        }
    }

    @Test
    void ofTwoReceiptsForOneMessageTheOneCountsByWhichItMayHaveLeft() {
        for (boolean acceptedFirst : new boolean[] {true, false}) {
            try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
                Odd wavering = new Odd(nodes) {
                    @Override
                    void hand(Iterator<Message> due, BiConsumer<Message, Receipt> done) {
                        due.forEachRemaining(message -> {
                            nodes.handedOver.add(message);
                            Receipt sent = Receipt.accepted("sent");
                            Receipt refused = Receipt.refusedForNow("or not");
                            done.accept(message, acceptedFirst ? sent : refused);
                            done.accept(message, acceptedFirst ? refused : sent);
                        });
                    }
                };
                Reengage node = launched(nodes, wavering);
                for (int hour = 0; hour < 48; hour++) {
                    node.runDue(World.LONG);
                    nodes.clock.advance(Duration.ofHours(1));
                }
                assertThat(states(nodes)).containsOnly(DeliveryState.SENT);
                assertThat(nodes.handOvers().values()).containsOnly(1L);
            }
        }
    }

    @Test
    void anIdThatCannotBeKeptIsLeftOutAndTheMessageIsSentAllTheSame() {
        for (String id : List.of("nul\u0000", "half \uD83D", "x".repeat(501))) {
            try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
                nodes.answer = message -> Receipt.accepted(id);
                Reengage node = nodes.node("a");
                node.campaigns().launch(Nodes.letters("letters").build());
                node.runDue(World.LONG);
                assertThat(states(nodes)).hasSize(PEOPLE.size()).containsOnly(DeliveryState.SENT);
                assertThat(nodes.deliveries("ask"))
                        .allMatch(each -> each.providerId().isEmpty());
            }
        }
    }
}
