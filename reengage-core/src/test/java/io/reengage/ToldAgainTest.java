// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.activity.ProviderActivity;
import io.reengage.channel.Receipt;
import io.reengage.ledger.Run;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setback;
import io.reengage.policy.HealthGuard;
import io.reengage.segment.Share;
import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import io.reengage.subscriber.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A provider that tells the same thing 46 times within 29 hours, and once more whenever it likes. */
class ToldAgainTest {
    private static final int COPIES = 46;
    private static final Duration HOURS = Duration.ofHours(29);
    private static final List<String> PEOPLE =
            IntStream.range(0, 12).mapToObj(i -> "p-%02d".formatted(i)).toList();
    private static final Activity.Delivery ASK = new Activity.Delivery("letters/1", "ask");
    private static final List<ActivityType> TYPES = List.of(
            ActivityType.UNSUBSCRIBED,
            ActivityType.COMPLAINED,
            ActivityType.HARD_BOUNCED,
            ActivityType.SOFT_BOUNCED,
            ActivityType.PAUSED,
            ActivityType.ASKED_FEWER,
            ActivityType.CLICKED,
            ActivityType.CLICKED.machine(),
            ActivityType.OPENED,
            ActivityType.confirmedOn("keep-me"),
            ActivityType.PURCHASED);

    /** What happened a minute after the first message, each to another person, the n-th time it is told. */
    private static List<Activity> told(String key) {
        List<Activity> all = new ArrayList<>();
        for (int i = 0; i < TYPES.size(); i++) {
            Instant at = World.START.plusSeconds(60 + i);
            Activity.Builder one = Activity.of(TYPES.get(i))
                    .by(PEOPLE.get(i))
                    .id("event-" + i + key)
                    .property(Activity.ABOUT, Nodes.LIST)
                    .answering(ASK);
            all.add((TYPES.get(i).equals(ActivityType.PAUSED)
                            ? one.property(
                                    Activity.UNTIL, at.plus(Duration.ofDays(20)).toString())
                            : one)
                    .at(at));
        }
        return all;
    }

    private static Nodes asked(Database database) {
        Nodes nodes = new Nodes(database, PEOPLE);
        Reengage node = nodes.node("a");
        node.campaigns().launch(Nodes.letters("letters").build());
        node.runDue(World.LONG);
        nodes.clock.advance(Duration.ofHours(1));
        return nodes;
    }

    /** What stands of people; not when it was learned, nor under which key. */
    private static List<String> standing(Nodes nodes) {
        List<String> all = new ArrayList<>();
        nodes.all(Schema.SUPPRESSION)
                .forEach(each -> all.add(each.subject().charAt(0)
                        + each.channel()
                        + each.purpose()
                        + each.reason()
                        + each.at()
                        + each.liftedAt()));
        nodes.all(Schema.PERSON)
                .forEach(each -> all.add(each.subscriberId()
                        + each.pausedUntil()
                        + each.fewer()
                        + each.summary().timelines().keySet().stream().sorted().toList()));
        nodes.enrollments().forEach(each -> all.add(each.subscriberId() + each.episode() + each.state()));
        nodes.all(Schema.DELIVERY)
                .forEach(each -> all.add(each.subscriberId() + each.episode() + each.step() + each.state()));
        nodes.all(Setback.TABLE).forEach(each -> all.add(each.run() + each.kind() + each.subscriberId() + each.at()));
        Collections.sort(all);
        return all;
    }

    /** A life of half a year. */
    private static List<String> lived(
            Nodes nodes, List<Activity> first, List<List<Activity>> soon, List<Activity> late) {
        Reengage node = nodes.node("b");
        node.feedback().record(first);
        Duration gap = HOURS.dividedBy(COPIES);
        for (List<Activity> each : soon) {
            nodes.clock.advance(gap);
            node.feedback().record(each);
        }
        nodes.clock.advance(gap.multipliedBy(COPIES - soon.size()));
        for (int day = 0; day < 40; day++) {
            nodes.clock.advance(Duration.ofDays(1));
            node.runDue(World.LONG);
        }
        node.feedback().record(late);
        nodes.clock.advance(Duration.ofDays(140));
        node.runDue(World.LONG);
        node.feedback().record(late);
        node.runDue(World.LONG);
        return standing(nodes);
    }

    private static List<String> toldOnce() {
        try (Nodes nodes = asked(Database.MEMORY)) {
            return lived(nodes, told(""), List.of(), List.of());
        }
    }

