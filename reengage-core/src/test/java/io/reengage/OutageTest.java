// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.subscribed;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.campaign.Campaign;
import io.reengage.channel.Receipt;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A channel, or one domain of recipients, in trouble for hours. */
class OutageTest {
    private static final int PEOPLE = 600;

    private static Subscriber person(int number, String domain) {
        return Subscriber.withId("p-%04d".formatted(number))
                .email("p" + number + "@" + domain)
                .joinedAt(World.START.minus(Duration.ofDays(700)))
                .subscribed(Nodes.LIST, World.START.minus(Duration.ofDays(700)), "form 1")
                .build();
    }

    /** Every third person at slow.example, the others at ten other domains. */
    private static Nodes nodes() {
        return new Nodes(
                Database.MEMORY,
                SubscriberStore.inMemory(IntStream.range(0, PEOPLE)
                        .mapToObj(i -> person(i, i % 3 == 0 ? "slow.example" : "d" + i % 10 + ".example"))
                        .toList()));
    }

    private static Campaign letter() {
        return Campaign.named("letters")
                .standing()
                .purpose(Nodes.LIST)
                .audience(subscribed(Nodes.LIST))
                .noHoldout("a test of sending")
                .step("ask", send("email").template("ask"))
                .build();
    }

    /** How many were handed over in each of so many minutes. */
    private static List<Integer> minutes(Nodes nodes, Reengage node, int minutes) {
        List<Integer> counts = new ArrayList<>();
        for (int minute = 0; minute < minutes; minute++) {
            int before = nodes.handedOver.size();
            for (int round = 0; round < 4; round++) {
                node.runDue(World.LONG);
            }
            counts.add(nodes.handedOver.size() - before);
            nodes.clock.advance(Duration.ofMinutes(1));
        }
        return counts;
    }

    @Test
    void aChannelInTroubleIsSparedItsPeopleWaitAndAfterwardsEverybodyIsWrittenToWithoutABurst() {
        try (Nodes nodes = nodes()) {
            nodes.answer = message -> Receipt.refusedForNow("out of order");
            Reengage node = nodes.node("a");
            node.campaigns().launch(letter());
            List<Integer> outage = minutes(nodes, node, 120);
            assertThat(outage.get(0)).isBetween(20, 150);
            assertThat(outage.subList(1, 120)).as("only a few feel their way").allMatch(count -> count <= 5);
            assertThat(nodes.deliveries("ask"))
                    .filteredOn(each -> each.state() == DeliveryState.DEFERRED)
                    .hasSizeGreaterThan(200)
                    .extracting(Delivery::reason)
                    .isSubsetOf("channel email is in trouble", "the recipient's mail domain is in trouble");
            assertThat(node.insight().explain("p-0599", "letters").text()).contains("is in trouble");
            nodes.answer = message -> Receipt.accepted("");
            List<Integer> recovery = minutes(nodes, node, 60);
            assertThat(recovery.stream().filter(count -> count > 0).limit(2))
                    .as("a few, then four times as many: %s", recovery)
                    .allMatch(count -> count <= 25);
            minutes(nodes, node, 60 * 24);
            assertThat(nodes.deliveries("ask"))
                    .hasSize(PEOPLE)
                    .extracting(Delivery::state)
                    .containsOnly(DeliveryState.SENT);
        }
    }

    @Test
    void aDomainInTroubleHoldsUpNobodyElse() {
        try (Nodes nodes = nodes()) {
            nodes.answer = message -> message.to().value().endsWith("@slow.example")
                    ? Receipt.refusedForNow("try later")
                    : Receipt.accepted("");
            Reengage node = nodes.node("a");
            node.campaigns().launch(letter());
            assertThat(node.runDue(World.LONG).sent()).isEqualTo(PEOPLE * 2 / 3);
            assertThat(nodes.handedOver.size() - PEOPLE * 2 / 3)
                    .as("tried at the slow domain")
                    .isBetween(20, 60);
            assertThat(nodes.deliveries("ask"))
                    .filteredOn(each -> each.state() == DeliveryState.DEFERRED)
                    .extracting(Delivery::reason)
                    .containsOnly("the recipient's mail domain is in trouble");
            assertThat(node.health().check("breakers").orElseThrow().text()).contains("slow.example on email OPEN");
        }
    }

    @Test
    void anOutageLongerThanAMessageMayBeLateExpiresItUnsent() {
        try (Nodes nodes = nodes()) {
            nodes.answer = message -> Receipt.unknown("no answer");
            Reengage node = nodes.node("a");
            node.campaigns().launch(letter());
            for (int i = 0; i < 120; i++) {
                node.runDue(World.LONG);
                nodes.clock.advance(Duration.ofHours(1));
            }
            node.runDue(World.LONG);
            assertThat(nodes.deliveries("ask"))
                    .hasSize(PEOPLE)
                    .extracting(Delivery::state)
                    .containsOnly(DeliveryState.EXPIRED, DeliveryState.UNKNOWN);
            assertThat(nodes.handOvers().values()).containsOnly(1L);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatAChannelHoldsBackByItselfIsNeitherAnAttemptNorTrouble(Database database) {
        try (Nodes nodes = new Nodes(
                database,
                SubscriberStore.inMemory(IntStream.range(0, 60)
                        .mapToObj(i -> person(i, "slow.example"))
                        .toList()))) {
            int[] free = {0};
            nodes.answer = message ->
                    free[0]-- > 0 ? Receipt.accepted("") : Receipt.heldBack("slow.example", Duration.ofMinutes(5));
            Reengage node = nodes.node("a");
            node.campaigns().launch(letter());
            for (int turn = 0; turn < 12; turn++) {
                free[0] = 5;
                node.runDue(World.LONG);
                nodes.clock.advance(Duration.ofMinutes(6));
            }
            assertThat(nodes.deliveries("ask"))
                    .hasSize(60)
                    .extracting(Delivery::state)
                    .containsOnly(DeliveryState.SENT);
        }
    }
}
