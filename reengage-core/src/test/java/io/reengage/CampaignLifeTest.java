// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static io.reengage.campaign.Steps.after;
import static io.reengage.campaign.Steps.landingPage;
import static io.reengage.campaign.Steps.nominateForSunset;
import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.subscribed;
import static io.reengage.segment.Span.days;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.campaign.Campaign;
import io.reengage.channel.Receipt;
import io.reengage.internal.node.SameShard;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.Run;
import io.reengage.ledger.store.FaultyLedger;
import io.reengage.ledger.store.Schema;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Campaigns from the launch to the end, with everything that happens to them. */
class CampaignLifeTest {

    /** A host's list that changes, pages awkwardly, and fails when told to. */
    private static final class Host implements SubscriberStore {
        private final List<Subscriber> people = new ArrayList<>();
        private int pageSize = 1000;
        private Predicate<String> failing = cursor -> false;

        private Host(List<String> ids) {
            ids.forEach(id -> people.add(Nodes.person(id)));
        }

        @Override
        public synchronized Page<Subscriber> page(String cursor, int limit) {
            if (failing.test(cursor)) {
                throw new IllegalStateException("the list is out of reach");
            }
            int from = cursor.isEmpty() ? 0 : Integer.parseInt(cursor);
            int to = Math.min(people.size(), from + Math.min(limit, pageSize));
            List<Subscriber> items = people.subList(from, to);
            return to == people.size() ? Page.last(items) : Page.of(items, String.valueOf(to));
        }

        @Override
        public synchronized Map<String, Subscriber> find(Set<String> ids) {
            Map<String, Subscriber> found = new HashMap<>();
            people.stream().filter(each -> ids.contains(each.id())).forEach(each -> found.put(each.id(), each));
            return found;
        }

        @Override
        public Set<String> apply(List<StatusChange> changes) {
            return Set.of();
        }
    }

