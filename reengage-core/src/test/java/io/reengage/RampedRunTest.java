// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static io.reengage.campaign.Steps.after;
import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.subscribed;
import static io.reengage.segment.Span.days;
import static io.reengage.segment.Span.hours;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.campaign.Campaign;
import io.reengage.campaign.Ramp;
import io.reengage.channel.Message;
import io.reengage.ledger.AuditEntry;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.Run;
import io.reengage.ledger.store.FaultyLedger;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setting;
import io.reengage.report.CampaignReport.Ramping;
import io.reengage.segment.Share;
import io.reengage.segment.Span;
import io.reengage.subscriber.Subscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A cold list is written to day by day. */
class RampedRunTest {
    private static final Duration DAY = Duration.ofDays(1);

    private static Campaign.Builder once(Ramp ramp) {
        return once(ramp, Span.NONE);
    }

    private static Campaign.Builder once(Ramp ramp, Span wait) {
        return Campaign.named("cold")
                .once()
                .purpose(Nodes.LIST)
                .audience(subscribed(Nodes.LIST))
                .noHoldout("a test of the ramp")
                .step("ask", after(wait), send("email").template("ask"))
                .ramp(ramp);
    }

    /** How many messages go out on a day on which the node works every hour. */
    private static int aDay(Nodes nodes, Reengage... workers) {
        int before = nodes.handedOver.size();
        for (int hour = 0; hour < 24; hour++) {
            Stream.of(workers).forEach(node -> node.runDue(World.LONG));
            nodes.clock.advance(Duration.ofHours(1));
        }
        return nodes.handedOver.size() - before;
    }

    private static Run run(Nodes nodes) {
        return nodes.all(Schema.RUN).get(0);
    }

