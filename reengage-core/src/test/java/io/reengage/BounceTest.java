// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.ledger.Ledger;
import io.reengage.ledger.Suppression;
import io.reengage.link.ReturnTag;
import io.reengage.subscriber.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bounces do to addresses; open-source-peers.md 5, lines 40 and 43. */
class BounceTest {
    private static final String PERSON = World.id("silent", 0);
    private static final Address ADDRESS = Address.email(PERSON + "@people.example");

    private static Activity bounce(ActivityType type, Instant at, String... properties) {
        Activity.Builder bounce = Activity.of(type).by(PERSON);
        for (int i = 0; i < properties.length; i += 2) {
            bounce = bounce.property(properties[i], properties[i + 1]);
        }
        return bounce.at(at);
    }

    private static List<Suppression> holding(World world) {
        return world.reengage.suppressions().of(ADDRESS).stream()
                .filter(each -> each.liftedAt() == null)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|false",
                "0,1,2|false",
                "0,0,0,14|false",
                "0,13|false",
                "0,20|false",
                "0,7,13|false",
                "0,7,14|true",
                "0,30,60|true",
                "14,7,0|true"
            })
    void softBouncesGiveAnAddressUpOnlyOnThreeDaysOverTwoWeeks(String days, boolean givenUp) {
        try (World world = new World(Ledger.inMemory(), 1, 0)) {
            for (String day : days.split(",", -1)) {
                world.reengage
                        .feedback()
                        .record(bounce(
                                ActivityType.SOFT_BOUNCED,
                                World.START.plus(Duration.ofDays(Integer.parseInt(day))),
                                "n",
                                day));
            }
            assertThat(holding(world)).hasSize(givenUp ? 1 : 0);
        }
    }

    @Test
    void aSignThatMailArrivedBeginsTheCountAnew() {
        try (World world = new World(Ledger.inMemory(), 1, 0)) {
            Feedback feedback = world.reengage.feedback();
            feedback.record(bounce(ActivityType.SOFT_BOUNCED, World.START));
            feedback.record(bounce(ActivityType.SOFT_BOUNCED, World.START.plus(Duration.ofDays(7))));
            feedback.record(bounce(ActivityType.OPENED.machine(), World.START.plus(Duration.ofDays(8))));
            feedback.record(bounce(ActivityType.SOFT_BOUNCED, World.START.plus(Duration.ofDays(20))));
            assertThat(holding(world)).isEmpty();
        }
    }

    @Test
    void bouncesThatAreOurFaultNeverCount() {
        try (World world = new World(Ledger.inMemory(), 1, 0)) {
            for (int week = 0; week < 10; week++) {
                Instant at = World.START.plus(Duration.ofDays(7L * week));
                world.reengage.feedback().record(bounce(ActivityType.SOFT_BOUNCED, at, Activity.SCOPE, "us"));
            }
            assertThat(holding(world)).isEmpty();
        }
    }

    @Test
    void aBounceOfAnAddressThePersonNoLongerHasSaysNothingOfTheNewOne() {
        try (World world = new World(Ledger.inMemory(), 1, 0)) {
            Feedback feedback = world.reengage.feedback();
            feedback.record(bounce(
                    ActivityType.HARD_BOUNCED,
                    World.START,
                    Activity.ADDRESS,
                    ReturnTag.addressMark("old@people.example")));
            assertThat(holding(world)).isEmpty();
            feedback.record(bounce(
                    ActivityType.HARD_BOUNCED,
                    World.START.plusSeconds(1),
                    Activity.ADDRESS,
                    ReturnTag.addressMark(ADDRESS.canonical())));
            assertThat(holding(world)).extracting(Suppression::reason).containsExactly(Suppression.Reason.HARD_BOUNCE);
        }
    }

    @Test
    void bouncesOfAnOutageAreTakenBackAtOnceAndLaterOnesCount() {
        try (World world = new World(Ledger.inMemory(), 1, 0)) {
            Feedback feedback = world.reengage.feedback();
            Suppressions suppressions = world.reengage.suppressions();
            feedback.record(bounce(ActivityType.HARD_BOUNCED, World.START, Activity.PROVIDER, "people.example"));
            assertThat(suppressions.revertBounces("other.example", World.START, World.START.plusSeconds(9), "ops"))
                    .isZero();
            assertThat(suppressions.revertBounces(
                            "people.example", World.START.plusSeconds(1), World.START.plusSeconds(9), "ops"))
                    .isZero();
            assertThat(suppressions.revertBounces("people.example", World.START, World.START.plusSeconds(1), "ops"))
                    .isOne();
            assertThat(holding(world)).isEmpty();
            feedback.record(bounce(ActivityType.HARD_BOUNCED, World.START.plusSeconds(60)));
            assertThat(holding(world)).hasSize(1);
        }
    }
}
