// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.RECEIVED;
import static io.reengage.segment.Conditions.allOf;
import static io.reengage.segment.Conditions.anyEngagement;
import static io.reengage.segment.Conditions.inactive;
import static io.reengage.segment.Conditions.subscribed;
import static io.reengage.segment.Span.months;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import io.reengage.campaign.Campaign;
import io.reengage.campaign.Ramp;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host's record with times that no clock ever showed spoils nobody else's way, and overflows nothing. */
class FarAwayTimesTest {
    private static final List<Instant> ODD = List.of(
            Instant.MIN,
            Instant.MAX,
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.EPOCH.minusNanos(1),
            Instant.EPOCH,
            Instant.parse("1899-12-30T00:00:00Z"),
            Instant.parse("2024-02-29T23:59:59.999999999Z"),
            Instant.ofEpochSecond(Integer.MAX_VALUE).plusSeconds(1),
            Instant.ofEpochSecond(0xFFFFFFFFL).plusSeconds(1),
            Instant.parse("9999-12-31T23:59:59Z"));

    private static final List<String> PLAIN = List.of("plain-1", "plain-2");

    private static Subscriber joined(String id, Instant at) {
        return Subscriber.withId(id)
                .email(id + "@people.example")
                .joinedAt(at)
                .subscribed(Nodes.LIST, at, "form 1")
                .build();
    }

    private static Activity did(ActivityType type, String id, Instant at) {
        return Activity.of(type).by(id).at(at);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void theOthersAreAskedAllTheSame(Database database) {
        List<Subscriber> people = new ArrayList<>();
        List<Activity> record = new ArrayList<>();
        for (int i = 0; i < ODD.size(); i++) {
            String id = "odd-" + i;
            people.add(joined(id, ODD.get(i)));
            record.add(did(CLICKED, id, ODD.get(i)));
            record.add(did(RECEIVED, id, ODD.get(i)));
        }
        for (String id : PLAIN) {
            people.add(joined(id, World.START.minus(Duration.ofDays(700))));
            IntStream.range(1, 12)
                    .forEach(month -> record.add(did(RECEIVED, id, World.START.minus(Duration.ofDays(30L * month)))));
        }
        Observation observed = Observation.live(World.START.minus(Duration.ofDays(1000)), List.of(RECEIVED, CLICKED));
        try (Nodes nodes = new Nodes(database, SubscriberStore.inMemory(people))) {
            Reengage node =
                    nodes.node("a", Nodes.NONE, builder -> builder.activity(ActivitySource.inMemory(record, observed)));
            Campaign campaign = Nodes.letters("letters")
                    .audience(allOf(
                            subscribed(Nodes.LIST),
                            inactive(anyEngagement()).forAtLeast(months(12)).afterReceiving(5)))
                    .ramp(Ramp.startingWith(1))
                    .build();
            assertThat(node.campaigns().preview(campaign).people()).isEqualTo(people.size());
            node.campaigns().launch(campaign);
            for (int day = 0; day < 12; day++) {
                node.runDue(World.LONG);
                nodes.clock.advance(Duration.ofDays(1));
            }
            assertThat(nodes.deliveries("ask"))
                    .filteredOn(each -> PLAIN.contains(each.subscriberId()))
                    .extracting(Delivery::state)
                    .containsExactly(DeliveryState.SENT, DeliveryState.SENT);
            assertThat(nodes.deliveries("remind"))
                    .extracting(Delivery::subscriberId)
                    .containsAll(PLAIN);
            people.forEach(each -> assertThat(
                            node.insight().explain(each.id(), "letters").text())
                    .contains(each.id()));
            assertThat(node.insight().report("letters").treated()).isGreaterThanOrEqualTo(PLAIN.size());
        }
    }
}
