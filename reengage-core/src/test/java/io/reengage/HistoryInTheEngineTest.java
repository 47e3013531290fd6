// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static io.reengage.activity.ActivityType.PURCHASED;
import static io.reengage.activity.ActivityType.RECEIVED;
import static io.reengage.segment.Conditions.allOf;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.ignored;
import static io.reengage.segment.Conditions.inSegment;
import static io.reengage.segment.Conditions.inactive;
import static io.reengage.segment.Conditions.not;
import static io.reengage.segment.Conditions.property;
import static io.reengage.segment.Conditions.subscribed;
import static io.reengage.segment.Conditions.unlikelyToReturn;
import static io.reengage.segment.Span.days;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import io.reengage.campaign.Campaign;
import io.reengage.ledger.Ledger;
import io.reengage.ledger.SunsetPlan;
import io.reengage.report.CampaignReport;
import io.reengage.report.Preview;
import io.reengage.segment.MatchingCount;
import io.reengage.segment.Profile;
import io.reengage.segment.Scorer;
import io.reengage.segment.Segment;
import io.reengage.segment.Span;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Conditions that need the history, segments by name and scorers, through every use the engine makes of them. */
class HistoryInTheEngineTest {
    private static final List<String> PEOPLE = List.of("cheap", "hats", "shoes");
    private static final ActivityType PREMIUM = ActivityType.of("premium");
    private static final MatchingCount DEAR_SHOES = did(PURCHASED)
            .where(property(Activity.CATEGORY).is("shoes"))
            .where(property(Activity.VALUE).moreThan(50))
            .atLeast(2)
            .within(days(90));

    /** A host's record that grows while the campaign runs. */
    private static final class Growing implements ActivitySource {
        private final List<Activity> told = new ArrayList<>();

        @Override
        public Map<String, ActivitySummary> summaries(Set<String> ids, ActivityNeed need, Instant asOf) {
            return now().summaries(ids, need, asOf);
        }

        @Override
        public void history(Set<String> ids, Instant from, Instant to, Consumer<Activity> sink) {
            now().history(ids, from, to, sink);
        }

        @Override
        public Observation observed() {
            return Observation.live(World.START.minus(Duration.ofDays(1000)), List.of(PURCHASED, PREMIUM));
        }

        private ActivitySource now() {
            return ActivitySource.inMemory(told, observed());
        }
    }

    private static Activity bought(String person, String category, int value, Instant at) {
        return Activity.of(PURCHASED)
                .by(person)
                .value(BigDecimal.valueOf(value), "EUR")
                .property(Activity.CATEGORY, category)
                .at(at);
    }

    private static Growing shop() {
        Growing shop = new Growing();
        for (int i = 1; i <= 2; i++) {
            Instant at = World.START.minus(Duration.ofDays(20L * i));
            shop.told.add(bought("cheap", "shoes", 10, at));
            shop.told.add(bought("hats", "hats", 60, at));
            shop.told.add(bought("shoes", "shoes", 60, at));
        }
        return shop;
    }

    @Test
    void preview_launch_and_explanation_look_at_the_history() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = nodes.node("a", Nodes.NONE, builder -> builder.activity(shop()));
            Campaign campaign = Nodes.letters("letters").audience(DEAR_SHOES).build();

            Preview preview = node.campaigns().preview(campaign);
            node.campaigns().launch(campaign);
            node.runDue(World.LONG);

