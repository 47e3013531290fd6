// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.channel.Receipt;
import io.reengage.internal.run.Fingerprints;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setting;
import io.reengage.policy.ContactAnswer;
import io.reengage.policy.ContactPolicy;
import io.reengage.segment.Span;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The host's other senders keep to the same rules as our campaigns. */
class MayContactTest {
    private static final String RECEIPTS = "receipts";

    private static Reengage node(Nodes nodes, ContactPolicy policy) {
        return nodes.node("a", Nodes.NONE, builder -> builder.policy(policy));
    }

    private static ContactPolicy.Builder policy() {
        return ContactPolicy.builder().transactional(RECEIPTS);
    }

    private static ContactAnswer ask(Reengage node, String id, String purpose) {
        return Objects.requireNonNull(
                node.mayContact(List.of(id), "email", purpose).get(id));
    }

    private static ContactAnswer refused(String... reasons) {
        return new ContactAnswer.Refused(List.of(reasons));
    }

    private static void tell(Reengage node, ActivityType type, String id) {
        node.feedback()
                .record(Activity.of(type)
                        .by(id)
                        .property(Activity.ABOUT, Nodes.LIST)
                        .at(World.START));
    }

    static Fingerprints fingerprints(Nodes nodes) {
        return new Fingerprints(nodes.all(Schema.SETTING).stream()
                .filter(each -> each.name().equals(Setting.SALT))
                .findFirst()
                .orElseThrow()
                .value());
    }

