// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static io.reengage.campaign.Steps.landingPage;
import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.subscribed;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.campaign.Campaign;
import io.reengage.ledger.Ledger;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.SunsetPlan;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whom a retirement concerns, and what ends it. */
class SunsetScopeTest {
    private static final Instant JOINED = World.START.minus(Duration.ofDays(700));
    private static final String SILENT = World.id("silent", 0);
    private static final String ACTIVE = World.id("active", 0);

    @Test
    void somebodyElseAtTheSameAddressStaysOnTheList() {
        SubscriberStore sharing = SubscriberStore.inMemory(List.of(person(SILENT), person(ACTIVE)));
        try (World world = new World(Ledger.inMemory(), 1, 1, builder -> builder.subscribers(sharing))) {
            retireTheSilent(world);
            world.clock.advance(Duration.ofDays(8));

            world.reengage
                    .campaigns()
                    .launch(Campaign.named("hello")
                            .once()
                            .purpose(World.LIST)
                            .audience(subscribed(World.LIST))
                            .noHoldout("a test")
                            .step("hello", send("email").template("last-call").callToAction(landingPage("keep-me")))
                            .build());
            int before = world.channel.messages().size();
            world.run();

            assertThat(world.channel
                            .messages()
                            .subList(before, world.channel.messages().size()))
                    .extracting(message -> message.subscriberId())
                    .containsExactly(ACTIVE);
        }
    }

    @Test
    void historyFromBeforeTheCampaignRestoresNobodyAndASignOfLifeDoes() {
        try (World world = new World(Ledger.inMemory(), 1, 1)) {
            SunsetPlan plan = retireTheSilent(world);

            purchase(world, World.START.minus(Duration.ofDays(600)));
            assertThat(state(world, plan)).isEqualTo(SunsetMember.State.RETIRED);

            purchase(world, world.clock.instant());
            assertThat(state(world, plan)).isEqualTo(SunsetMember.State.RESTORED);
        }
    }

    private static void purchase(World world, Instant at) {
        assertThat(world.reengage
                        .feedback()
                        .record(Activity.of(ActivityType.PURCHASED).by(SILENT).at(at)))
                .isEqualTo(1);
    }

    private static SunsetMember.State state(World world, SunsetPlan plan) {
        return world.reengage.sunsets().members(plan.id(), "", 10).get(0).state();
    }

    private static SunsetPlan retireTheSilent(World world) {
        world.reengage
                .campaigns()
                .launch(World.winBack().noHoldout("a test of one person").build());
        world.run();
        world.runAfter(Duration.ofDays(7));
        world.runAfter(Duration.ofDays(5));
        SunsetPlan plan = world.reengage.sunsets().plan("win-back");
        world.reengage.sunsets().approve(plan.id(), "Aiko", "silent");
        assertThat(world.reengage.sunsets().apply(plan.id()).retired()).isEqualTo(1);
        return plan;
    }

    private static Subscriber person(String id) {
        return Subscriber.withId(id)
                .email("family@people.example")
                .joinedAt(JOINED)
                .subscribed(World.LIST, JOINED, "form 1")
                .build();
    }
}
