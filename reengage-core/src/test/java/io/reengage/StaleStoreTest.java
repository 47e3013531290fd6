// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static io.reengage.campaign.Steps.after;
import static io.reengage.campaign.Steps.nominateForSunset;
import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.speaks;
import static io.reengage.segment.Span.days;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.campaign.Campaign;
import io.reengage.channel.Message;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.store.Schema;
import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import io.reengage.subscriber.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host whose lists, or whose every answer, come from a copy that is minutes behind. */
class StaleStoreTest {
    private static final String PLAN = "letters/1/sunset-1";
    private static final List<String> PEOPLE =
            IntStream.range(0, 8).mapToObj(i -> "p-%d".formatted(i)).toList();

    /** What the host wrote, and a copy of it that lags behind; nobody but the host changes anybody. */
    private static final class Replicated implements SubscriberStore {
        private final Map<String, Subscriber> written = new ConcurrentSkipListMap<>();
        private final Map<String, Subscriber> copy = new ConcurrentSkipListMap<>();
        private final List<StatusChange> told = new CopyOnWriteArrayList<>();
        private volatile boolean findsInCopy;

        private Replicated() {
            PEOPLE.forEach(id -> written.put(id, person(id)));
            copy.putAll(written);
        }

        private static Subscriber person(String id) {
            return written(id)
                    .email(id + "@people.example")
                    .subscribed(Nodes.LIST, World.START.minus(Duration.ofDays(700)), "form 1")
                    .build();
        }

        private static Subscriber.Builder written(String id) {
            return Subscriber.withId(id).language("en").joinedAt(World.START.minus(Duration.ofDays(700)));
        }

        @Override
        public Page<Subscriber> page(String cursor, int limit) {
            return Page.last(List.copyOf(copy.values()));
        }

        @Override
        public Map<String, Subscriber> find(Set<String> ids) {
            return (findsInCopy ? copy : written)
                    .values().stream()
                            .filter(each -> ids.contains(each.id()))
                            .collect(Collectors.toMap(Subscriber::id, each -> each));
        }

        @Override
        public Set<String> apply(List<StatusChange> changes) {
            told.addAll(changes);
            return Set.of();
        }
    }

    /** What a host can do to a person, after which they are not to be written to, nor retired for silence. */
    private enum Change {
        CONSENT_WITHDRAWN,
        TAKEN_OFF_THE_LIST;

        private Subscriber of(String id) {
            Subscriber.Builder person = Replicated.written(id).email(id + "@people.example");
            return this == CONSENT_WITHDRAWN
                    ? person.subscription(new Subscription(Nodes.LIST, Subscription.Status.SUBSCRIBED, World.START))
                            .consent(new Consent(Nodes.LIST, false, World.START.plusSeconds(60), "the host's page"))
                            .build()
                    : person.subscribed(Nodes.LIST, World.START.minus(Duration.ofDays(700)), "form 1")
                            .subscription(new Subscription(Nodes.LIST, Subscription.Status.UNSUBSCRIBED, World.START))
                            .build();
        }
    }

    /** The audience says nothing of the list: that is for the purpose to say. */
    private static Campaign letters() {
        return Campaign.named("letters")
                .standing()
                .purpose(Nodes.LIST)
                .audience(speaks("en"))
                .noHoldout("a test of staleness")
                .step("ask", send("email").template("ask"))
                .step("remind", after(days(7)), send("email").template("ask"))
                .step("retire", after(days(5)), nominateForSunset(Nodes.LIST))
                .build();
    }

    private static List<String> others(String... ids) {
        return PEOPLE.stream().filter(id -> !List.of(ids).contains(id)).toList();
    }

    private static void asked(Reengage node) {
        node.campaigns().launch(letters());
        node.runDue(World.LONG);
    }

    private static void nominated(Nodes nodes, Reengage node) {
        asked(node);
        nodes.clock.advance(Duration.ofDays(7));
        node.runDue(World.LONG);
        nodes.clock.advance(Duration.ofDays(5));
        node.runDue(World.LONG);
        assertThat(nodes.enrollments())
                .extracting(Enrollment::state)
                .as("everybody is silent")
                .containsOnly(Enrollment.State.NOMINATED);
    }

