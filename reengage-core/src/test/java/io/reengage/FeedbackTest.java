// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Collections2;
import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import io.reengage.internal.node.SameShard;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.store.PersonRecord;
import io.reengage.ledger.store.Schema;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people do changes the same things however often and in whatever order it is told. */
class FeedbackTest {

    private static List<Activity> sixOf(String id) {
        return List.of(
                Activity.of(ActivityType.CLICKED).by(id).at(World.START.plusSeconds(1)),
                Activity.of(ActivityType.confirmedOn("keep-me")).by(id).at(World.START.plusSeconds(2)),
                Activity.of(ActivityType.UNSUBSCRIBED)
                        .by(id)
                        .property(Activity.ABOUT, Nodes.LIST)
                        .at(World.START.plusSeconds(3)),
                Activity.of(ActivityType.HARD_BOUNCED).by(id).at(World.START.plusSeconds(4)),
                Activity.of(ActivityType.PAUSED)
                        .by(id)
                        .property(Activity.UNTIL, "2026-03-01T00:00:00Z")
                        .at(World.START.plusSeconds(5)),
                Activity.of(ActivityType.COMPLAINED).by(id).at(World.START.plusSeconds(6)));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void everyOrderOfSixEventsWithRepetitionsEndsInTheSameState(Database database) {
        int stride = database == Database.MEMORY ? 1 : 24;
        List<String> people = IntStream.range(0, 720 / stride)
                .mapToObj(i -> "p-%04d".formatted(i))
                .toList();
        try (Nodes nodes = new Nodes(database, people)) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            nodes.clock.advance(Duration.ofMinutes(1));
            List<List<Integer>> orders = List.copyOf(Collections2.permutations(List.of(0, 1, 2, 3, 4, 5)));
            for (int i = 0; i < people.size(); i++) {
                tell(node, sixOf(people.get(i)), orders.get(i * stride));
            }
            assertThat(nodes.all(Schema.PERSON)).hasSize(people.size());
            assertThat(nodes.all(Schema.PERSON).stream()
                            .map(each -> new PersonRecord("", 0, each.summary(), each.pausedUntil(), each.fewer()))
                            .distinct())
                    .hasSize(1);
            assertThat(nodes.enrollments()).extracting(Enrollment::state).containsOnly(Enrollment.State.EXITED);
            assertThat(nodes.all(Schema.EVENT)).hasSize(6 * people.size());
            assertThat(nodes.all(Schema.SUPPRESSION).stream()
                            .filter(each -> each.subject().startsWith("p:"))
                            .map(each -> List.of(each.channel(), each.purpose(), each.reason(), each.at()))
                            .distinct())
                    .hasSize(2);
            assertThat(nodes.all(Schema.SUPPRESSION)).hasSize(5 * people.size());
            assertThat(nodes.all(Schema.HOST_CHANGE)).hasSize(3 * people.size());
        }
    }

