// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import io.reengage.channel.Receipt;
import io.reengage.ledger.Ledger;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.SunsetPlan;
import io.reengage.ledger.SunsetProgress;
import io.reengage.ledger.store.FaultyLedger;
import io.reengage.policy.SunsetPolicy;
import io.reengage.segment.Share;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import io.reengage.subscriber.Subscription;
import io.reengage.testing.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Retiring people: limits, doubts, returns and undos. */
class SunsetTest {
    private static final Instant SILENT_AT = World.START.plus(Duration.ofDays(12));

    private static Ledger ledger(Database database) {
        return FaultyLedger.over(database.open(VirtualClock.at(World.START)), Nodes.NONE);
    }

    /** A world at the point where everybody silent is nominated. */
    private static World nominated(Database database, int silent, UnaryOperator<ReengageBuilder> setUp) {
        World world = new World(ledger(database), silent, 0, setUp);
        world.reengage.campaigns().launch(World.winBack().build());
        world.run();
        world.runAfter(Duration.ofDays(7));
        world.runAfter(Duration.ofDays(5));
        return world;
    }

    private static UnaryOperator<ReengageBuilder> limits(int perRun, int perWeek) {
        return builder -> builder.sunset(SunsetPolicy.ofDefaults()
                .atMost(Share.percent(perRun), Share.percent(perWeek))
                .withoutCanary());
    }

    private static SunsetPlan approved(World world) {
        SunsetPlan plan = world.reengage.sunsets().plan("win-back");
        return world.reengage.sunsets().approve(plan.id(), "Aiko", "silent");
    }

    private static List<String> members(World world, SunsetPlan plan, SunsetMember.State state) {
        return world.reengage.sunsets().members(plan.id(), "", 1000).stream()
                .filter(each -> each.state() == state)
                .map(SunsetMember::subscriberId)
                .toList();
    }

