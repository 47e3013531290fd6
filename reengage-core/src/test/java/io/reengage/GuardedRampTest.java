// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.subscribed;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.campaign.Campaign;
import io.reengage.campaign.Ramp;
import io.reengage.channel.Receipt;
import io.reengage.ledger.AuditEntry;
import io.reengage.ledger.Run;
import io.reengage.ledger.store.Schema;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A ramp that the health guard pauses on its way up. */
class GuardedRampTest {
    private static final int PEOPLE = 1_000;

    private static Reengage launched(Nodes nodes) {
        Reengage node = nodes.node("a");
        node.campaigns()
                .launch(Campaign.named("cold")
                        .once()
                        .purpose(Nodes.LIST)
                        .audience(subscribed(Nodes.LIST))
                        .noHoldout("a test of the ramp")
                        .step("ask", send("email").template("ask"))
                        .ramp(Ramp.startingWith(100))
                        .build());
        return node;
    }

    /** How many people are enrolled on a day on which the node works every hour. */
    private static int aDay(Nodes nodes, Reengage node) {
        int before = nodes.enrollments().size();
        for (int hour = 0; hour < 24; hour++) {
            node.runDue(World.LONG);
            nodes.clock.advance(Duration.ofHours(1));
        }
        return nodes.enrollments().size() - before;
    }

    /** So many more of those written to first complain, beginning with the n-th. */
    private static void complain(Nodes nodes, Reengage node, int first, int people) {
        node.feedback()
                .record(IntStream.range(first, first + people)
                        .mapToObj(i -> Activity.of(ActivityType.COMPLAINED)
                                .by(ColdList.id(PEOPLE - 1 - i))
                                .answering(new Activity.Delivery("cold/1", "ask"))
                                .at(nodes.clock.instant()))
                        .toList());
    }

    private static Run run(Nodes nodes) {
        return nodes.all(Schema.RUN).get(0);
    }

    private static List<String> portions(Nodes nodes) {
        return nodes.all(Schema.AUDIT).stream()
                .filter(each -> each.act().equals("ramp.portion"))
                .map(AuditEntry::detail)
                .toList();
    }

    private static void assertStandsStill(Nodes nodes, Reengage node, int days) {
        assertThat(run(nodes).status()).isEqualTo(Run.Status.PAUSED);
        int sent = nodes.handedOver.size();
        List<String> opened = portions(nodes);
        for (int day = 0; day < days; day++) {
            assertThat(aDay(nodes, node)).isZero();
        }
        assertThat(nodes.handedOver).hasSize(sent);
        assertThat(portions(nodes)).isEqualTo(opened);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatTheFirstObjectToIsSeenBeforeTheNextPortionIsOpenedAndCountedAnewOnceSomebodyLetsItGoOn(Database database) {
        try (Nodes nodes = new Nodes(database, new ColdList(PEOPLE))) {
            Reengage node = launched(nodes);
            assertThat(aDay(nodes, node)).isEqualTo(100);
            complain(nodes, node, 0, 5);
            assertThat(node.runDue(World.LONG).enrolled()).isZero();
            assertStandsStill(nodes, node, 3);

            node.campaigns().resume("cold");
            // about messages of before
            complain(nodes, node, 5, 6);
            assertThat(aDay(nodes, node))
                    .as("one portion, however long nobody worked")
                    .isEqualTo(200);
            assertThat(run(nodes).status()).isEqualTo(Run.Status.RUNNING);
            assertThat(aDay(nodes, node)).isEqualTo(400);
            assertThat(nodes.recipients()).hasSize(700).doesNotHaveDuplicates();

            complain(nodes, node, 150, 5);
            assertThat(node.runDue(World.LONG).enrolled()).isZero();
            assertThat(run(nodes).reason())
                    .isEqualTo(
                            "health guard: of 600 messages since it was resumed, 5 complaints or 0.83 % (limit 0.2 %)"
                                    + " (left out, about messages sent before it was resumed: 11 complaints)");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void pausedInTheMiddleOfReadingAPortionItTakesInTheRestOfThatOneAndNoMoreOnTheDayItGoesOn(Database database) {
        ColdList list = new ColdList(PEOPLE);
        try (Nodes nodes = new Nodes(database, list)) {
            Reengage node = launched(nodes);
            assertThat(aDay(nodes, node)).isEqualTo(100);
            Reengage other = nodes.node("b");
            AtomicBoolean done = new AtomicBoolean();
            list.onPage = from -> {
                if (from > 820 && done.compareAndSet(false, true)) {
                    complain(nodes, other, 0, 5);
                    other.runDue(World.LONG);
                }
            };
            node.runDue(World.LONG);
            int begun = nodes.enrollments().size() - 100;
            assertThat(begun).as("a part of the portion").isBetween(1, 199);
            assertThat(run(nodes).cursor()).as("read to here").isNotNull();
            assertStandsStill(nodes, node, 3);

            node.campaigns().resume("cold");
            assertThat(begun + aDay(nodes, node)).isEqualTo(200);
            assertThat(portions(nodes)).hasSize(2);
            assertThat(aDay(nodes, node)).isEqualTo(400);
            assertThat(nodes.recipients()).hasSize(700).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void pausedWhileAPortionGoesOutTheRestOfItGoesFirstAndTheNextADayLater(Database database) {
        try (Nodes nodes = new Nodes(database, new ColdList(PEOPLE))) {
            Reengage node = launched(nodes);
            assertThat(aDay(nodes, node)).isEqualTo(100);
            nodes.answer = message -> {
                if (nodes.handedOver.size() == 150) {
                    complain(nodes, node, 0, 5);
                }
                nodes.clock.advance(Duration.ofSeconds(1));
                return Receipt.accepted("ok-" + message.key());
            };
            node.runDue(World.LONG);
            assertThat(nodes.enrollments()).hasSize(300);
            assertThat(nodes.handedOver).as("it is noticed within seconds").hasSizeBetween(150, 170);
            nodes.answer = message -> Receipt.accepted("ok-" + message.key());
            int sent = nodes.handedOver.size();
            assertStandsStill(nodes, node, 1);

            node.campaigns().resume("cold");
            assertThat(aDay(nodes, node))
                    .as("first those who were kept waiting")
                    .isZero();
            assertThat(nodes.handedOver.size() - sent).isEqualTo(300 - sent);
            assertThat(aDay(nodes, node)).isEqualTo(400);
            assertThat(nodes.recipients()).hasSize(700).doesNotHaveDuplicates();
        }
    }
}
