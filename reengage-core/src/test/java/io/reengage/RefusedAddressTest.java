// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setback;
import io.reengage.subscriber.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A refusal by whoever is to know the address does what the same bounce would, had it come back later. */
class RefusedAddressTest {
    private static final Receipt DEAD = Receipt.bounced("550 5.1.1 at rcpt", Receipt.Finding.DEAD);
    private static final Receipt FAILING = Receipt.bounced("552 5.2.2 at rcpt", Receipt.Finding.FAILING);

    private static List<Suppression.Reason> reasons(Reengage node, String person) {
        return node.suppressions().of(Address.email(person + "@people.example")).stream()
                .filter(each -> each.liftedAt() == null)
                .map(Suppression::reason)
                .toList();
    }

    private static Receipt answer(Message message, Receipt toDead) {
        return message.subscriberId().equals("dead") ? toDead : Receipt.accepted("ok");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aDeadAddressGetsNothingMoreAndTheOthersGoOn(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("dead", "alive"))) {
            Reengage node = nodes.node("a");
            nodes.answer = message -> answer(message, DEAD);
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);

            assertThat(reasons(node, "dead")).containsExactly(Suppression.Reason.HARD_BOUNCE);
            assertThat(reasons(node, "alive")).isEmpty();
            assertThat(nodes.deliveries("ask"))
                    .filteredOn(each -> each.subscriberId().equals("dead"))
                    .extracting(Delivery::state)
                    .containsExactly(DeliveryState.FAILED);
            nodes.handedOver.clear();
            nodes.clock.advance(Duration.ofDays(8));
            node.campaigns().launch(Nodes.letters("more").build());
            node.runDue(World.LONG);
            assertThat(nodes.handedOver).extracting(Message::subscriberId).containsOnly("alive");
        }
    }

    @Test
    void itIsOnRecordOnceWithItsProviderAndCanBeTakenBack() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("dead"))) {
            Reengage node = nodes.node("a");
            nodes.answer = message -> DEAD;
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            node.runDue(World.LONG);

            List<Activity> events = nodes.all(Schema.EVENT);
            assertThat(events).hasSize(1);
            assertThat(events.get(0).type()).isEqualTo(ActivityType.HARD_BOUNCED);
            assertThat(events.get(0).properties())
                    .containsEntry(Activity.PROVIDER, "people.example")
                    .containsEntry("why", "550 5.1.1 at rcpt");
            Instant now = nodes.clock.instant();
            assertThat(node.suppressions()
                            .revertBounces("people.example", now.minusSeconds(3_600), now.plusSeconds(1), "ops"))
                    .isEqualTo(1);
            assertThat(reasons(node, "dead")).isEmpty();
        }
    }

    /** As Gmail said 5.1.1 of people who lived, for hours in December 2020. */
    @ParameterizedTest
    @EnumSource(Database.class)
    void aProviderThatCallsVeryManyDeadAtOnceIsNotBelievedAndWhatWasBelievedBeforeIsTakenBack(Database database) {
        List<String> people =
                IntStream.range(0, 150).mapToObj("p-%03d"::formatted).toList();
        try (Nodes nodes = new Nodes(database, people)) {
            Reengage node = nodes.node("a");
            nodes.answer = message -> DEAD;
            node.campaigns().launch(Nodes.letters("letters").build());
            while (!node.runDue(World.LONG).isIdle()) {}

            assertThat(nodes.deliveries("ask"))
                    .hasSize(people.size())
                    .extracting(Delivery::state)
                    .containsOnly(DeliveryState.FAILED);
            assertThat(people)
                    .filteredOn(each -> !reasons(node, each).isEmpty())
                    .hasSizeBetween(1, 100);
            Instant now = nodes.clock.instant();
            node.suppressions().revertBounces("people.example", World.START, now.plusSeconds(1), "ops");
            assertThat(nodes.all(Setback.TABLE)).isEmpty();
            node.campaigns().resume("letters"); // the health guard paused it
            assertThat(people)
                    .allSatisfy(each -> assertThat(reasons(node, each)).isEmpty());
            nodes.answer = message -> Receipt.accepted("ok");
            nodes.handedOver.clear();
            nodes.clock.advance(Duration.ofDays(8));
            while (!node.runDue(World.LONG).isIdle()) {}
            assertThat(nodes.recipients()).containsExactlyInAnyOrderElementsOf(people);
        }
    }

    @Test
    void aFullMailboxEndsAnAddressOnlyWhenItKeepsBeingFull() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("dead"))) {
            Reengage node = nodes.node("a");
            nodes.answer = message -> FAILING;
            for (int week = 0; week < 3; week++) {
                assertThat(reasons(node, "dead")).isEmpty();
                node.campaigns().launch(Nodes.letters("letters-" + week).build());
                node.runDue(World.LONG);
                nodes.clock.advance(Duration.ofDays(8));
            }
            assertThat(reasons(node, "dead")).containsExactly(Suppression.Reason.HARD_BOUNCE);
        }
    }

    @Test
    void whatIsRefusedForAnotherReasonSaysNothingOfTheAddress() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("dead"))) {
            Reengage node = nodes.node("a");
            nodes.answer = message -> Receipt.refusedForGood("554 5.7.1 at dot");
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            assertThat(nodes.<Activity>all(Schema.EVENT)).isEmpty();
            assertThat(reasons(node, "dead")).isEmpty();
        }
    }
}
