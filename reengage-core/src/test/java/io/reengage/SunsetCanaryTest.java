// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.ledger.AuditEntry;
import io.reengage.ledger.Ledger;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.SunsetPlan;
import io.reengage.ledger.SunsetProgress;
import io.reengage.ledger.store.FaultyLedger;
import io.reengage.policy.SunsetPolicy;
import io.reengage.segment.Share;
import io.reengage.segment.Span;
import io.reengage.testing.VirtualClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The few who go first, and what becomes of the others. */
class SunsetCanaryTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final SunsetPolicy POLICY = SunsetPolicy.ofDefaults()
            .atMost(Share.percent(100), Share.percent(100))
            .canary(Share.percent(20), Span.hours(24));

    private static World approved(Database database) {
        World world = new World(
                FaultyLedger.over(database.open(VirtualClock.at(World.START)), Nodes.NONE),
                10,
                0,
                builder -> builder.sunset(POLICY));
        world.reengage
                .campaigns()
                .launch(World.winBack().noHoldout("a test of ten").build());
        world.run();
        world.runAfter(Duration.ofDays(7));
        world.runAfter(Duration.ofDays(5));
        SunsetPlan plan = world.reengage.sunsets().plan("win-back");
        assertThat(plan.people()).isEqualTo(10);
        world.reengage.sunsets().approve(plan.id(), "Aiko", "silent");
        return world;
    }

    private static final String PLAN = "win-back/1/sunset-1";

    private static List<String> members(World world, SunsetMember.State state) {
        return world.reengage.sunsets().members(PLAN, "", 1000).stream()
                .filter(each -> each.state() == state)
                .map(SunsetMember::subscriberId)
                .toList();
    }

    private static void click(World world, String id) {
        world.reengage
                .feedback()
                .record(Activity.of(ActivityType.CLICKED).by(id).at(world.clock.instant()));
    }

    private static List<String> acts(World world) {
        return world.reengage.insight().audit("", 1000).stream()
                .map(AuditEntry::act)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aFewGoFirstAndTheOthersFollowADayLater(Database database) {
        try (World world = approved(database)) {
            SunsetProgress first = world.reengage.sunsets().apply(PLAN);
            assertThat(first.retired()).isEqualTo(2);
            assertThat(first.left()).isEqualTo(8);
            assertThat(first.nextInstalment()).isEqualTo(world.clock.instant().plus(DAY));

            world.clock.advance(DAY.minusMillis(1));
            assertThat(world.reengage.sunsets().apply(PLAN).retired()).isZero();

            world.clock.advance(Duration.ofMillis(1));
            SunsetProgress rest = world.reengage.sunsets().apply(PLAN);
            assertThat(rest.retired()).isEqualTo(8);
            assertThat(rest.nextInstalment()).isNull();
            assertThat(acts(world)).containsSubsequence("sunset.retire", "sunset.canary", "sunset.retire");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aSignOfLifeAmongTheFirstHoldsThePlanUntilItIsApprovedAgain(Database database) {
        try (World world = approved(database)) {
            world.reengage.sunsets().apply(PLAN);
            click(world, members(world, SunsetMember.State.RETIRED).get(0));
            world.clock.advance(DAY);

            assertThatIllegalStateException()
                    .isThrownBy(() -> world.reengage.sunsets().apply(PLAN))
                    .withMessageContaining("1 of the 2 who went first are back");
            assertThatIllegalStateException()
                    .isThrownBy(() -> world.reengage.sunsets().apply(PLAN))
                    .withMessageContaining("HELD");
            assertThat(members(world, SunsetMember.State.NOMINATED)).hasSize(8);

            SunsetPlan again = world.reengage.sunsets().approve(PLAN, "Ben", "a single click, by hand");
            assertThat(again.isApproved()).isTrue();
            assertThat(world.reengage.sunsets().apply(PLAN).retired()).isEqualTo(8);
            assertThat(acts(world)).containsSubsequence("sunset.hold", "sunset.approve");
        }
    }

    @Test
    void anUndoOfTheFirstEndsThePlan() {
        try (World world = approved(Database.MEMORY)) {
            world.reengage.sunsets().apply(PLAN);
            assertThat(world.reengage.sunsets().undo(PLAN, "Aiko", "too early")).isEqualTo(2);
            world.clock.advance(DAY);
            assertThatIllegalStateException()
                    .isThrownBy(() -> world.reengage.sunsets().apply(PLAN))
                    .withMessageContaining("UNDONE");
            assertThatIllegalStateException()
                    .isThrownBy(() -> world.reengage.sunsets().approve(PLAN, "Ben", "again"))
                    .withMessageContaining("UNDONE");
        }
    }

    @Test
    void aPersonSparedIsNotAmongTheFirst() {
        try (World world = approved(Database.MEMORY)) {
            click(world, members(world, SunsetMember.State.NOMINATED).get(0));
            SunsetProgress first = world.reengage.sunsets().apply(PLAN);
            assertThat(first.retired()).isEqualTo(2);
            assertThat(first.spared()).isEqualTo(1);
        }
    }

    @Test
    void aClockSetBackDoesNotMakeAnOldPlanFresh() {
        InstantSource[] clock = {InstantSource.fixed(World.START)};
        try (World world = new World(Ledger.inMemory(), 3, 0, builder -> builder.clock(() -> clock[0].instant()))) {
            clock[0] = world.clock;
            world.reengage
                    .campaigns()
                    .launch(World.winBack().noHoldout("a test of three").build());
            world.run();
            world.runAfter(Duration.ofDays(7));
            world.runAfter(Duration.ofDays(5));
            SunsetPlan plan = world.reengage.sunsets().plan("win-back");
            world.clock.advance(Duration.ofHours(25));
            world.reengage.stopAll("seen at this hour");
            world.reengage.resumeAll("Aiko");
            clock[0] = InstantSource.fixed(plan.madeAt().plusSeconds(60));
            assertThatIllegalStateException()
                    .isThrownBy(() -> world.reengage.sunsets().approve(plan.id(), "Aiko", "silent"))
                    .withMessageContaining("older");
        }
    }
}