    private static List<String> people(int number) {
        return IntStream.range(0, number).mapToObj(i -> "p-%04d".formatted(i)).toList();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void launchingTwiceChangesNothingAndAnotherDefinitionIsRefused(Database database) {
        try (Nodes nodes = new Nodes(database, people(2))) {
            Reengage node = nodes.node("a");
            Run run = node.campaigns().launch(Nodes.letters("letters").build());
            assertThat(node.campaigns().launch(Nodes.letters("letters").build()))
                    .isEqualTo(run);
            assertThatIllegalStateException()
                    .isThrownBy(() -> node.campaigns()
                            .launch(Nodes.letters("letters")
                                    .step("more", send("email").template("ask"))
                                    .build()))
                    .withMessageContaining("another definition");
            node.campaigns().cancel("letters", "new text");
            assertThat(node.campaigns().launch(Nodes.letters("letters").build()).id())
                    .isEqualTo("letters/2");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aCampaignThatLacksThingsIsRefusedWithAllOfThem(Database database) {
        try (Nodes nodes = new Nodes(database, people(1))) {
            Reengage node = nodes.node("a");
            Campaign wrong = Campaign.named("wrong")
                    .once()
                    .purpose(Nodes.LIST)
                    .audience(subscribed(Nodes.LIST))
                    .noHoldout("test")
                    .step("retire", nominateForSunset("offers"))
                    .step("ask", send("pigeon").template("ask"))
                    .step("more", send("email").template("nowhere").callToAction(landingPage("elsewhere")))
                    .build();
            assertThatIllegalStateException()
                    .isThrownBy(() -> node.campaigns().launch(wrong))
                    .withMessageContainingAll("nobody has written to", "list offers", "pigeon", "nowhere", "elsewhere");
            assertThat(nodes.all(Schema.RUN)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void pausingAndResumingTwentyTimesSendsNothingTwice(Database database) {
        List<String> twins = SameShard.ids(25);
        try (Nodes nodes = new Nodes(database, twins)) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(Nodes.letters("letters").build());
            nodes.answer = message -> {
                node.campaigns().pause("letters", "a look at it");
                return Receipt.accepted("");
            };
            for (int i = 0; i < 20; i++) {
                node.runDue(World.LONG);
                assertThat(nodes.handedOver).hasSize(i + 1);
                node.campaigns().resume("letters");
                nodes.clock.advance(Duration.ofSeconds(1));
            }
            nodes.answer = message -> Receipt.accepted("");
            node.runDue(World.LONG);
            assertThat(nodes.recipients()).containsExactlyInAnyOrderElementsOf(twins);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void stoppingEverythingInTheMiddleOfASetPutsTheRestBack(Database database) {
        List<String> twins = SameShard.ids(6);
        try (Nodes nodes = new Nodes(database, twins)) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(Nodes.letters("letters").build());
            nodes.answer = message -> {
                if (nodes.handedOver.size() == 2) {
                    node.stopAll("wrong price");
                }
                return Receipt.accepted("");
            };
            node.runDue(World.LONG);
            nodes.clock.advance(Duration.ofHours(1));
            assertThat(node.runDue(World.LONG).isIdle()).isTrue();
            assertThat(nodes.handedOver).hasSize(2);
            node.resumeAll("Aiko");
            node.runDue(World.LONG);
            assertThat(nodes.recipients()).containsExactlyInAnyOrderElementsOf(twins);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void pausedAtRandomMomentsTheListIsNeverReadFromTheTopAgainAndNobodyIsWrittenToTwice(Database database) {
        Host host = new Host(people(600));
        host.pageSize = 2;
        try (Nodes nodes = new Nodes(database, host)) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(Nodes.letters("letters").build());
            Random random = new Random(20);
            int[] pauses = {0};
            Runnable maybePause = () -> {
                if (random.nextInt(10) == 0 && nodes.all(Schema.RUN).get(0).status() == Run.Status.RUNNING) {
                    node.campaigns().pause("letters", "a moment");
                    pauses[0]++;
                }
            };
            List<Integer> read = new ArrayList<>();
            host.failing = cursor -> {
                read.add(cursor.isEmpty() ? 0 : Integer.parseInt(cursor));
                if (random.nextInt(4) == 0) {
                    maybePause.run();
                }
                return false;
            };
            nodes.answer = message -> {
                maybePause.run();
                return Receipt.accepted("");
            };
            for (int call = 0; call < 400; call++) {
                node.runDue(World.LONG);
                if (nodes.all(Schema.RUN).get(0).status() == Run.Status.PAUSED) {
                    node.campaigns().resume("letters");
                }
                nodes.clock.advance(Duration.ofMinutes(1));
            }
            assertThat(pauses[0]).isGreaterThan(50);
            assertThat(IntStream.range(1, read.size()).map(i -> read.get(i - 1) - read.get(i)))
                    .as("back to where the last transaction of 20 pages ended")
                    .allMatch(back -> back < 40);
            assertThat(nodes.recipients()).containsExactlyInAnyOrderElementsOf(people(600));
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aCancelledCampaignSendsNoMore(Database database) {
        try (Nodes nodes = new Nodes(database, people(3))) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            node.campaigns().cancel("letters", "enough");
            nodes.clock.advance(Duration.ofDays(30));
            assertThat(node.runDue(World.LONG).isIdle()).isTrue();
            assertThat(nodes.handedOver).hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatBecameTooLateInAPauseIsLeftUnsentAndTheNextStepIsTaken(Database database) {
        try (Nodes nodes = new Nodes(database, people(3))) {
            Reengage node = nodes.node("a");
            nodes.answer = message -> Receipt.refusedForNow("busy");
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            node.campaigns().pause("letters", "holidays");
            nodes.clock.advance(Duration.ofDays(4));
            node.campaigns().resume("letters");
            nodes.answer = message -> Receipt.accepted("");
            node.runDue(World.LONG);
            assertThat(nodes.deliveries("ask")).extracting(Delivery::state).containsOnly(DeliveryState.EXPIRED);
            nodes.clock.advance(Duration.ofDays(8));
            node.runDue(World.LONG);
            assertThat(nodes.deliveries("remind")).extracting(Delivery::state).containsOnly(DeliveryState.SENT);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aRefusalForNowIsTriedFiveTimesEverMoreSlowlyThenTheNextStepIsTakenButNeverSunset(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p"))) {
            Reengage node = nodes.node("a");
            nodes.answer = message -> Receipt.refusedForNow("busy");
            node.campaigns()
                    .launch(Nodes.letters("letters")
                            .step("retire", after(days(5)), nominateForSunset(Nodes.LIST))
                            .build());
            List<Integer> minutes = new ArrayList<>();
            for (int minute = 0; minute < 3 * 24 * 60; minute += 5) {
                if (node.runDue(World.LONG).retried() > 0) {
                    minutes.add(minute);
                }
                nodes.clock.advance(Duration.ofMinutes(5));
            }
            assertThat(minutes).hasSize(4);
            assertThat(minutes.get(2) - minutes.get(1)).isGreaterThan(2 * (minutes.get(1) - minutes.get(0)));
            assertThat(nodes.handedOver).hasSize(5);
            assertThat(nodes.handOvers()).as("always under the same key").hasSize(1);
            assertThat(nodes.deliveries("ask")).extracting(Delivery::state).containsExactly(DeliveryState.FAILED);
            nodes.answer = message -> Receipt.accepted("");
            nodes.clock.advance(Duration.ofDays(5));
            node.runDue(World.LONG);
            assertThat(nodes.deliveries("remind")).extracting(Delivery::state).containsExactly(DeliveryState.SENT);
            nodes.clock.advance(Duration.ofDays(8));
            assertThat(node.runDue(World.LONG).spared()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void newcomersAreEnrolledOnceByTheNextReading(Database database) {
        Host host = new Host(people(3));
        try (Nodes nodes = new Nodes(database, host)) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            host.people.add(Nodes.person("newcomer"));
            for (int day = 0; day < 3; day++) {
                nodes.clock.advance(Duration.ofDays(1));
                node.runDue(World.LONG);
            }
            assertThat(nodes.recipients()).containsExactlyInAnyOrder("p-0000", "p-0001", "p-0002", "newcomer");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aCampaignForOnceReadsTheListOnce(Database database) {
        Host host = new Host(people(3));
        try (Nodes nodes = new Nodes(database, host)) {
            Reengage node = nodes.node("a");
            node.campaigns()
                    .launch(Campaign.named("hello")
                            .once()
                            .purpose(Nodes.LIST)
                            .audience(subscribed(Nodes.LIST))
                            .noHoldout("test")
                            .step("ask", send("email").template("ask"))
                            .build());
            node.runDue(World.LONG);
            host.people.add(Nodes.person("newcomer"));
            nodes.clock.advance(Duration.ofDays(5));
            assertThat(node.runDue(World.LONG).isIdle()).isTrue();
            assertThat(nodes.enrollments()).extracting(Enrollment::state).containsOnly(Enrollment.State.COMPLETED);
        }
    }

    /** Left over from the first episode, the reminder must not run ahead of the second one. */
    @ParameterizedTest
    @EnumSource(Database.class)
    void aSecondEpisodeNeedsASignOfLifeAndTakesItsStepsInTheirOwnTime(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p", "q"))) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            nodes.clock.advance(Duration.ofHours(1));
            node.feedback().record(Activity.of(ActivityType.PURCHASED).by("p").at(nodes.clock.instant()));
            for (int day = 0; day < 40; day++) {
                nodes.clock.advance(Duration.ofDays(1));
                node.runDue(World.LONG);
            }
            assertThat(nodes.enrollments())
                    .extracting(Enrollment::subscriberId, Enrollment::episode)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("p", 1),
                            org.assertj.core.groups.Tuple.tuple("p", 2),
                            org.assertj.core.groups.Tuple.tuple("q", 1));
            assertThat(nodes.recipients()).filteredOn("p"::equals).hasSize(3);
            List<Delivery> second = nodes.all(Schema.DELIVERY).stream()
                    .filter(each -> each.episode() == 2)
                    .sorted((a, b) -> a.at().compareTo(b.at()))
                    .toList();
            assertThat(Duration.between(second.get(0).at(), second.get(1).at())).isEqualTo(Duration.ofDays(7));
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void twoPeopleWithOneAddressGetOneMessage(Database database) {
        Host host = new Host(List.of());
        for (String id : List.of("p", "q")) {
            host.people.add(Subscriber.withId(id)
                    .email("Shared@people.example")
                    .subscribed(Nodes.LIST, World.START, "form")
                    .build());
        }
        try (Nodes nodes = new Nodes(database, host)) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            nodes.clock.advance(Duration.ofDays(1));
            node.runDue(World.LONG);
            assertThat(nodes.recipients()).containsExactly("p");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whoVanishesFromTheListOrLosesConsentLeaves(Database database) {
        Host host = new Host(List.of("p", "q", "r"));
        try (Nodes nodes = new Nodes(database, host)) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            host.people.removeIf(each -> !each.id().equals("r"));
            host.people.add(Subscriber.withId("q").email("q@people.example").build());
            nodes.clock.advance(Duration.ofDays(7));
            assertThat(node.runDue(World.LONG).exited()).isEqualTo(2);
            assertThat(nodes.recipients()).containsExactlyInAnyOrder("p", "q", "r", "r");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aPersonOnTwoPagesIsEnrolledAndWrittenToOnce(Database database) {
        List<String> ids = SameShard.ids(7);
        Host host = new Host(Stream.of(ids, ids, ids).flatMap(List::stream).toList());
        host.pageSize = 5;
        try (Nodes nodes = new Nodes(database, host)) {
            Reengage node = nodes.node("a");
            nodes.answer = message -> Receipt.refusedForNow("busy");
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            assertThat(nodes.recipients()).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(nodes.all(Schema.DUE_SET).stream()
                            .flatMap(set -> set.people().stream())
                            .toList())
                    .containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aListThatFailsOnAnyPageIsReadOnAndNobodyIsEnrolledTwice(Database database) {
        for (int page = 0; page < 50; page += 7) {
            Host host = new Host(people(100));
            host.pageSize = 2;
            String broken = page == 0 ? "" : String.valueOf(2 * page);
            host.failing = broken::equals;
            try (Nodes nodes = new Nodes(database, host)) {
                nodes.node("a").campaigns().launch(Nodes.letters("letters").build());
                nodes.node("a").runDue(World.LONG);
                host.failing = cursor -> false;
                nodes.node("a").runDue(World.LONG);
                assertThat(nodes.recipients()).as("page %d", page).containsExactlyInAnyOrderElementsOf(people(100));
                assertThat(nodes.all(Schema.RUN)).extracting(Run::scanned).containsExactly(100L);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aListOutOfReachHoldsUpNoMessageOfThoseEnrolledAlready(Database database) {
        Host host = new Host(people(3));
        try (Nodes nodes = new Nodes(database, host)) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            host.failing = cursor -> true;
            nodes.clock.advance(Duration.ofDays(8));
            assertThat(node.runDue(World.LONG).sent()).isEqualTo(3);
            assertThat(nodes.recipients().stream().collect(Collectors.groupingBy(id -> id)))
                    .allSatisfy((id, messages) -> assertThat(messages).hasSize(2));
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatACancelledCampaignLeftInDoubtIsSettledAllTheSame(Database database) {
        try (Nodes nodes = new Nodes(database, SameShard.ids(3))) {
            boolean[] away = {false};
            FaultyLedger.Fault power = new FaultyLedger.Fault() {
                @Override
                public void before() {
                    if (away[0]) {
                        throw new IllegalStateException("power cut");
                    }
                }

                @Override
                public void after() {}
            };
            Reengage dying = nodes.node("a", power, nodes.wire(), builder -> builder);
            dying.campaigns().launch(Nodes.letters("letters").build());
            nodes.answer = message -> {
                away[0] = true;
                return Receipt.accepted("");
            };
            try {
                dying.runDue(World.LONG);
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("power cut");
            }
            Reengage successor = nodes.node("b");
            successor.campaigns().cancel("letters", "no longer wanted");
            nodes.clock.advance(Nodes.DEADLINE.plusMinutes(2));
            successor.runDue(World.LONG);
            assertThat(nodes.all(Schema.DUE_SET)).noneMatch(set -> set.inDoubt());
            assertThat(nodes.deliveries("ask")).extracting(Delivery::state).containsOnly(DeliveryState.UNKNOWN);
            away[0] = false;
        }
    }
}