            assertThat(List.of(preview.people(), preview.in(), preview.unknown()))
                    .containsExactly(3L, 1L, 0L);
            assertThat(nodes.recipients()).containsExactly("shoes");
            assertThat(node.insight().explain("hats", "letters").text())
                    .contains(
                            "purchased (category is shoes and value more than 50) at least 2 times within 90 days: none seen since");
        }
    }

    @Test
    void a_purchase_of_the_kind_ends_the_way_as_soon_as_it_is_told() {
        try (Nodes nodes = new Nodes(Database.H2, List.of("a", "b"))) {
            Reengage node = nodes.node("a");
            node.campaigns()
                    .launch(Nodes.letters("letters")
                            .exitWhen(did(PURCHASED)
                                    .where(property(Activity.CATEGORY).is("shoes")))
                            .build());
            node.runDue(World.LONG);
            nodes.clock.advance(Duration.ofDays(1));
            Instant now = nodes.clock.instant();
            node.feedback().record(List.of(bought("a", "shoes", 5, now), bought("b", "hats", 5, now)));

            assertThat(node.insight().explain("a", "letters").text()).contains("way ended: EXITED");
            nodes.clock.advance(Duration.ofDays(7));
            node.runDue(World.LONG);
            assertThat(nodes.recipients()).containsExactlyInAnyOrder("a", "b", "b");
        }
    }

    @Test
    void who_got_more_messages_today_than_are_kept_is_asked_about_again() {
        List<Activity> told = new ArrayList<>();
        for (String person : List.of("flooded", "new")) {
            for (int i = 1; i <= 100; i++) {
                told.add(Activity.of(RECEIVED).by(person).at(World.START.minusSeconds(60L * i)));
            }
        }
        for (int i = 1; i <= 5; i++) {
            told.add(Activity.of(RECEIVED).by("flooded").at(World.START.minus(Duration.ofDays(10L * i))));
        }
        Observation observed = Observation.live(World.START.minus(Duration.ofDays(1000)), List.of(PURCHASED, RECEIVED));
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("flooded", "new"))) {
            Reengage node =
                    nodes.node("a", Nodes.NONE, builder -> builder.activity(ActivitySource.inMemory(told, observed)));
            Campaign campaign = Nodes.letters("letters")
                    .audience(inactive(PURCHASED).forAtLeast(days(60)).afterReceiving(5))
                    .build();

            Preview preview = node.campaigns().preview(campaign);
            assertThat(List.of(preview.in(), preview.unknown())).containsExactly(1L, 1L);
            node.campaigns().launch(campaign);
            node.runDue(World.LONG);
            assertThat(nodes.recipients()).containsExactly("flooded");
        }
    }

    @Test
    void a_purchase_in_the_second_of_the_enrollment_is_counted_and_two_records_of_one_second_are_one() {
        try (World world = new World(Ledger.inMemory(), 1, 0)) {
            world.clock.advance(Duration.ofMillis(400));
            world.reengage.campaigns().launch(World.winBack().build());
            world.run();
            String person = World.id("silent", 0);
            world.reengage
                    .feedback()
                    .record(List.of(Activity.of(PURCHASED)
                            .by(person)
                            .value(BigDecimal.TEN)
                            .at(World.START)));

            CampaignReport.Conversions counted = Objects.requireNonNull(
                    world.reengage.insight().report("win-back").conversion());
            assertThat(counted.treated().successes() + counted.heldOut().successes())
                    .isEqualTo(1);
        }
    }

    @Test
    void a_purchase_of_the_kind_on_the_hosts_record_is_seen_before_the_next_message() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Growing shop = new Growing();
            Reengage node = nodes.node("a", Nodes.NONE, builder -> builder.activity(shop));
            node.campaigns()
                    .launch(Nodes.letters("letters")
                            .exitWhen(did(PURCHASED)
                                    .where(property(Activity.CATEGORY).is("shoes")))
                            .build());
            node.runDue(World.LONG);
            nodes.clock.advance(Duration.ofDays(7));
            shop.told.add(bought("shoes", "shoes", 5, World.START.plus(Duration.ofDays(2))));
            shop.told.add(bought("hats", "hats", 5, World.START.plus(Duration.ofDays(2))));
            node.runDue(World.LONG);

            assertThat(nodes.recipients()).containsExactlyInAnyOrder("cheap", "hats", "shoes", "cheap", "hats");
        }
    }

    @Test
    void without_a_host_record_the_ledgers_own_serves() {
        try (Nodes nodes = new Nodes(Database.H2, PEOPLE)) {
            Reengage node = nodes.node("a");
            nodes.clock.advance(Duration.ofHours(1));
            node.feedback().record(bought("shoes", "shoes", 70, World.START.plusSeconds(60)));
            node.feedback().record(bought("hats", "hats", 70, World.START.plusSeconds(60)));
            node.campaigns()
                    .launch(Nodes.letters("letters")
                            .audience(DEAR_SHOES.atLeast(1))
                            .build());
            node.runDue(World.LONG);

            assertThat(nodes.recipients()).containsExactly("shoes");
        }
    }

    @Test
    void messages_we_sent_through_a_channel_count_as_received_through_it() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("a"))) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            nodes.clock.advance(Duration.ofDays(7));
            node.runDue(World.LONG);
            nodes.clock.advance(Duration.ofDays(2));

            assertThat(node.campaigns()
                            .preview(Nodes.letters("again")
                                    .audience(ignored(2).on("email"))
                                    .build())
                            .in())
                    .isEqualTo(1);
            assertThat(node.campaigns()
                            .preview(Nodes.letters("again")
                                    .audience(ignored(1).on("push"))
                                    .build())
                            .in())
                    .isZero();
        }
    }

    @Test
    void a_segment_is_looked_up_by_name_and_a_scorer_too() {
        Scorer half = new Scorer() {
            @Override
            public String name() {
                return "half";
            }

            @Override
            public ActivityNeed need() {
                return new ActivityNeed(Set.of(PURCHASED), 1);
            }

            @Override
            public OptionalDouble score(Profile person, Instant asOf, Span within) {
                return OptionalDouble.of(person.subscriber().id().equals("hats") ? 0.9 : 0.1);
            }
        };
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = nodes.node(
                    "a",
                    Nodes.NONE,
                    builder -> builder.activity(shop())
                            .segments(
                                    new Segment("dear", allOf(inSegment("listed"), not(DEAR_SHOES))),
                                    new Segment("listed", subscribed(World.LIST)))
                            .scorers(half));
            node.campaigns()
                    .launch(Nodes.letters("letters")
                            .audience(allOf(
                                    inSegment("dear"),
                                    unlikelyToReturn("half").within(days(90)).below(0.5)))
                            .build());
            node.runDue(World.LONG);

            assertThat(nodes.recipients()).containsExactly("cheap");
        }
    }

    @Test
    void a_launch_lists_the_names_nobody_knows_and_a_circle_is_no_set_up() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = nodes.node("a");
            assertThatIllegalStateException()
                    .isThrownBy(() -> node.campaigns()
                            .launch(Nodes.letters("letters")
                                    .audience(allOf(
                                            inSegment("dear"),
                                            unlikelyToReturn("half")
                                                    .within(days(90))
                                                    .below(0.5)))
                                    .build()))
                    .withMessageContaining("there is no segment dear")
                    .withMessageContaining("there is no scorer half");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> nodes.node(
                            "b",
                            Nodes.NONE,
                            builder -> builder.segments(
                                    new Segment("x", inSegment("y")), new Segment("y", not(inSegment("x"))))))
                    .withMessageContaining("x -> y -> x");
        }
    }

    @Test
    void nobody_is_retired_whom_the_history_has_taken_out_of_the_audience() {
        Growing record = new Growing();
        Campaign.Builder campaign = World.winBack()
                .audience(allOf(
                        subscribed(World.LIST),
                        not(did(PREMIUM).where(property("plan").is("gold")))));
        try (World world = new World(Ledger.inMemory(), 3, 0, builder -> builder.activity(record))) {
            world.reengage.campaigns().launch(campaign.noHoldout("three people").build());
            world.run();
            world.runAfter(Duration.ofDays(7));
            world.runAfter(Duration.ofDays(5));
            SunsetPlan plan = world.reengage.sunsets().plan("win-back");
            world.reengage.sunsets().approve(plan.id(), "Aiko", "silent");
            record.told.add(Activity.of(PREMIUM)
                    .by(World.id("silent", 1))
                    .property("plan", "gold")
                    .at(world.clock.instant().minusSeconds(60)));
            record.told.add(Activity.of(PREMIUM)
                    .by(World.id("silent", 2))
                    .property("plan", "silver")
                    .at(world.clock.instant().minusSeconds(60)));

            assertThat(world.reengage.sunsets().apply(plan.id()).retired()).isEqualTo(2);
            assertThat(world.reengage.sunsets().members(plan.id(), "", 10))
                    .extracting(each -> each.subscriberId() + " " + each.state())
                    .contains(World.id("silent", 1) + " SPARED");
        }
    }
}
