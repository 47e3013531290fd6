// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.RECEIVED;
import static io.reengage.campaign.Steps.after;
import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.allOf;
import static io.reengage.segment.Conditions.inactive;
import static io.reengage.segment.Conditions.subscribed;
import static io.reengage.segment.Span.days;
import static io.reengage.segment.Span.hours;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.Observation;
import io.reengage.campaign.Campaign;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.policy.ContactPolicy;
import io.reengage.report.Preview;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures seen in other tools that only show in the whole; the numbers are those of our list. */
class PeerFailuresInTheEngineTest {
    private static final Campaign.Builder SILENT = Nodes.letters("letters")
            .audience(allOf(
                    subscribed(World.LIST),
                    inactive(CLICKED).forAtLeast(days(90)).afterReceiving(1)));

    private static List<Activity> mailed(List<String> people) {
        Instant at = World.START.minus(Duration.ofDays(30));
        return people.stream()
                .map(id -> Activity.of(RECEIVED).by(id).at(at))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static ActivitySource source(List<Activity> activities) {
        return ActivitySource.inMemory(
                activities, Observation.live(World.START.minus(Duration.ofDays(1000)), List.of(CLICKED, RECEIVED)));
    }

    @Test
    void a3_events_of_people_nobody_knows_change_no_audience() {
        List<String> people = List.of("a", "b");
        List<Activity> history = mailed(people);
        history.add(Activity.of(CLICKED).by("nobody").at(World.START.minusSeconds(60)));
        try (Nodes nodes = new Nodes(Database.MEMORY, people)) {
            Reengage node = nodes.node("a", Nodes.NONE, builder -> builder.activity(source(history)));

            assertThat(node.campaigns().preview(SILENT.build()).in()).isEqualTo(2);
        }
    }

    @Test
    void a7_the_story_of_a_person_says_that_what_a_machine_did_does_not_count() {
        List<Activity> history = mailed(List.of("a"));
        history.add(Activity.of(CLICKED.machine()).by("a").at(World.START.minus(Duration.ofDays(2))));
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("a"))) {
            Reengage node = nodes.node("a", Nodes.NONE, builder -> builder.activity(source(history)));
            node.campaigns().launch(SILENT.build());

            assertThat(node.insight().explain("a", "letters").text())
                    .contains(
                            "IN  inactive (clicked)",
                            "clicked by a machine 2026-01-03, 2 days ago, which does not count");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5_001, 100_001})
    void a12_everybody_who_belongs_is_counted(int number) {
        List<String> people =
                IntStream.range(0, number).mapToObj("p-%06d"::formatted).toList();
        try (Nodes nodes = new Nodes(Database.MEMORY, people)) {
            Reengage node = nodes.node("a");

            assertThat(node.campaigns()
                            .preview(Nodes.letters("letters").build())
                            .in())
                    .isEqualTo(number);
        }
    }

    /** Two people who share a mailbox: one clicks, the other stays silent. */
    @Test
    void a_click_is_one_persons_and_not_that_of_the_address() {
        Instant joined = World.START.minus(Duration.ofDays(700));
        SubscriberStore family = SubscriberStore.inMemory(List.of("anna", "ben").stream()
                .map(id -> Subscriber.withId(id)
                        .address(Address.email("family@people.example"))
                        .joinedAt(joined)
                        .subscribed(World.LIST, joined, "form")
                        .build())
                .toList());
        List<Activity> history = mailed(List.of("anna", "ben"));
        history.add(Activity.of(CLICKED).by("anna").at(World.START.minus(Duration.ofDays(3))));
        try (Nodes nodes = new Nodes(Database.MEMORY, family)) {
            Reengage node = nodes.node("a", Nodes.NONE, builder -> builder.activity(source(history)));
            node.campaigns().launch(SILENT.build());
            node.runDue(World.LONG);

            assertThat(nodes.recipients()).containsExactly("ben");
        }
    }

    private static Subscriber personIn(String zone) {
        return Subscriber.withId("a")
                .email("a@people.example")
                .zone(zone)
                .joinedAt(World.START)
                .subscribed(World.LIST, World.START, "form")
                .build();
    }

    /** Sunday, 18:13 in Tokyo, is quiet there until Monday, 09:00: that hour it is, not 18:13 of another day. */
    @Test
    void b16_what_is_put_off_to_another_day_goes_out_at_the_hour_allowed() {
        try (Nodes nodes = new Nodes(Database.MEMORY, SubscriberStore.inMemory(List.of(personIn("Asia/Tokyo"))))) {
            nodes.clock.setTo(Instant.parse("2026-06-14T09:13:00Z"));
            Reengage node = nodes.node(
                    "a",
                    Nodes.NONE,
                    builder -> builder.policy(ContactPolicy.builder()
                            .quietHours(LocalTime.of(18, 0), LocalTime.of(9, 0))
                            .build()));
            node.campaigns().launch(Nodes.letters("x").build());
            node.runDue(World.LONG);
            nodes.clock.setTo(Instant.parse("2026-06-14T23:59:59Z"));
            node.runDue(World.LONG);
            assertThat(nodes.recipients()).isEmpty();
            nodes.clock.setTo(Instant.parse("2026-06-15T00:00:00Z"));
            node.runDue(World.LONG);

            assertThat(nodes.recipients()).containsExactly("a");
            nodes.clock.setTo(Instant.parse("2026-06-21T23:59:59Z"));
            node.runDue(World.LONG);
            assertThat(nodes.recipients()).hasSize(1);
            nodes.clock.setTo(Instant.parse("2026-06-22T00:00:00Z"));
            node.runDue(World.LONG);
            assertThat(nodes.recipients()).as("a week later, again at nine").hasSize(2);
        }
    }

    @Test
    void b17_people_without_a_zone_are_counted_and_said() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("a", "b"))) {
            Preview preview =
                    nodes.node("a").campaigns().preview(Nodes.letters("letters").build());

            assertThat(preview.notes())
                    .anySatisfy(note -> assertThat(note).contains("time zone of 2 people is missing or unknown"));
        }
    }

    /** In Berlin the hour from 2 to 3 is missing on 29 March 2026 and comes twice on 25 October. */
    @ParameterizedTest
    @ValueSource(strings = {"2026-03-28T01:30:00Z", "2026-10-24T00:30:00Z", "2026-10-24T01:30:00Z"})
    void b18_a_message_due_while_clocks_change_goes_out_once(String started) {
        try (Nodes nodes = new Nodes(Database.MEMORY, SubscriberStore.inMemory(List.of(personIn("Europe/Berlin"))))) {
            nodes.clock.setTo(Instant.parse(started));
            Reengage node = nodes.node("a");
            node.campaigns()
                    .launch(Nodes.letters("x")
                            .step("next", after(days(1)), send("email").template("ask"))
                            .build());
            for (int i = 0; i < 40 * 24; i++) {
                node.runDue(World.LONG);
                nodes.clock.advance(Duration.ofHours(1));
            }
            assertThat(nodes.recipients()).hasSize(3);
            assertThat(nodes.handOvers().values()).containsOnly(1L);
        }
    }

    @Test
    void b20_after_an_outage_what_is_late_goes_out_once_and_what_is_too_late_expires() {
        try (Nodes nodes = new Nodes(Database.MEMORY, List.of("a"))) {
            Reengage node = nodes.node("a");
            node.campaigns()
                    .launch(Nodes.letters("x")
                            .step(
                                    "soon",
                                    after(days(7)),
                                    send("email").template("ask").sendBy(hours(12)))
                            .build());
            node.runDue(World.LONG);
            nodes.clock.advance(Duration.ofDays(9));
            node.runDue(World.LONG);
            node.runDue(World.LONG);
            assertThat(nodes.recipients()).as("two days late").hasSize(2);
            nodes.clock.advance(Duration.ofDays(8));
            node.runDue(World.LONG);

            assertThat(nodes.deliveries("soon")).extracting(Delivery::state).containsExactly(DeliveryState.EXPIRED);
            assertThat(nodes.recipients()).hasSize(2);
        }
    }
}