    private static List<String> members(Nodes nodes, SunsetMember.State state) {
        return nodes.all(Schema.SUNSET_MEMBER).stream()
                .filter(each -> each.state() == state)
                .map(SunsetMember::subscriberId)
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void whoIsOnAStalePageAndDoesNotBelongAnyMoreIsNotWrittenTo(Change change) {
        Replicated store = new Replicated();
        store.written.put("p-0", change.of("p-0"));
        store.written.remove("p-1");
        store.written.put(
                "p-2",
                Replicated.written("p-2")
                        .email("moved@people.example")
                        .subscribed(Nodes.LIST, World.START.minus(Duration.ofDays(700)), "form 1")
                        .build());
        try (Nodes nodes = new Nodes(Database.MEMORY, store)) {
            Reengage node = nodes.node("a");
            asked(node);
            assertThat(nodes.recipients()).containsExactlyInAnyOrderElementsOf(others("p-0", "p-1"));
            assertThat(nodes.handedOver)
                    .filteredOn(each -> each.subscriberId().equals("p-2"))
                    .extracting(Message::to)
                    .allSatisfy(to -> assertThat(to.canonical()).isEqualTo("moved@people.example"));
            store.written.put("p-3", change.of("p-3"));
            nodes.clock.advance(Duration.ofDays(7));
            node.runDue(World.LONG);
            assertThat(nodes.deliveries("remind"))
                    .hasSize(5)
                    .noneMatch(each -> each.subscriberId().equals("p-3"));
        }
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void whoLeftAtTheHostBetweenPlanAndApplyIsNotRetiredOnTop(Change change) {
        Replicated store = new Replicated();
        try (Nodes nodes = new Nodes(Database.MEMORY, store)) {
            Reengage node = nodes.node("a");
            nominated(nodes, node);
            store.written.put("p-0", change.of("p-0"));
            node.sunsets().plan("letters");
            node.sunsets().approve(PLAN, "Aiko", "silent");
            store.written.put("p-1", change.of("p-1"));
            store.written.computeIfPresent(
                    "p-2",
                    (id, person) -> Replicated.written(id)
                            .email(id + "@people.example")
                            .language("ja")
                            .subscribed(Nodes.LIST, World.START.minus(Duration.ofDays(700)), "form 1")
                            .build());
            assertThat(node.sunsets().apply(PLAN).retired()).isEqualTo(5);
            assertThat(members(nodes, SunsetMember.State.SPARED)).containsExactly("p-0", "p-1", "p-2");
            assertThat(members(nodes, SunsetMember.State.RETIRED)).isEqualTo(others("p-0", "p-1", "p-2"));
            nodes.clock.advance(Duration.ofDays(40));
            node.runDue(World.LONG);
            node.sunsets().undo(PLAN, "Aiko", "too early");
            node.runDue(World.LONG);
            assertThat(store.told)
                    .extracting(StatusChange::subscriberId)
                    .as("the host is told of nobody who left by themselves")
                    .containsOnly("p-3", "p-4", "p-5", "p-6", "p-7");
        }
    }

    /** The host's own answers are late by minutes, against the contract; what people said to us is not. */
    @ParameterizedTest
    @EnumSource(Database.class)
    void whatWasSaidToUsIsHeededBeforeTheHostShowsIt(Database database) {
        Replicated store = new Replicated();
        store.findsInCopy = true;
        try (Nodes nodes = new Nodes(database, store)) {
            Reengage node = nodes.node("a");
            nominated(nodes, node);
            node.sunsets().plan("letters");
            node.sunsets().approve(PLAN, "Aiko", "silent");
            ActivityType[] words = {
                ActivityType.UNSUBSCRIBED,
                ActivityType.COMPLAINED,
                ActivityType.CLICKED,
                ActivityType.confirmedOn("keep-me"),
                ActivityType.HARD_BOUNCED
            };
            for (int i = 0; i < words.length; i++) {
                node.feedback()
                        .record(Activity.of(words[i])
                                .by(PEOPLE.get(i))
                                .property(Activity.ABOUT, Nodes.LIST)
                                .at(nodes.clock.instant()));
            }
            assertThat(node.sunsets().apply(PLAN).retired()).isEqualTo(3);
            assertThat(members(nodes, SunsetMember.State.RETIRED)).containsExactly("p-5", "p-6", "p-7");
        }
    }
}
