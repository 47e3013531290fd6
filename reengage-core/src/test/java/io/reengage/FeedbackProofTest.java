// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.activity.ProviderActivity;
import io.reengage.channel.Receipt;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.store.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers a message proves it, and finds its person, whichever is known first. */
class FeedbackProofTest {
    private static final Activity.Delivery ASK = new Activity.Delivery("letters/1", "ask");

    private static Activity answer(String id, ActivityType type, Instant at) {
        return Activity.of(type).by(id).answering(ASK).at(at);
    }

    private static Reengage launched(Nodes nodes) {
        Reengage node = nodes.node("a");
        node.campaigns().launch(Nodes.letters("letters").build());
        return node;
    }

    private static DeliveryState state(Nodes nodes, String id) {
        return nodes.deliveries("ask").stream()
                .filter(each -> each.subscriberId().equals(id))
                .map(Delivery::state)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clicked",
                "machine:clicked",
                "opened",
                "confirmed:keep-me",
                "hard_bounced",
                "soft_bounced",
                "complained",
                "unsubscribed",
                "received"
            })
    void aMessageInDoubtThatIsAnsweredWasSent(String type) {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p", "q"))) {
            Reengage node = launched(nodes);
            nodes.answer = message -> Receipt.unknown("timeout");
            node.runDue(World.LONG);
            node.feedback().record(answer("p", ActivityType.of(type), World.START.plusSeconds(60)));
            assertThat(state(nodes, "p")).isEqualTo(DeliveryState.SENT);
            assertThat(state(nodes, "q")).isEqualTo(DeliveryState.UNKNOWN);
        }
    }

    @Test
    void aPurchaseProvesNoMessage() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p"))) {
            Reengage node = launched(nodes);
            nodes.answer = message -> Receipt.unknown("timeout");
            node.runDue(World.LONG);
            node.feedback().record(answer("p", ActivityType.PURCHASED, World.START.plusSeconds(60)));
            assertThat(state(nodes, "p")).isEqualTo(DeliveryState.UNKNOWN);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void anAnswerBeforeItsMessageIsOnRecordCountsAsWell(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p", "q", "r"))) {
            Reengage node = launched(nodes);
            nodes.answer = message -> {
                if (message.subscriberId().equals("r")) {
                    return Receipt.unknown("timeout");
                }
                node.feedback()
                        .record(answer(message.subscriberId(), ActivityType.HARD_BOUNCED, nodes.clock.instant()));
                return message.subscriberId().equals("p")
                        ? Receipt.unknown("timeout")
                        : Receipt.refusedForGood("no such user");
            };
            node.runDue(World.LONG);
            assertThat(state(nodes, "p")).isEqualTo(DeliveryState.SENT);
            assertThat(state(nodes, "q")).isEqualTo(DeliveryState.SENT);
            assertThat(state(nodes, "r")).isEqualTo(DeliveryState.UNKNOWN);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aProvidersWordFindsItsPerson(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p"))) {
            Reengage node = launched(nodes);
            nodes.answer = message -> Receipt.accepted("mid-1");
            node.runDue(World.LONG);
            ProviderActivity complaint =
                    ProviderActivity.of(ActivityType.COMPLAINED, "email", "mid-1", World.START.plusSeconds(5));
            assertThat(node.feedback().recordByProvider(List.of(complaint, complaint)))
                    .isEqualTo(new Feedback.FromProvider(1, 0, 1));
            assertThat(nodes.all(Schema.SUPPRESSION))
                    .extracting(Suppression::reason)
                    .containsOnly(Suppression.Reason.COMPLAINT);
            assertThat(nodes.all(Schema.EVENT)).singleElement().satisfies(each -> {
                assertThat(each.subscriberId()).isEqualTo("p");
                assertThat(each.delivery()).isEqualTo(ASK);
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aProvidersWordWaitsForItsMessage(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p"))) {
            Reengage node = launched(nodes);
            ProviderActivity click =
                    ProviderActivity.of(ActivityType.CLICKED, "email", "mid-1", World.START.plusSeconds(1));
            nodes.answer = message -> {
                assertThat(node.feedback().recordByProvider(List.of(click)))
                        .isEqualTo(new Feedback.FromProvider(0, 1, 0));
                assertThat(node.feedback().recordByProvider(List.of(click)))
                        .isEqualTo(new Feedback.FromProvider(0, 0, 1));
                return Receipt.accepted("mid-1");
            };
            assertThat(node.runDue(World.LONG).joined()).isEqualTo(1);
            assertThat(nodes.all(Schema.PARKED)).isEmpty();
            assertThat(nodes.all(Schema.EVENT)).hasSize(1);
            assertThat(node.feedback().recordByProvider(List.of(click))).isEqualTo(new Feedback.FromProvider(0, 0, 1));
            assertThat(node.runDue(World.LONG).isIdle()).isTrue();
        }
    }

    @Test
    void whatNeverFindsItsMessageIsLookedForSeldomAndDroppedAfterThirtyDays() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p"))) {
            Reengage node = nodes.node("a");
            node.feedback()
                    .recordByProvider(
                            List.of(ProviderActivity.of(ActivityType.CLICKED, "email", "not-ours", World.START)));
            long dropped = 0;
            for (int hour = 0; hour < 24 * 30; hour++) {
                dropped += node.runDue(World.LONG).dropped();
                nodes.clock.advance(Duration.ofHours(1));
            }
            assertThat(dropped).isZero();
            assertThat(nodes.all(Schema.PARKED))
                    .singleElement()
                    .satisfies(each -> assertThat(each.looks()).isBetween(20, 40));
            assertThat(node.runDue(World.LONG).dropped()).isEqualTo(1);
            assertThat(nodes.all(Schema.PARKED)).isEmpty();
        }
    }

    @Test
    void anIdThatSeveralMessagesShareNamesNone() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p", "q"))) {
            Reengage node = launched(nodes);
            nodes.answer = message -> Receipt.accepted("batch-7");
            node.runDue(World.LONG);
            assertThat(node.feedback()
                            .recordByProvider(List.of(
                                    ProviderActivity.of(ActivityType.COMPLAINED, "email", "batch-7", World.START))))
                    .isEqualTo(new Feedback.FromProvider(0, 1, 0));
            assertThat(nodes.all(Schema.SUPPRESSION)).isEmpty();
        }
    }

    @Test
    void aProvidersActivityWithoutItsIdIsRefused() {
        assertThatThrownBy(() -> ProviderActivity.of(ActivityType.CLICKED, "email", " ", World.START))
                .hasMessageContaining("providerId");
    }
}
