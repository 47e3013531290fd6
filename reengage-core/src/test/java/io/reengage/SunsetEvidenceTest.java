// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static io.reengage.campaign.Steps.after;
import static io.reengage.campaign.Steps.nominateForSunset;
import static io.reengage.segment.Span.days;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.campaign.Campaign;
import io.reengage.ledger.EvidenceFinding;
import io.reengage.ledger.EvidenceFinding.Kind;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.SunsetPlan;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setting;
import io.reengage.policy.SunsetPolicy;
import io.reengage.segment.Share;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nobody is retired on evidence that may be wrong, nor on terms that are no longer those of the plan. */
class SunsetEvidenceTest {
    private static final String PLAN = "letters/1/sunset-1";

    private static List<String> people(int number) {
        return IntStream.range(0, number).mapToObj(i -> "p-%04d".formatted(i)).toList();
    }

    private static Campaign.Builder letters() {
        return Nodes.letters("letters").step("retire", after(days(5)), nominateForSunset(Nodes.LIST));
    }

    private static SunsetPlan planned(Nodes nodes, Reengage node) {
        nominated(nodes, node);
        return node.sunsets().plan("letters");
    }

    private static void nominated(Nodes nodes, Reengage node) {
        node.campaigns().launch(letters().build());
        node.runDue(World.LONG);
        nodes.clock.advance(Duration.ofDays(7));
        node.runDue(World.LONG);
        nodes.clock.advance(Duration.ofDays(5));
        node.runDue(World.LONG);
    }

    private static List<Kind> kinds(Reengage node) {
        return node.sunsets().evidence(PLAN).stream().map(EvidenceFinding::kind).toList();
    }

    private static long retired(Nodes nodes) {
        return nodes.all(Schema.SUNSET_MEMBER).stream()
                .filter(each -> each.state() == SunsetMember.State.RETIRED)
                .count();
    }

    private static void refused(Reengage node, String why) {
        assertThatIllegalStateException()
                .isThrownBy(() -> node.sunsets().apply(PLAN))
                .withMessageContaining(why);
    }