    private static Subscription.Status status(World world, String id) {
        return Optional.ofNullable(world.store.find(Set.of(id)).get(id))
                .flatMap(person -> Optional.ofNullable(person.subscriptions().get(World.LIST)))
                .orElseThrow()
                .status();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aPlanBeyondTheLimitIsRefusedBeforeTheFirstChange(Database database) {
        try (World world = nominated(database, 40, limits(10, 20))) {
            SunsetPlan plan = world.reengage.sunsets().plan("win-back");
            assertThatIllegalStateException()
                    .isThrownBy(() -> world.reengage.sunsets().approve(plan.id(), "Aiko", "silent"))
                    .withMessageContaining("names " + plan.people());
            assertThatIllegalStateException()
                    .isThrownBy(() -> world.reengage.sunsets().apply(plan.id()))
                    .withMessageContaining("PROPOSED");
            assertThat(members(world, plan, SunsetMember.State.NOMINATED)).hasSize((int) plan.people());
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aSignSparesEvenIfTheClockThatSawItWasAhead(Database database) {
        try (World world = new World(ledger(database), 4, 0, limits(100, 100))) {
            world.reengage.campaigns().launch(World.winBack().build());
            world.run();
            world.runAfter(Duration.ofDays(7));
            world.clock.advance(Duration.ofDays(5));
            String back = world.channel.messages().get(0).subscriberId();
            world.reengage
                    .feedback()
                    .record(Activity.of(ActivityType.VISITED)
                            .by(back)
                            .at(world.clock.instant().plus(Duration.ofMinutes(3))));
            world.run();
            SunsetPlan plan = approved(world);
            world.reengage.sunsets().apply(plan.id());
            assertThat(members(world, plan, SunsetMember.State.SPARED)).containsExactly(back);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void instalmentsKeepToBothLimitsOverWeeks(Database database) {
        try (World world = nominated(database, 40, limits(10, 15))) {
            SunsetPlan plan = world.reengage.sunsets().plan("win-back");
            world.reengage.sunsets().approveInInstalments(plan.id(), "Aiko", "silent");
            List<Integer> retired = new ArrayList<>();
            SunsetProgress progress = world.reengage.sunsets().apply(plan.id());
            while (progress.left() > 0) {
                retired.add(progress.retired());
                assertThat(retired).hasSizeLessThan(60);
                Instant next = Objects.requireNonNull(progress.nextInstalment());
                if (next.isAfter(world.clock.instant())) {
                    world.clock.setTo(next);
                }
                progress = world.reengage.sunsets().apply(plan.id());
            }
            assertThat(retired.subList(0, 5)).containsExactly(4, 2, 4, 2, 4);
            assertThat(members(world, plan, SunsetMember.State.RETIRED)).hasSize((int) plan.people());
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void twoWhoApplyAtOnceKeepToTheLimitsTogether(Database database) throws Exception {
        try (World world = nominated(database, 40, limits(20, 20))) {
            SunsetPlan plan = world.reengage.sunsets().plan("win-back");
            world.reengage.sunsets().approveInInstalments(plan.id(), "Aiko", "silent");
            ExecutorService threads = Executors.newFixedThreadPool(3);
            CyclicBarrier start = new CyclicBarrier(3);
            Callable<SunsetProgress> apply = () -> {
                start.await();
                return world.reengage.sunsets().apply(plan.id());
            };
            int retired = 0;
            int spared = 0;
            for (Future<SunsetProgress> each : threads.invokeAll(List.of(apply, apply, apply))) {
                retired += each.get().retired();
                spared += each.get().spared();
            }
            threads.shutdown();
            assertThat(retired).isEqualTo(8);
            assertThat(spared).isZero();
            assertThat(members(world, plan, SunsetMember.State.RETIRED)).hasSize(8);
            assertThat(members(world, plan, SunsetMember.State.SPARED)).isEmpty();
        }
    }

    @Test
    void aLimitThatIsNobodyIsSaidAtTheApproval() {
        try (World world = nominated(Database.MEMORY, 40, limits(1, 1))) {
            SunsetPlan plan = world.reengage.sunsets().plan("win-back");
            assertThatIllegalStateException()
                    .isThrownBy(() -> world.reengage.sunsets().approveInInstalments(plan.id(), "Aiko", "silent"))
                    .withMessageContaining("raise the limit");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void anOldPlanIsNeitherApprovedNorBegun(Database database) {
        try (World world = nominated(database, 10, builder -> builder)) {
            SunsetPlan old = world.reengage.sunsets().plan("win-back");
            world.clock.advance(Duration.ofHours(25));
            assertThatIllegalStateException()
                    .isThrownBy(() -> world.reengage.sunsets().approve(old.id(), "Aiko", "silent"))
                    .withMessageContaining("older");
            SunsetPlan plan = approved(world);
            assertThatIllegalStateException()
                    .isThrownBy(() -> world.reengage.sunsets().approve(plan.id(), "Aiko", "again"))
                    .withMessageContaining("APPROVED already");
            world.clock.advance(Duration.ofHours(25));
            assertThatIllegalStateException()
                    .isThrownBy(() -> world.reengage.sunsets().apply(plan.id()))
                    .withMessageContaining("older");
            assertThat(members(world, plan, SunsetMember.State.RETIRED)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aClickAnUnsubscribeOrABounceBetweenPlanAndApplySpares(Database database) {
        try (World world = nominated(database, 12, builder -> builder)) {
            SunsetPlan plan = approved(world);
            List<String> named = members(world, plan, SunsetMember.State.NOMINATED);
            world.clock.advance(Duration.ofHours(1));
            List<ActivityType> news = List.of(
                    ActivityType.CLICKED,
                    ActivityType.UNSUBSCRIBED,
                    ActivityType.HARD_BOUNCED,
                    ActivityType.COMPLAINED);
            for (int i = 0; i < news.size(); i++) {
                world.reengage
                        .feedback()
                        .record(Activity.of(news.get(i)).by(named.get(i)).at(SILENT_AT.plusSeconds(1)));
            }
            world.reengage
                    .feedback()
                    .record(Activity.of(ActivityType.CLICKED.machine())
                            .by(named.get(4))
                            .at(SILENT_AT.plusSeconds(1)));
            SunsetProgress progress = world.reengage.sunsets().apply(plan.id());
            assertThat(progress.spared()).isEqualTo(4);
            assertThat(members(world, plan, SunsetMember.State.SPARED)).containsExactlyElementsOf(named.subList(0, 4));
            assertThatIllegalStateException()
                    .isThrownBy(() -> world.reengage.sunsets().apply(plan.id()))
                    .withMessageContaining("APPLIED");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aSignOfLifeRestoresBeforeAndAfterTheHostWasTold(Database database) {
        try (World world = nominated(database, 10, builder -> builder)) {
            SunsetPlan plan = approved(world);
            world.reengage.sunsets().apply(plan.id());
            List<String> retired = members(world, plan, SunsetMember.State.RETIRED);
            world.runAfter(Duration.ofDays(10));
            String early = retired.get(0);
            world.reengage
                    .feedback()
                    .record(Activity.of(ActivityType.PURCHASED).by(early).at(world.clock.instant()));
            world.runAfter(Duration.ofDays(21));
            assertThat(status(world, early)).isEqualTo(Subscription.Status.SUBSCRIBED);
            String late = retired.get(1);
            assertThat(status(world, late)).isEqualTo(Subscription.Status.RETIRED);
            world.reengage
                    .feedback()
                    .record(Activity.of(ActivityType.CLICKED.machine()).by(late).at(world.clock.instant()));
            world.run();
            assertThat(status(world, late)).isEqualTo(Subscription.Status.RETIRED);
            world.reengage
                    .feedback()
                    .record(Activity.of(ActivityType.CLICKED).by(late).at(SILENT_AT.minusSeconds(1)));
            world.run();
            assertThat(status(world, late)).isEqualTo(Subscription.Status.SUBSCRIBED);
            assertThat(members(world, plan, SunsetMember.State.RESTORED)).containsExactly(early, late);
        }
    }

    /** A host's record that grows. */
    private record Growing(List<Activity> all) implements ActivitySource {
        @Override
        public Map<String, ActivitySummary> summaries(Set<String> ids, ActivityNeed need, Instant asOf) {
            return ActivitySource.inMemory(all, observed()).summaries(ids, need, asOf);
        }

        @Override
        public void history(Set<String> ids, Instant from, Instant to, Consumer<Activity> sink) {
            ActivitySource.inMemory(all, observed()).history(ids, from, to, sink);
        }

        @Override
        public Observation observed() {
            return Observation.live(
                    World.START.minus(Duration.ofDays(1000)),
                    List.of(ActivityType.PURCHASED, ActivityType.RECEIVED, ActivityType.CLICKED));
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aSignOfLifeOnTheHostsRecordAloneRestoresEvenWhenAnotherCampaignBeganSince(Database database) {
        List<Activity> record = new CopyOnWriteArrayList<>();
        try (World world = nominated(database, 10, builder -> builder.activity(new Growing(record)))) {
            assertThat(world.reengage.sunsets().plan("win-back").people()).isZero();
        }
        World history = new World(Ledger.inMemory(), 10, 0);
        record.addAll(history.history);
        history.close();
        try (World world = nominated(database, 10, builder -> builder.activity(new Growing(record)))) {
            SunsetPlan plan = approved(world);
            world.reengage.sunsets().apply(plan.id());
            String back = members(world, plan, SunsetMember.State.RETIRED).get(0);
            world.clock.advance(Duration.ofDays(2));
            Instant sign = world.clock.instant();
            world.clock.advance(Duration.ofDays(2));
            world.reengage
                    .campaigns()
                    .launch(io.reengage.campaign.Campaign.named("offers")
                            .once()
                            .purpose("offers")
                            .audience(io.reengage.segment.Conditions.subscribed("offers"))
                            .noHoldout("test")
                            .step(
                                    "ask",
                                    io.reengage.campaign.Steps.send("email").template("last-call"))
                            .build());
            world.run();
            record.add(Activity.of(ActivityType.PURCHASED).by(back).at(sign));
            assertThat(world.runAfter(Duration.ofDays(1)).restored()).isEqualTo(1);
            assertThat(members(world, plan, SunsetMember.State.RESTORED)).containsExactly(back);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void undoBringsBackEverybodyButWhoLeft(Database database) {
        for (int days : new int[] {1, 40}) {
            Told told = new Told();
            try (World world = nominated(database, 10, told::over)) {
                SunsetPlan plan = approved(world);
                world.reengage.sunsets().apply(plan.id());
                List<String> retired = members(world, plan, SunsetMember.State.RETIRED);
                world.runAfter(Duration.ofDays(days));
                world.reengage
                        .feedback()
                        .record(Activity.of(ActivityType.UNSUBSCRIBED)
                                .by(retired.get(0))
                                .property(Activity.ABOUT, World.LIST)
                                .at(world.clock.instant()));
                world.run();
                assertThat(world.reengage.sunsets().undo(plan.id(), "Aiko", "too early"))
                        .isEqualTo(retired.size());
                world.runAfter(Duration.ofDays(40));
                assertThat(told.kinds(retired.get(0))).doesNotContain(StatusChange.Kind.RESTORED);
                assertThat(told.kinds(retired.get(1)))
                        .isEqualTo(
                                days == 1 ? List.of() : List.of(StatusChange.Kind.RETIRED, StatusChange.Kind.RESTORED));
                assertThat(world.reengage.sunsets().undo(plan.id(), "Aiko", "again"))
                        .isZero();
                assertThatIllegalStateException()
                        .isThrownBy(() -> world.reengage.sunsets().apply(plan.id()))
                        .withMessageContaining("UNDONE");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aReturnWhileTheHostIsBeingToldOfTheRetirementIsToldAfterwards(Database database) {
        Told told = new Told();
        try (World world = nominated(database, 10, told::over)) {
            SunsetPlan plan = approved(world);
            world.reengage.sunsets().apply(plan.id());
            String back = members(world, plan, SunsetMember.State.RETIRED).get(0);
            told.meanwhile = () -> world.reengage
                    .feedback()
                    .record(Activity.of(ActivityType.CLICKED).by(back).at(world.clock.instant()));
            world.runAfter(Duration.ofDays(31));
            world.runAfter(Duration.ofMinutes(6));
            assertThat(told.kinds(back)).containsExactly(StatusChange.Kind.RETIRED, StatusChange.Kind.RESTORED);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aPersonTheHostCannotWriteHoldsUpNobodyElse(Database database) {
        Told told = new Told();
        try (World world = nominated(database, 10, told::over)) {
            SunsetPlan plan = approved(world);
            world.reengage.sunsets().apply(plan.id());
            List<String> retired = members(world, plan, SunsetMember.State.RETIRED);
            told.poison = retired.get(2);
            world.runAfter(Duration.ofDays(31));
            assertThat(told.all).hasSize(retired.size() - 1);
            told.poison = "";
            world.runAfter(Duration.ofMinutes(6));
            assertThat(told.all).hasSize(retired.size());
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void anUnknownMessageAndAHoldoutNeverLeadToSunset(Database database) {
        try (World world = new World(ledger(database), 30, 0)) {
            world.reengage.campaigns().launch(World.winBack().build());
            world.channel.answering(message ->
                    message.subscriberId().endsWith("1") ? Receipt.unknown("line dropped") : Receipt.accepted(""));
            Work first = world.run();
            world.runAfter(Duration.ofDays(7));
            Work last = world.runAfter(Duration.ofDays(5));
            assertThat(first.unknown()).isPositive();
            assertThat(first.withheld()).isPositive();
            assertThat(last.nominated()).isEqualTo(first.sent());
            SunsetPlan plan = world.reengage.sunsets().plan("win-back");
            assertThat(members(world, plan, SunsetMember.State.NOMINATED)).noneMatch(id -> id.endsWith("1"));
        }
    }

    /** A host's store that notes what it is told. */
    private static final class Told {
        private final List<StatusChange> all = new CopyOnWriteArrayList<>();
        private Runnable meanwhile = () -> {};
        private String poison = "";

        private ReengageBuilder over(ReengageBuilder builder) {
            List<Subscriber> people = Stream.iterate(0, i -> i < 10, i -> i + 1)
                    .map(i -> Nodes.person(World.id("silent", i)))
                    .toList();
            SubscriberStore plain = SubscriberStore.inMemory(people);
            return builder.subscribers(new SubscriberStore() {
                @Override
                public Page<Subscriber> page(String cursor, int limit) {
                    return plain.page(cursor, limit);
                }

                @Override
                public Map<String, Subscriber> find(Set<String> ids) {
                    return plain.find(ids);
                }

                @Override
                public Set<String> apply(List<StatusChange> changes) {
                    if (changes.stream().anyMatch(each -> each.subscriberId().equals(poison))) {
                        throw new IllegalStateException("cannot write " + poison);
                    }
                    meanwhile.run();
                    meanwhile = () -> {};
                    all.addAll(changes);
                    return plain.apply(changes);
                }
            });
        }

        private List<StatusChange.Kind> kinds(String id) {
            return all.stream()
                    .filter(each -> each.subscriberId().equals(id))
                    .map(StatusChange::kind)
                    .toList();
        }
    }
}