    private static void tell(Reengage node, List<Activity> events, List<Integer> order) {
        int fresh = 0;
        for (int i : order) {
            fresh += node.feedback().record(events.get(i));
            node.feedback().record(events.get(order.get(0)));
        }
        assertThat(fresh).isEqualTo(6);
        List<Activity> again = new ArrayList<>(events);
        again.addAll(events);
        assertThat(node.feedback().record(again)).isZero();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void theSameEventTwiceInOneCallCountsOnce(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p"))) {
            Reengage node = nodes.node("a");
            Activity click = Activity.of(ActivityType.CLICKED).by("p").at(World.START);
            assertThat(node.feedback().record(List.of(click, click, click))).isEqualTo(1);
            assertThat(nodes.all(Schema.PERSON)
                            .get(0)
                            .summary()
                            .timeline(ActivityType.CLICKED)
                            .total())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void peopleTheHostDoesNotKnowAreLeftOut(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p"))) {
            Collection<Activity> news = List.of(
                    Activity.of(ActivityType.COMPLAINED).by("stranger").at(World.START),
                    Activity.of(ActivityType.CLICKED).by("p").at(World.START));
            assertThat(nodes.node("a").feedback().record(news)).isEqualTo(1);
            assertThat(nodes.all(Schema.PERSON))
                    .extracting(PersonRecord::subscriberId)
                    .containsExactly("p");
            assertThat(nodes.all(Schema.SUPPRESSION)).isEmpty();
        }
    }

    /** A host whose list is being loaded anew, say. */
    private record Patchy(SubscriberStore whole, Set<String> away) implements SubscriberStore {
        @Override
        public Page<Subscriber> page(String cursor, int limit) {
            return whole.page(cursor, limit);
        }

        @Override
        public Map<String, Subscriber> find(Set<String> ids) {
            Map<String, Subscriber> found = new HashMap<>(whole.find(ids));
            found.keySet().removeAll(away);
            return found;
        }

        @Override
        public Set<String> apply(List<StatusChange> changes) {
            return Set.of();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whoLeavesWhileTheHostDoesNotFindThemGetsNothingMoreOnceItDoes(Database database) {
        Patchy host = new Patchy(
                SubscriberStore.inMemory(List.of(Nodes.person("p"), Nodes.person("q"), Nodes.person("r"))),
                new HashSet<>());
        try (Nodes nodes = new Nodes(database, host)) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            host.away.addAll(List.of("p", "q"));
            List<Activity> words = List.of(
                    Activity.of(ActivityType.UNSUBSCRIBED).by("p").at(World.START),
                    Activity.of(ActivityType.COMPLAINED).by("q").at(World.START),
                    Activity.of(ActivityType.CLICKED).by("q").at(World.START),
                    Activity.of(ActivityType.UNSUBSCRIBED).by("stranger").at(World.START));
            assertThat(node.feedback().record(words)).isEqualTo(2);
            assertThat(node.feedback().record(words)).isZero();
            host.away.clear();
            nodes.clock.advance(Duration.ofDays(8));
            node.runDue(World.LONG);
            assertThat(nodes.recipients()).containsExactlyInAnyOrder("p", "q", "r", "r");
            assertThat(nodes.all(Schema.PERSON))
                    .extracting(PersonRecord::subscriberId)
                    .doesNotContain("stranger");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void anUnsubscribeBetweenMarkAndHandOverIsHonoured(Database database) {
        List<String> twins = SameShard.ids(5);
        try (Nodes nodes = new Nodes(database, twins)) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(Nodes.letters("letters").build());
            nodes.answer = message -> {
                if (message.subscriberId().equals(twins.get(0))) {
                    node.feedback()
                            .record(Activity.of(ActivityType.UNSUBSCRIBED)
                                    .by(twins.get(3))
                                    .at(World.START));
                }
                return Receipt.accepted("");
            };
            node.runDue(World.LONG);
            assertThat(nodes.recipients()).containsExactly(twins.get(0), twins.get(1), twins.get(2), twins.get(4));
            assertThat(nodes.deliveries("ask"))
                    .filteredOn(each -> each.state() == DeliveryState.SKIPPED)
                    .extracting(each -> each.subscriberId(), each -> each.reason())
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(twins.get(3), "suppressed: UNSUBSCRIBED"));
            nodes.clock.advance(Duration.ofDays(8));
            node.runDue(World.LONG);
            assertThat(nodes.recipients()).filteredOn(twins.get(3)::equals).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whoUnsubscribesAMomentBeforeGetsNothing(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p", "q"))) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            nodes.clock.advance(Duration.ofDays(7).minusMillis(1));
            node.feedback()
                    .record(Activity.of(ActivityType.UNSUBSCRIBED).by("p").at(nodes.clock.instant()));
            nodes.clock.advance(Duration.ofMillis(1));
            node.runDue(World.LONG);
            assertThat(nodes.recipients()).containsExactlyInAnyOrder("p", "q", "q");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aComplaintForbidsEverythingAnUnsubscribeItsPurposeABounceItsChannel(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p", "q", "r"))) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            Message toP = nodes.handedOver.stream()
                    .filter(each -> each.subscriberId().equals("p"))
                    .findFirst()
                    .orElseThrow();
            assertThat(toP.purpose()).isEqualTo(Nodes.LIST);
            Activity.Delivery answered = new Activity.Delivery("letters/1", "ask");
            node.feedback()
                    .record(List.of(
                            Activity.of(ActivityType.UNSUBSCRIBED)
                                    .by("p")
                                    .answering(answered)
                                    .at(World.START),
                            Activity.of(ActivityType.COMPLAINED)
                                    .by("q")
                                    .answering(answered)
                                    .at(World.START),
                            Activity.of(ActivityType.HARD_BOUNCED)
                                    .by("r")
                                    .answering(answered)
                                    .at(World.START)));
            assertThat(nodes.all(Schema.SUPPRESSION))
                    .extracting(Suppression::reason, Suppression::channel, Suppression::purpose)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple(Suppression.Reason.UNSUBSCRIBED, "", Nodes.LIST),
                            org.assertj.core.groups.Tuple.tuple(Suppression.Reason.UNSUBSCRIBED, "", Nodes.LIST),
                            org.assertj.core.groups.Tuple.tuple(Suppression.Reason.COMPLAINT, "", ""),
                            org.assertj.core.groups.Tuple.tuple(Suppression.Reason.COMPLAINT, "", ""),
                            org.assertj.core.groups.Tuple.tuple(Suppression.Reason.HARD_BOUNCE, "email", ""));
            nodes.clock.advance(Duration.ofDays(8));
            node.runDue(World.LONG);
            assertThat(nodes.handedOver).hasSize(3);
            assertThat(nodes.deliveries("remind"))
                    .extracting(each -> each.subscriberId(), each -> each.state())
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("r", DeliveryState.SKIPPED));
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void ofAFreeTextThatCannotBeKeptThatIsLostAndNothingElse(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p", "q"))) {
            Reengage node = nodes.node("a");
            Activity odd = Activity.of(ActivityType.UNSUBSCRIBED)
                    .by("p")
                    .property(Activity.REASON, "too many \uD83D \u0000 mails")
                    .at(World.START);
            assertThat(node.feedback()
                            .record(List.of(
                                    odd,
                                    Activity.of(ActivityType.CLICKED).by("q").at(World.START))))
                    .isEqualTo(2);
            assertThat(nodes.all(Schema.EVENT))
                    .filteredOn(each -> each.subscriberId().equals("p"))
                    .extracting(each -> each.properties().get(Activity.REASON))
                    .containsExactly("too many ? ? mails");
        }
    }
}
