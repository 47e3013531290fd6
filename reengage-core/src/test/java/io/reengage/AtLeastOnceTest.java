// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static io.reengage.campaign.Steps.after;
import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.subscribed;
import static io.reengage.segment.Span.days;
import static io.reengage.segment.Span.hours;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.campaign.Campaign;
import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.store.FaultyLedger;
import io.reengage.policy.ContactPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a message whose fate nobody knows, if its step is sent at least once. */
class AtLeastOnceTest {

    private static Campaign letters() {
        return Campaign.named("letters")
                .standing()
                .purpose(Nodes.LIST)
                .audience(subscribed(Nodes.LIST))
                .noHoldout("a test of sending")
                .step("ask", send("email").template("ask").atLeastOnce())
                .step("remind", after(days(7)), send("email").template("ask"))
                .build();
    }

    private static void hourly(Nodes nodes, Reengage node, int hours) {
        for (int hour = 0; hour < hours; hour++) {
            node.runDue(World.LONG);
            nodes.clock.advance(Duration.ofHours(1));
        }
    }

    private static List<String> keys(Nodes nodes) {
        return nodes.handedOver.stream().map(Message::key).toList();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aMessageOfUnknownFateIsSentAgainWithTheSameKeyAfterTheChannelsDeadline(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p"))) {
            nodes.answer = message -> Receipt.unknown("no answer");
            Reengage node = nodes.node("a");
            node.campaigns().launch(letters());
            assertThat(node.runDue(World.LONG).unknown()).isEqualTo(1);
            nodes.answer = message -> Receipt.accepted("second");
            nodes.clock.advance(Nodes.DEADLINE.minusMillis(1));
            node.runDue(World.LONG);
            assertThat(nodes.handedOver).as("the channel may still be at it").hasSize(1);
            nodes.clock.advance(Nodes.DEADLINE);
            assertThat(node.runDue(World.LONG).sent()).isEqualTo(1);
            assertThat(keys(nodes)).hasSize(2).containsOnly(keys(nodes).get(0));
            assertThat(nodes.deliveries("ask"))
                    .extracting(Delivery::state, Delivery::providerId)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(DeliveryState.SENT, "second"));
            nodes.clock.advance(Duration.ofDays(8));
            assertThat(node.runDue(World.LONG).sent()).isEqualTo(1);
            assertThat(nodes.deliveries("remind")).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void itIsSentABoundedNumberOfTimesAndThenTheUnknownStandsAndThePersonGoesOn(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p"))) {
            nodes.answer = message -> Receipt.unknown("no answer");
            Reengage node = nodes.node("a");
            node.campaigns().launch(letters());
            hourly(nodes, node, 48);
            assertThat(nodes.handedOver).hasSize(5);
            assertThat(nodes.deliveries("ask")).extracting(Delivery::state).containsExactly(DeliveryState.UNKNOWN);
            nodes.answer = message -> Receipt.accepted("");
            nodes.clock.advance(Duration.ofDays(7));
            assertThat(node.runDue(World.LONG).sent()).isEqualTo(1);
            assertThat(nodes.deliveries("remind")).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void itIsNotSentAgainOnceTheChannelMayHaveForgottenItsKey(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p"))) {
            nodes.idempotencyWindow = Duration.ofMinutes(45);
            nodes.answer = message -> Receipt.unknown("no answer");
            Reengage node = nodes.node("a");
            node.campaigns().launch(letters());
            node.runDue(World.LONG);
            nodes.clock.advance(Duration.ofMinutes(25));
            node.runDue(World.LONG);
            assertThat(nodes.handedOver).hasSize(2);
            hourly(nodes, node, 48);
            assertThat(nodes.handedOver)
                    .as("an hour after the first the key is forgotten")
                    .hasSize(2);
            assertThat(nodes.deliveries("ask")).extracting(Delivery::state).containsExactly(DeliveryState.UNKNOWN);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aRefusalOfTheRepetitionProvesNothingAboutTheFirst(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p"))) {
            nodes.answer = message -> Receipt.unknown("no answer");
            Reengage node = nodes.node("a");
            node.campaigns().launch(letters());
            node.runDue(World.LONG);
            nodes.answer = message -> Receipt.refusedForGood("no such mailbox");
            hourly(nodes, node, 10);
            assertThat(nodes.handedOver).hasSize(2);
            assertThat(nodes.deliveries("ask")).extracting(Delivery::state).containsExactly(DeliveryState.UNKNOWN);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void theFirstHandOverCountsInNoCapAgainstItsOwnRepetition(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p"))) {
            nodes.answer = message -> Receipt.unknown("no answer");
            Reengage node = nodes.node(
                    "a",
                    Nodes.NONE,
                    builder -> builder.policy(
                            ContactPolicy.builder().atMost(1, hours(16)).build()));
            node.campaigns().launch(letters());
            node.runDue(World.LONG);
            nodes.answer = message -> Receipt.accepted("");
            nodes.clock.advance(Nodes.DEADLINE.multipliedBy(2));
            assertThat(node.runDue(World.LONG).sent()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void afterACrashInsideTheChannelItIsSentAgainBySuccessor(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p"))) {
            boolean[] dead = new boolean[1];
            FaultyLedger.Fault crash = new FaultyLedger.Fault() {
                @Override
                public void before() {
                    if (dead[0]) {
                        throw new IllegalStateException("power cut");
                    }
                }

                @Override
                public void after() {}
            };
            nodes.answer = message -> {
                dead[0] = true;
                throw new InternalError("power cut");
            };
            Reengage doomed = nodes.node("a", crash, builder -> builder);
            doomed.campaigns().launch(letters());
            try {
                doomed.runDue(World.LONG);
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("power cut");
            }
            nodes.answer = message -> Receipt.accepted("");
            Reengage successor = nodes.node("b");
            hourly(nodes, successor, 3);
            assertThat(keys(nodes)).hasSize(2).containsOnly(keys(nodes).get(0));
            assertThat(nodes.deliveries("ask")).extracting(Delivery::state).containsExactly(DeliveryState.SENT);
            dead[0] = false;
        }
    }
}