    private static @Nullable Ramping waiting(Reengage node) {
        return node.insight().report("cold").standing().ramp();
    }

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(ColdList::id).toList();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void eachDayHasItsPortionAndWhoGaveTheLatestSignIsAskedFirst(Database database) {
        try (Nodes nodes = new Nodes(database, new ColdList(333))) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(once(Ramp.startingWith(10).growingBy(3)).build());
            assertThat(aDay(nodes, node)).isEqualTo(10);
            assertThat(nodes.recipients()).containsExactlyInAnyOrderElementsOf(ids(323, 333));
            assertThat(aDay(nodes, node)).isEqualTo(30);
            assertThat(nodes.recipients()).containsExactlyInAnyOrderElementsOf(ids(293, 333));
            assertThat(aDay(nodes, node)).isEqualTo(90);
            assertThat(nodes.recipients()).containsExactlyInAnyOrderElementsOf(ids(203, 333));
            assertThat(run(nodes).nextScanAt()).isEqualTo(World.START.plus(DAY.multipliedBy(3)));
            assertThat(waiting(node))
                    .isEqualTo(new Ramping(
                            203,
                            270,
                            World.START.plus(DAY.multipliedBy(2)),
                            false,
                            World.START.plus(DAY.multipliedBy(3))));
            assertThat(aDay(nodes, node)).isEqualTo(203);
            assertThat(nodes.recipients()).containsExactlyInAnyOrderElementsOf(ids(0, 333));
            assertThat(run(nodes).nextScanAt()).as("read for the last time").isNull();
            assertThat(waiting(node)).isNull();
            assertThat(nodes.all(Schema.SETTING)).extracting(Setting::name).noneMatch(name -> name.startsWith("ramp"));
            assertThat(node.insight().audit("", 100).stream()
                            .filter(each -> each.act().startsWith("ramp"))
                            .map(AuditEntry::detail))
                    .containsExactly(
                            "portion 1, at most 10 people",
                            "portion 2, at most 30 people",
                            "portion 3, at most 90 people",
                            "portion 4, at most 270 people");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void howeverLongNobodyWorkedOnePortionIsOpenedAndTheNextADayLater(Database database) {
        try (Nodes nodes = new Nodes(database, new ColdList(100))) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(once(Ramp.startingWith(10)).build());
            assertThat(aDay(nodes, node)).isEqualTo(10);
            nodes.clock.advance(DAY.multipliedBy(3).plusMinutes(17));
            assertThat(node.runDue(World.LONG).sent()).isEqualTo(20);
            nodes.clock.advance(Duration.ofHours(23).plusMinutes(42));
            assertThat(node.runDue(World.LONG).sent()).isZero();
            nodes.clock.advance(Duration.ofMinutes(1));
            assertThat(node.runDue(World.LONG).sent()).isEqualTo(40);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whileFirstMessagesAreLateNoFurtherPortionIsOpened(Database database) {
        try (Nodes nodes = new Nodes(database, new ColdList(100))) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(once(Ramp.startingWith(10), hours(1)).build());
            assertThat(node.runDue(World.LONG).enrolled()).isEqualTo(10);
            nodes.clock.advance(DAY.multipliedBy(3));
            Work back = node.runDue(World.LONG);
            assertThat(back.sent()).as("those of the first day").isEqualTo(10);
            assertThat(back.enrolled()).isZero();
            assertThat(node.insight().audit("", 100))
                    .extracting(AuditEntry::act)
                    .contains("ramp.wait");
            Instant now = nodes.clock.instant();
            assertThat(waiting(node)).isEqualTo(new Ramping(90, 20, now, true, now.plus(DAY)));
            assertThat(aDay(nodes, node)).isZero();
            assertThat(aDay(nodes, node)).isEqualTo(20);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void theFirstStepsOwnWaitBeginsOnThePersonsDay(Database database) {
        try (Nodes nodes = new Nodes(database, new ColdList(60))) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(once(Ramp.startingWith(10), days(1)).build());
            assertThat(List.of(aDay(nodes, node), aDay(nodes, node), aDay(nodes, node), aDay(nodes, node)))
                    .containsExactly(0, 10, 20, 30);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void pausedOrStoppedTheRampStandsStillAndGoesOnAfterwards(Database database) {
        try (Nodes nodes = new Nodes(database, new ColdList(100))) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(once(Ramp.startingWith(10)).build());
            assertThat(aDay(nodes, node)).isEqualTo(10);
            node.campaigns().pause("cold", "complaints");
            assertThat(aDay(nodes, node) + aDay(nodes, node) + aDay(nodes, node))
                    .isZero();
            assertThat(nodes.enrollments()).hasSize(10);
            assertThat(waiting(node)).isEqualTo(new Ramping(90, 20, World.START, false, World.START.plus(DAY)));
            node.campaigns().resume("cold");
            assertThat(aDay(nodes, node)).isEqualTo(20);
            node.stopAll("wrong price");
            assertThat(aDay(nodes, node) + aDay(nodes, node)).isZero();
            assertThat(nodes.enrollments()).hasSize(30);
            node.resumeAll("operator");
            assertThat(aDay(nodes, node)).isEqualTo(40);
            node.campaigns().cancel("cold", "enough");
            assertThat(aDay(nodes, node)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void newProcessesOverTheSameLedgerGoOnWhereTheOldOnesWere(Database database) {
        try (Nodes nodes = new Nodes(database, new ColdList(100))) {
            nodes.node("a").campaigns().launch(once(Ramp.startingWith(10)).build());
            List<Integer> sent = new ArrayList<>();
            for (int day = 0; day < 4; day++) {
                int before = nodes.handedOver.size();
                for (int call = 0; call < 3; call++) {
                    nodes.node("a").runDue(World.LONG);
                }
                nodes.clock.advance(DAY);
                sent.add(nodes.handedOver.size() - before);
            }
            assertThat(sent).containsExactly(10, 20, 40, 30);
        }
    }

    /** Dies before or after the commit of any transaction of the first two days; 300 people are read in three parts. */
    @Test
    void aNodeThatDiesAnywhereLosesNobodyAndNoPortionIsLargerForIt() {
        for (int deadAt = 1; deadAt < 320; deadAt += 3) {
            try (Nodes nodes = new Nodes(Database.MEMORY, new ColdList(300))) {
                Death death = new Death();
                Reengage dies = nodes.node("a", death, nodes.wire(), builder -> builder);
                death.left = deadAt;
                launchOrDie(dies);
                List<Integer> enrolled = new ArrayList<>();
                for (int day = 0; day < 3; day++) {
                    int before = nodes.enrollments().size();
                    workOrDie(dies);
                    nodes.clock.advance(Nodes.DEADLINE.plusMinutes(2));
                    Reengage next = nodes.node("b" + day);
                    next.campaigns().launch(once(Ramp.startingWith(100)).build());
                    next.runDue(World.LONG);
                    next.close();
                    nodes.clock.advance(DAY);
                    enrolled.add(nodes.enrollments().size() - before);
                }
                assertThat(enrolled).as("dead at %d", deadAt).containsExactly(100, 200, 0);
                assertThat(nodes.recipients()).doesNotHaveDuplicates();
                death.left = Integer.MAX_VALUE;
            }
        }
    }

    private static void launchOrDie(Reengage node) {
        try {
            node.campaigns().launch(once(Ramp.startingWith(100)).build());
        } catch (PowerCut e) {
            assertThat(e).hasMessage("power cut");
        }
    }

    private static void workOrDie(Reengage node) {
        try {
            node.runDue(World.LONG);
        } catch (PowerCut e) {
            assertThat(e).hasMessage("power cut");
        }
    }

    private static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1;

        private PowerCut() {
            super("power cut");
        }
    }

    /** From the n-th moment around a transaction on, nothing works any more. */
    private static final class Death implements FaultyLedger.Fault {
        private int left = Integer.MAX_VALUE;

        @Override
        public void before() {
            strike();
        }

        @Override
        public void after() {
            strike();
        }

        private void strike() {
            if (--left <= 0) {
                throw new PowerCut();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void severalNodesAndCallsAtOnceOpenOnePortionBetweenThem(Database database) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (Nodes nodes = new Nodes(database, new ColdList(240))) {
            Reengage a = nodes.node("a");
            Reengage b = nodes.node("b");
            a.campaigns().launch(once(Ramp.startingWith(50)).build());
            List<Integer> enrolled = new ArrayList<>();
            for (int day = 0; day < 3; day++) {
                int before = nodes.enrollments().size();
                CyclicBarrier start = new CyclicBarrier(3);
                List<Callable<Work>> calls = Stream.of(a, a, b)
                        .map(node -> (Callable<Work>) () -> {
                            start.await();
                            return node.runDue(World.LONG);
                        })
                        .toList();
                for (Future<Work> each : threads.invokeAll(calls)) {
                    each.get();
                }
                // what was held by a node that was done before the others began
                for (int call = 0; call < 2; call++) {
                    a.runDue(World.LONG);
                    b.runDue(World.LONG);
                }
                nodes.clock.advance(DAY);
                enrolled.add(nodes.enrollments().size() - before);
            }
            assertThat(enrolled).containsExactly(50, 100, 90);
            assertThat(nodes.recipients()).hasSize(240).doesNotHaveDuplicates();
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whoComesToBelongLaterJoinsInAndADayGrowsOnlyAfterOneThatWasTooSmall(Database database) {
        ColdList list = new ColdList(8);
        try (Nodes nodes = new Nodes(database, list)) {
            Reengage node = nodes.node("a");
            node.campaigns()
                    .launch(Nodes.letters("cold").ramp(Ramp.startingWith(10)).build());
            assertThat(aDay(nodes, node)).isEqualTo(8);
            list.join(37);
            assertThat(aDay(nodes, node)).isEqualTo(10);
            assertThat(nodes.recipients().subList(8, 18)).containsExactlyInAnyOrderElementsOf(ids(35, 45));
            list.join(5);
            assertThat(aDay(nodes, node)).isEqualTo(20);
            assertThat(nodes.enrollments())
                    .extracting(Enrollment::subscriberId)
                    .as("the latest signs first, whoever came when")
                    .containsAll(ids(45, 50));
            assertThat(aDay(nodes, node)).isEqualTo(12);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void peopleWhoShareAnAddressAreNotWaitedFor(Database database) {
        ColdList list = new ColdList(12);
        UnaryOperator<String> shared =
                id -> id.compareTo("p-0006") < 0 ? "family@people.example" : id + "@people.example";
        list.replaceAll(each -> Subscriber.withId(each.id())
                .email(shared.apply(each.id()))
                .joinedAt(each.joinedAt())
                .subscribed(Nodes.LIST, World.START.minus(Duration.ofDays(7000)), "form 1")
                .build());
        try (Nodes nodes = new Nodes(database, list)) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(once(Ramp.startingWith(4).growingBy(1)).build());
            assertThat(List.of(aDay(nodes, node), aDay(nodes, node), aDay(nodes, node)))
                    .containsExactly(4, 3, 0);
            assertThat(run(nodes).nextScanAt()).isNull();
        }
    }

    @Test
    void whoIsHeldOutTakesAPlaceInThePortionLikeEverybody() {
        try (Nodes nodes = new Nodes(Database.MEMORY, new ColdList(100))) {
            Reengage node = nodes.node("a");
            node.campaigns()
                    .launch(once(Ramp.startingWith(40).growingBy(1))
                            .holdout(Share.percent(50))
                            .build());
            aDay(nodes, node);
            assertThat(nodes.enrollments()).hasSize(40);
            assertThat(nodes.handedOver).extracting(Message::subscriberId).hasSizeBetween(1, 39);
        }
    }

    /** It is early or late by moments, and the days do not drift. */
    @Test
    void aHostThatCallsOnceADayOpensAPortionEachDay() {
        try (Nodes nodes = new Nodes(Database.MEMORY, new ColdList(200))) {
            Reengage node = nodes.node("a");
            node.campaigns().launch(once(Ramp.startingWith(10).growingBy(1)).build());
            for (int day = 1; day <= 14; day++) {
                nodes.clock.setTo(
                        World.START.plus(DAY.multipliedBy(day)).plusSeconds(100).plusMillis((day * 7919L) % 4000));
                assertThat(node.runDue(World.LONG).sent()).as("day %d", day).isEqualTo(10);
            }
        }
    }

    @Test
    void thePreviewSaysOverHowManyDaysAndWhoWaitsIsTold() {
        try (Nodes nodes = new Nodes(Database.MEMORY, new ColdList(100))) {
            Reengage node = nodes.node("a");
            Campaign campaign = once(Ramp.startingWith(10)).build();
            assertThat(node.campaigns().preview(campaign).notes())
                    .contains("The ramp spreads them over 4 days: 10 people on the first, at most 40 on any.");
            assertThat(node.campaigns()
                            .preview(once(Ramp.startingWith(1000)).build())
                            .notes())
                    .contains("The ramp spreads them over 1 day: 100 people on the first, at most 100 on any.");
            node.campaigns().launch(campaign);
            node.runDue(World.LONG);
            assertThat(node.insight().explain(ColdList.id(0), "cold").standing())
                    .isEqualTo("Not enrolled; in the audience now: IN; the ramp reads the list again at "
                            + World.START.plus(DAY) + ".");
            assertThat(node.nextDue()).contains(World.START.plus(DAY));
        }
    }
}