    private static List<List<Activity>> copies(boolean sameKeys) {
        return IntStream.range(0, COPIES)
                .mapToObj(copy -> told(sameKeys ? "" : "-copy-" + copy))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void underTheSameKeyItIsNothingNewHoweverLateItComes(Database database) {
        try (Nodes nodes = asked(database)) {
            assertThat(lived(nodes, told(""), copies(true), told(""))).isEqualTo(toldOnce());
            assertThat(nodes.all(Schema.EVENT)).hasSize(TYPES.size());
            assertThat(nodes.node("c").feedback().recordNew(told(""))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void underEverNewKeysPeopleStandAsIfItHadBeenToldOnce(Database database) {
        try (Nodes nodes = asked(database)) {
            assertThat(lived(nodes, told(""), copies(false), told("-much-later")))
                    .isEqualTo(toldOnce());
            assertThat(nodes.all(Schema.EVENT).size()).isGreaterThan(COPIES * (TYPES.size() - 1));
        }
    }

    @Test
    void oneComplaintToldEverAnewIsOnePersonsToTheHealthGuard() {
        try (Nodes nodes = asked(Database.MEMORY)) {
            Reengage node = nodes.node(
                    "b",
                    Nodes.NONE,
                    builder -> builder.healthGuard(HealthGuard.ofDefaults()
                            .complaints(new HealthGuard.Limit(Share.percent(1), Share.percent(2), 2))));
            copies(false).forEach(node.feedback()::record);
            node.runDue(World.LONG);
            assertThat(nodes.all(Schema.RUN)).extracting(Run::status).containsOnly(Run.Status.RUNNING);
            assertThat(nodes.all(Setback.TABLE)).hasSize(3);
        }
    }

    /** Left, came back by a word of their own, and then the leaving is told again under another key. */
    @ParameterizedTest
    @EnumSource(Database.class)
    void whoAgreedAnewStaysAgreedThoughTheirLeavingIsToldAgain(Database database) {
        Instant again = World.START.plus(Duration.ofDays(2));
        Subscriber back = Subscriber.withId("p")
                .email("p@people.example")
                .joinedAt(World.START.minus(Duration.ofDays(700)))
                .subscription(new Subscription(Nodes.LIST, Subscription.Status.SUBSCRIBED, again))
                .consent(new Consent(Nodes.LIST, true, again, "form 2"))
                .build();
        SubscriberStore store = SubscriberStore.inMemory(List.of(back));
        try (Nodes nodes = new Nodes(database, store)) {
            Reengage node = nodes.node("a");
            nodes.clock.advance(Duration.ofDays(3));
            for (int copy = 0; copy < COPIES; copy++) {
                node.feedback()
                        .record(Activity.of(ActivityType.UNSUBSCRIBED)
                                .by("p")
                                .id("left-" + copy)
                                .property(Activity.ABOUT, Nodes.LIST)
                                .at(World.START));
                node.runDue(World.LONG);
            }
            assertThat(nodes.all(Schema.SUPPRESSION)).allMatch(each -> each.at().equals(World.START));
            assertThat(Objects.requireNonNull(store.find(Set.of("p")).get("p")).mayReceive(Nodes.LIST))
                    .isTrue();
            node.campaigns().launch(Nodes.letters("letters").build());
            assertThat(node.runDue(World.LONG).sent()).isEqualTo(1);
        }
    }

    /** Told before its message is on record, again while it waits, when it was joined, and when that was long ago. */
    @Test
    void aProvidersWordThatWaitedForItsMessageCountsOnceHoweverOftenItIsTold() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("p"))) {
            Reengage node = nodes.node("a");
            ProviderActivity complaint =
                    ProviderActivity.of(ActivityType.COMPLAINED, "email", "mid-1", World.START.plusSeconds(1));
            for (int copy = 0; copy < COPIES; copy++) {
                node.feedback().recordByProvider(List.of(complaint));
            }
            assertThat(nodes.all(Schema.PARKED)).hasSize(1);
            nodes.answer = message -> Receipt.accepted("mid-1");
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            for (int day = 0; day < 70; day++) {
                nodes.clock.advance(Duration.ofDays(1));
                node.feedback().recordByProvider(List.of(complaint));
                node.runDue(World.LONG);
            }
            assertThat(nodes.all(Schema.EVENT)).hasSize(1);
            assertThat(nodes.all(Schema.PARKED)).isEmpty();
            assertThat(nodes.handedOver).hasSize(1);
        }
    }
}