    @Test
    void nobodyIsRetiredWhileOneProvidersPeopleAreFarMoreSilentThanAllOthers() {
        List<Subscriber> list = people(400).stream()
                .map(id -> Subscriber.withId(id)
                        .email(id + (id.compareTo("p-0200") < 0 ? "@one.example" : "@other.example"))
                        .joinedAt(World.START.minus(Duration.ofDays(700)))
                        .subscribed(Nodes.LIST, World.START.minus(Duration.ofDays(700)), "form 1")
                        .build())
                .toList();
        try (Nodes nodes = new Nodes(Database.MEMORY, SubscriberStore.inMemory(list))) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(letters().build());
            node.runDue(World.LONG);
            node.feedback()
                    .record(people(100).stream()
                            .map(id -> Activity.of(ActivityType.PURCHASED)
                                    .by(id)
                                    .at(nodes.clock.instant().plusSeconds(1)))
                            .toList());
            nominated(nodes, node);
            node.sunsets().plan("letters");
            assertThat(node.sunsets().evidence(PLAN))
                    .filteredOn(each -> each.kind() == Kind.SILENT_PROVIDER)
                    .extracting(EvidenceFinding::words)
                    .containsExactly(
                            "of 200 people at other.example only 0 gave a sign of life where the others let 100"
                                    + " be expected: does mail arrive there?");
            node.sunsets().approve(PLAN, "ana", "the list is old");
            refused(node, "does mail arrive there?");
            assertThat(retired(nodes)).isZero();
        }
    }

    /** 50 at one provider, 350 at another. */
    private static List<Subscriber> twoProviders() {
        return people(400).stream()
                .map(id -> Subscriber.withId(id)
                        .email(id + (id.compareTo("p-0050") < 0 ? "@one.example" : "@other.example"))
                        .joinedAt(World.START.minus(Duration.ofDays(700)))
                        .subscribed(Nodes.LIST, World.START.minus(Duration.ofDays(700)), "form 1")
                        .build())
                .toList();
    }

    /** Everybody buys but those 50, and they are nominated. */
    private static void bought(Nodes nodes, Reengage node) {
        node.campaigns().launch(letters().build());
        node.runDue(World.LONG);
        node.feedback()
                .record(people(400).stream()
                        .skip(50)
                        .map(id -> Activity.of(ActivityType.PURCHASED)
                                .by(id)
                                .at(nodes.clock.instant().plusSeconds(1)))
                        .toList());
        nominated(nodes, node);
    }

    @Test
    void nobodyIsRetiredWhileOneGoWouldTakeMoreOfADomainThanTheLimit() {
        try (Nodes nodes = new Nodes(Database.MEMORY, SubscriberStore.inMemory(twoProviders()))) {
            Reengage node = nodes.node(
                    "a",
                    Nodes.NONE,
                    builder -> builder.sunset(SunsetPolicy.ofDefaults()
                            .atMost(Share.percent(5), Share.percent(5))
                            .withoutCanary()));
            bought(nodes, node);
            assertThat(node.sunsets().plan("letters").people()).isEqualTo(50);
            assertThat(node.sunsets().evidence(PLAN))
                    .filteredOn(each -> each.kind() == Kind.MANY_AT_ONE_DOMAIN)
                    .extracting(EvidenceFinding::words)
                    .containsExactly(
                            "about 20 of the 50 people at one.example would be retired in one go, at most 5 may:"
                                    + " does mail arrive there?");
            node.sunsets().approveInInstalments(PLAN, "ana", "the list is old");
            refused(node, "at most 5 may");
            assertThat(retired(nodes)).isZero();

            kinds(node).forEach(each -> node.sunsets().overrule(PLAN, each, "ana", "the provider has closed"));
            node.sunsets().apply(PLAN);
            assertThat(retired(nodes)).isEqualTo(20);
        }
    }

    @Test
    void aDomainMayGoAsFarAsItsOwnLimit() {
        try (Nodes nodes = new Nodes(Database.MEMORY, SubscriberStore.inMemory(twoProviders()))) {
            Reengage node = nodes.node(
                    "a",
                    Nodes.NONE,
                    builder -> builder.sunset(SunsetPolicy.ofDefaults()
                            .atMost(Share.percent(5), Share.percent(5))
                            .perDomain(Share.percent(40))));
            bought(nodes, node);
            node.sunsets().plan("letters");
            assertThat(kinds(node)).doesNotContain(Kind.MANY_AT_ONE_DOMAIN);
        }
    }

    /** A store that leaves some people out of its pages, or knows them no longer. */
    private static final class Flawed implements SubscriberStore {
        private final TreeMap<String, Subscriber> people = new TreeMap<>();
        private Predicate<String> unlisted = id -> false;
        private Predicate<String> gone = id -> false;

        private Flawed(List<String> ids) {
            ids.forEach(id -> people.put(id, Nodes.person(id)));
        }

        @Override
        public Page<Subscriber> page(String cursor, int limit) {
            return Page.last(people.values().stream()
                    .filter(each -> !unlisted.test(each.id()))
                    .toList());
        }

        @Override
        public Map<String, Subscriber> find(Set<String> ids) {
            return people.values().stream()
                    .filter(each -> ids.contains(each.id()) && !gone.test(each.id()))
                    .collect(Collectors.toMap(Subscriber::id, each -> each));
        }

        @Override
        public Set<String> apply(List<StatusChange> changes) {
            return Set.of();
        }
    }

    @Test
    void aDeadFeedOfEventsRetiresNobodyUntilSomebodyOverrulesByName() {
        try (Nodes nodes = new Nodes(Database.MEMORY, people(320))) {
            Reengage node = nodes.node("a");
            planned(nodes, node);
            assertThat(kinds(node)).containsExactlyInAnyOrder(Kind.DEAD_FEED, Kind.MANY_CANDIDATES);
            node.sunsets().approve(PLAN, "Aiko", "silent");
            refused(node, "nothing was heard of anybody");
            assertThat(retired(nodes)).isZero();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> node.sunsets().overrule(PLAN, Kind.CLOCK_JUMPED, "Aiko", "why not"))
                    .withMessageContaining("no finding");
            node.sunsets().overrule(PLAN, Kind.MANY_CANDIDATES, "Aiko", "a list from 2010");
            refused(node, "nothing was heard of anybody");
            assertThat(retired(nodes)).isZero();

            node.feedback()
                    .record(Activity.of(ActivityType.CLICKED.machine())
                            .by("p-0000")
                            .at(nodes.clock.instant()));
            assertThat(kinds(node)).as("the feed lives").containsExactly(Kind.MANY_CANDIDATES);
            assertThat(node.sunsets().apply(PLAN).retired()).isEqualTo(320);
            assertThat(node.insight().audit("", 10))
                    .filteredOn(each -> each.act().equals("sunset.overrule"))
                    .singleElement()
                    .satisfies(each -> {
                        assertThat(each.actor()).isEqualTo("Aiko");
                        assertThat(each.detail()).contains("MANY_CANDIDATES", "more than half", "a list from 2010");
                    });
        }
    }

    @Test
    void aStoreWhosePagesLeavePeopleOutRetiresNobody() {
        Flawed store = new Flawed(people(40));
        try (Nodes nodes = new Nodes(Database.MEMORY, store)) {
            Reengage node = nodes.node("a");
            nominated(nodes, node);
            store.unlisted = id -> id.endsWith("7");
            node.sunsets().plan("letters");
            node.sunsets().approveInInstalments(PLAN, "Aiko", "silent");
            refused(node, "4 of 40 people named are on the list, but not on the store's pages");
            store.unlisted = id -> false;
            refused(node, "PAGES_INCOMPLETE");
            assertThat(retired(nodes)).isZero();
        }
    }

    @Test
    void aStoreThatLostManyOfThoseNamedRetiresNobody() {
        Flawed store = new Flawed(people(40));
        try (Nodes nodes = new Nodes(Database.MEMORY, store)) {
            Reengage node = nodes.node("a");
            planned(nodes, node);
            node.sunsets().approve(PLAN, "Aiko", "silent");
            store.gone = id -> id.compareTo("p-0020") < 0;
            refused(node, "no longer knows 20 of 40");
            assertThat(retired(nodes)).isZero();
            store.gone = id -> false;
            assertThat(node.sunsets().apply(PLAN).retired()).isEqualTo(40);
        }
    }

    @Test
    void aLeapOfTheClockHoldsUpWhatIsFinalUntilSomebodyConfirmsTheTime() {
        try (Nodes nodes = new Nodes(Database.MEMORY, people(3))) {
            Reengage node = nodes.node("a");
            planned(nodes, node);
            node.sunsets().approve(PLAN, "Aiko", "silent");
            assertThat(node.sunsets().apply(PLAN).retired()).isEqualTo(3);
            nodes.rows.transact(rows -> {
                rows.put(Schema.SETTING, List.of(new Setting("clock_jumped", "the clock leapt")));
                return 0;
            });
            nodes.clock.advance(Duration.ofDays(31));
            assertThat(node.runDue(World.LONG).hostChanges()).isZero();
            assertThat(node.sunsets().evidence(PLAN))
                    .extracting(EvidenceFinding::words)
                    .containsExactly("the clock leapt");
            node.sunsets().overrule(PLAN, Kind.CLOCK_JUMPED, "Aiko", "checked against the radio");
            assertThat(node.runDue(World.LONG).hostChanges()).isEqualTo(3);
        }
    }

    @Test
    void aPlanOfAnotherDefinitionOrOtherLimitsOrOtherPeopleIsRefused() {
        try (Nodes nodes = new Nodes(Database.MEMORY, people(4))) {
            Reengage node = nodes.node("a");
            planned(nodes, node);
            node.sunsets().approve(PLAN, "Aiko", "silent");
            Reengage stricter = nodes.node(
                    "b",
                    Nodes.NONE,
                    builder -> builder.sunset(SunsetPolicy.ofDefaults().atMost(Share.percent(50), Share.percent(100))));
            refused(stricter, "the sunset policy is another");

            nodes.rows.transact(rows -> rows.update(
                    Schema.SUNSET_MEMBER, Where.all().eq("person", "p-0002"), Assignments.set("evidence", "made up")));
            refused(node, "those named are not those");

            node.campaigns().cancel("letters", "a better one");
            node.campaigns()
                    .launch(letters()
                            .step("more", after(days(30)), nominateForSunset(Nodes.LIST))
                            .build());
            refused(node, "launched anew");
            assertThat(retired(nodes)).isZero();
        }
    }
}