    private static void retire(Nodes nodes, String id) {
        String subject = fingerprints(nodes).ofPerson(id);
        nodes.rows.transact(rows -> {
            rows.put(
                    Schema.SUPPRESSION,
                    List.of(new Suppression(
                            subject, "", Nodes.LIST, Suppression.Reason.SUNSET, World.START, "plan", null)));
            return id;
        });
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void refusesWithEveryReasonAndAllowsTheRest(Database database) {
        List<Subscriber> people = new ArrayList<>(List.of("fine", "left", "angry", "dead", "silent").stream()
                .map(Nodes::person)
                .toList());
        people.add(Subscriber.withId("unasked").email("u@people.example").build());
        people.add(Subscriber.withId("homeless")
                .subscribed(Nodes.LIST, World.START, "form")
                .build());
        try (Nodes nodes = new Nodes(database, SubscriberStore.inMemory(people))) {
            Reengage node = node(nodes, policy().build());
            tell(node, ActivityType.UNSUBSCRIBED, "left");
            tell(node, ActivityType.COMPLAINED, "angry");
            tell(node, ActivityType.HARD_BOUNCED, "dead");
            retire(nodes, "silent");
            assertThat(node.mayContact(
                            List.of("fine", "left", "angry", "dead", "silent", "unasked", "homeless", "stranger"),
                            "email",
                            Nodes.LIST))
                    .containsExactly(
                            Map.entry("fine", new ContactAnswer.Allowed()),
                            Map.entry("left", refused("suppressed: UNSUBSCRIBED")),
                            Map.entry("angry", refused("suppressed: COMPLAINT")),
                            Map.entry("dead", refused("suppressed: HARD_BOUNCE")),
                            Map.entry("silent", refused("suppressed: SUNSET")),
                            Map.entry("unasked", refused("no consent for newsletter, or off the list")),
                            Map.entry("homeless", refused("no address of kind email")),
                            Map.entry("stranger", refused("not known to the host's store")));
        }
    }

    @Test
    void onlyADeadAddressAComplaintAndAnErasureHoldBackWhatIsOwed() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("left", "angry", "dead", "silent", "gone", "paused"))) {
            ContactPolicy strict = policy().atMost(1, Span.days(7))
                    .quietHours(LocalTime.of(0, 0), LocalTime.of(23, 59))
                    .build();
            Reengage node = node(nodes, strict);
            // from everything
            node.feedback()
                    .record(Activity.of(ActivityType.UNSUBSCRIBED).by("left").at(World.START));
            tell(node, ActivityType.COMPLAINED, "angry");
            tell(node, ActivityType.HARD_BOUNCED, "dead");
            retire(nodes, "silent");
            node.privacy().erase("gone", "clerk");
            node.feedback()
                    .record(Activity.of(ActivityType.PAUSED)
                            .by("paused")
                            .property(Activity.UNTIL, "2027-01-01T00:00:00Z")
                            .at(World.START));
            tell(node, ActivityType.RECEIVED, "left");
            assertThat(List.of("left", "silent", "paused"))
                    .allSatisfy(id ->
                            assertThat(ask(node, id, RECEIPTS).isAllowed()).isTrue());
            assertThat(ask(node, "angry", RECEIPTS)).isEqualTo(refused("suppressed: COMPLAINT"));
            assertThat(ask(node, "dead", RECEIPTS)).isEqualTo(refused("suppressed: HARD_BOUNCE"));
            assertThat(ask(node, "gone", RECEIPTS)).isEqualTo(refused("suppressed: ERASED"));
            assertThat(ask(node, "silent", Nodes.LIST).isAllowed()).isFalse();
        }
    }

    @Test
    void noCampaignMayHaveATransactionalPurpose() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p"))) {
            Reengage node = node(
                    nodes, ContactPolicy.builder().transactional(Nodes.LIST).build());
            assertThatThrownBy(() ->
                            node.campaigns().launch(Nodes.letters("letters").build()))
                    .hasMessageContaining("transactional");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void everyMessageThatMayHaveArrivedCountsWhoeverSentItAndOnce(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p"))) {
            Reengage node = node(nodes, policy().atMost(2, Span.days(7)).build());
            nodes.answer = message -> Receipt.unknown("timeout");
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            // a provider's word on our own message is no second message
            node.feedback()
                    .record(Activity.of(ActivityType.RECEIVED)
                            .by("p")
                            .answering(new Activity.Delivery("letters/1", "ask"))
                            .at(World.START.plusSeconds(2)));
            assertThat(ask(node, "p", Nodes.LIST).isAllowed()).isTrue();
            nodes.clock.advance(Duration.ofHours(1));
            node.feedback().record(Activity.of(ActivityType.RECEIVED).by("p").at(nodes.clock.instant()));
            assertThat(ask(node, "p", Nodes.LIST))
                    .isEqualTo(new ContactAnswer.Deferred(World.START.plus(Duration.ofDays(7)), "frequency cap"));
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aMessageInsideTheChannelCounts(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p"))) {
            Reengage node = node(nodes, policy().atMost(1, Span.days(7)).build());
            List<ContactAnswer> meanwhile = new ArrayList<>();
            nodes.answer = message -> {
                meanwhile.add(ask(node, "p", Nodes.LIST));
                return Receipt.accepted("ok");
            };
            assertThat(ask(node, "p", Nodes.LIST).isAllowed()).isTrue();
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            assertThat(meanwhile)
                    .containsExactly(new ContactAnswer.Deferred(World.START.plus(Duration.ofDays(7)), "frequency cap"));
        }
    }

    @Test
    void aCampaignWaitsForWhatAnotherSenderSent() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p", "q"))) {
            Reengage node = node(nodes, policy().atMost(1, Span.days(2)).build());
            Instant sent = World.START.minus(Duration.ofDays(1));
            node.feedback().record(Activity.of(ActivityType.RECEIVED).by("p").at(sent));
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            assertThat(nodes.recipients()).containsExactly("q");
            nodes.clock.advance(Duration.ofDays(1)); // it may have been sent at the end of its second
            node.runDue(World.LONG);
            assertThat(nodes.recipients()).containsExactly("q");
            nodes.clock.advance(Duration.ofSeconds(1));
            node.runDue(World.LONG);
            assertThat(nodes.recipients()).containsExactly("q", "p");
        }
    }

    @Test
    void theLargestCapIsCountedToItsEnd() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p"))) {
            Reengage node = node(nodes, policy().atMost(40, Span.days(30)).build());
            for (int i = 0; i < 40; i++) {
                assertThat(ask(node, "p", Nodes.LIST).isAllowed()).isTrue();
                node.feedback()
                        .record(Activity.of(ActivityType.RECEIVED).by("p").at(World.START.minusSeconds(i)));
            }
            assertThat(ask(node, "p", Nodes.LIST)).isInstanceOf(ContactAnswer.Deferred.class);
        }
    }

    @Test
    void askingWritesNothing() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p"))) {
            Reengage node = node(nodes, policy().build());
            var before = nodes.sizes();
            ask(node, "p", Nodes.LIST);
            assertThat(nodes.sizes()).isEqualTo(before);
        }
    }
}
