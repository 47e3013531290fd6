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
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What befalls one message of a set befalls no other: those before it are on record, those after it go out, none twice. */
class OneBadMessageTest {
    private static final int SET = 12;

    /** What becomes of the bad message, and how it stands on record in the end. */
    private enum Misfortune {
        SENDER_REFUSED(DeliveryState.FAILED, 1),
        RULE_REFUSED(DeliveryState.FAILED, 1),
        ADDRESS_DEAD(DeliveryState.FAILED, 1),
        REFUSED_FOR_NOW(DeliveryState.FAILED, 5),
        UNKNOWN(DeliveryState.UNKNOWN, 1),
        EXCEPTION(DeliveryState.UNKNOWN, 1),
        ERROR(DeliveryState.UNKNOWN, 1),
        CHECKED_EXCEPTION(DeliveryState.UNKNOWN, 1),
        NO_RECEIPT(DeliveryState.UNKNOWN, 1),
        ODD_REASON(DeliveryState.FAILED, 1),
        ODD_DOUBT(DeliveryState.UNKNOWN, 1),
        WAIT_FOR_EVER(DeliveryState.FAILED, 1);

        private final DeliveryState end;
        private final long handOvers;

        Misfortune(DeliveryState end, long handOvers) {
            this.end = end;
            this.handOvers = handOvers;
        }

        @SuppressWarnings("NullAway") // as a channel must not, and one day will
        private Receipt answer() {
            return switch (this) {
                case SENDER_REFUSED -> Receipt.refusedForGood("553 5.1.8 sender unknown");
                case RULE_REFUSED -> Receipt.refusedForGood("554 5.7.1 at dot");
                case ADDRESS_DEAD -> Receipt.bounced("550 5.1.1", Receipt.Finding.DEAD);
                case REFUSED_FOR_NOW -> Receipt.refusedForNow("451 4.3.0 later");
                case UNKNOWN -> Receipt.unknown("no answer");
                case EXCEPTION -> throw new IllegalStateException("no such sender");
                case ERROR -> throw new StackOverflowError("no such sender");
                case CHECKED_EXCEPTION -> throw undeclared(new IOException("no such sender"));
                case NO_RECEIPT -> null;
                case ODD_REASON -> Receipt.refusedForGood("554 " + "\u0000\uD83D".repeat(5000));
                case ODD_DOUBT -> Receipt.unknown("\uDE00\u0000");
                case WAIT_FOR_EVER -> new Receipt.Refused("later", false, Duration.ofSeconds(Long.MAX_VALUE));
            };
        }
    }

    /** As what a channel written in another language throws. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> E undeclared(Exception failure) throws E {
        throw (E) failure;
    }

    private static List<String> inState(Nodes nodes, String step, DeliveryState state) {
        return nodes.deliveries(step).stream()
                .filter(each -> each.state() == state)
                .map(Delivery::subscriberId)
                .toList();
    }

    private static void untilIdle(Nodes nodes, Reengage node) {
        do {
            nodes.clock.advance(Duration.ofMillis(10));
        } while (!node.runDue(World.LONG).isIdle());
    }

    @ParameterizedTest
    @EnumSource(Misfortune.class)
    void theOthersOfTheSetAreWrittenToOnceAndOnRecordAtOnce(Misfortune misfortune) {
        List<String> people = SameShard.ids(SET);
        for (int bad : new int[] {0, 5, SET - 1}) {
            List<String> others = new ArrayList<>(people);
            String unlucky = others.remove(bad);
            try (Nodes nodes = new Nodes(Database.MEMORY, people)) {
                nodes.answer = message -> message.subscriberId().equals(unlucky)
                        ? misfortune.answer()
                        : Receipt.accepted("ok-" + message.key());
                Reengage node = nodes.node("a");
                node.campaigns().launch(Nodes.letters("letters").build());
                untilIdle(nodes, node);
                assertThat(inState(nodes, "ask", DeliveryState.SENT))
                        .as("%s of message %d", misfortune, bad)
                        .containsExactlyInAnyOrderElementsOf(others);
                for (int hour = 0; hour < 24 * 8; hour++) {
                    nodes.clock.advance(Duration.ofHours(1));
                    node.runDue(World.LONG);
                }
                untilIdle(nodes, node);
                assertThat(inState(nodes, "ask", misfortune.end)).containsExactly(unlucky);
                assertThat(inState(nodes, "remind", DeliveryState.SENT)).containsAll(others);
                Map<String, Long> asked = nodes.handOvers();
                String key = keyOf(nodes, unlucky);
                assertThat(asked.remove(key)).isEqualTo(misfortune.handOvers);
                assertThat(asked.values()).containsOnly(1L);
            }
        }
    }

    /** The key of the first message to somebody. */
    private static String keyOf(Nodes nodes, String person) {
        return nodes.handedOver.stream()
                .filter(each -> each.subscriberId().equals(person))
                .map(Message::key)
                .findFirst()
                .orElseThrow();
    }

    /** A channel that looks at all it gets before it sends any: the sender it is to use is not allowed. */
    private static final class Picky implements Channel {
        private final Nodes nodes;
        private boolean broken = true;
        private int calls;

        private Picky(Nodes nodes) {
            this.nodes = nodes;
        }

        @Override
        public ChannelSpec spec() {
            return new ChannelSpec("email", Address.EMAIL, Set.of("subject"), Set.of("text"), Nodes.DEADLINE);
        }

        @Override
        public Receipt deliver(Message message) {
            nodes.handedOver.add(message);
            return Receipt.accepted("");
        }

        @Override
        public void deliverAll(Iterator<Message> due, BiConsumer<Message, Receipt> done) {
            calls++;
            nodes.clock.advance(Duration.ofMillis(10));
            if (broken && calls < 500) {
                throw new IllegalStateException("no such sender");
            }
            Channel.super.deliverAll(due, done);
        }
    }

    @Test
    void aChannelThatFailsBeforeItTakesAnythingIsSparedAndOnceItIsMendedEverybodyIsWrittenToOnce() {
        List<String> people =
                IntStream.range(0, 300).mapToObj(i -> "p-%03d".formatted(i)).collect(Collectors.toList());
        try (Nodes nodes = new Nodes(Database.MEMORY, people)) {
            Picky picky = new Picky(nodes);
            Reengage node = nodes.node("a", Nodes.NONE, picky, builder -> builder);
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            assertThat(picky.calls).as("it is not asked again and again").isBetween(1, 30);
            assertThat(nodes.handedOver).isEmpty();
            for (int hour = 0; hour < 12; hour++) {
                nodes.clock.advance(Duration.ofHours(1));
                node.runDue(World.LONG);
            }
            picky.broken = false;
            for (int hour = 0; hour < 12; hour++) {
                nodes.clock.advance(Duration.ofHours(1));
                node.runDue(World.LONG);
            }
            assertThat(nodes.recipients()).containsExactlyInAnyOrderElementsOf(people);
            assertThat(inState(nodes, "ask", DeliveryState.SENT)).hasSize(300);
            assertThat(Objects.requireNonNull(nodes.handOvers()).values()).containsOnly(1L);
        }
    }
}
