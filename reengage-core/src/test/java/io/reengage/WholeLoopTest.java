// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Message;
import io.reengage.ledger.Ledger;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.SunsetPlan;
import io.reengage.ledger.SunsetProgress;
import io.reengage.report.CampaignReport;
import io.reengage.report.Preview;
import io.reengage.report.Story;
import io.reengage.subscriber.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The field's recipe from the silent person to the clean list, on both ledgers. */
class WholeLoopTest {

    static Stream<Ledger> ledgers() {
        return Stream.of(Ledger.inMemory(), Ledger.jdbc(database("loop" + System.identityHashCode(new Object()))));
    }

    private static DataSource database(String name) {

        return JdbcConnectionPool.create("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "", "");
    }

    @ParameterizedTest
    @MethodSource("ledgers")
    void asksRemindsKeepsWhoAnswersRetiresTheRestAndUndoesIt(Ledger ledger) {
        try (World world = new World(ledger, 40, 10)) {
            Reengage reengage = world.reengage;
            Preview preview = reengage.campaigns().preview(World.winBack().build());
            assertThat(preview.problems()).isEmpty();
            assertThat(preview.people()).isEqualTo(50);
            assertThat(preview.in()).isEqualTo(40);

            reengage.campaigns().launch(World.winBack().build());
            Work first = world.run();
            assertThat(first.enrolled()).isEqualTo(40);
            assertThat(first.sent() + first.withheld()).isEqualTo(40);
            assertThat(first.withheld()).isPositive().isEqualTo(preview.heldOut());
            assertThat(world.run().isIdle()).isTrue();

            world.clock.advance(Duration.ofHours(2));
            Message kept = world.channel.messages().get(0);
            String keeper = kept.subscriberId();
            assertThat(world.visit("GET", world.link(kept, "callToAction"), Map.of())
                            .status())
                    .isEqualTo(200);
            assertThat(world.visit("POST", world.link(kept, "callToAction"), Map.of("answer", "keep"))
                            .status())
                    .isEqualTo(200);
            Message clickedOnly = world.channel.messages().get(1);
            world.visit("GET", world.link(clickedOnly, "callToAction"), Map.of());
            Message leaving = world.channel.messages().get(2);
            assertThat(world.visit(
                                    "POST",
                                    world.link(leaving, Message.UNSUBSCRIBE),
                                    Map.of("List-Unsubscribe", "One-Click"))
                            .status())
                    .isEqualTo(200);

            Work second = world.runAfter(Duration.ofDays(7));
            assertThat(world.messagesTo(keeper)).hasSize(1);
            assertThat(world.messagesTo(leaving.subscriberId())).hasSize(1);
            assertThat(second.sent()).isEqualTo(first.sent() - 2);
            assertThat(world.status(leaving.subscriberId())).isEqualTo(Subscription.Status.UNSUBSCRIBED);

            Work third = world.runAfter(Duration.ofDays(5));
            assertThat(third.nominated()).isEqualTo(first.sent() - 3);
            assertThat(third.spared()).isEqualTo(first.withheld() + 1);

            SunsetPlan plan = reengage.sunsets().plan("win-back");
            assertThat(plan.people()).isEqualTo(first.sent() - 3);
            reengage.sunsets().approve(plan.id(), "Aiko", "silent for a year, asked twice");
            SunsetProgress progress = reengage.sunsets().apply(plan.id());
            assertThat(progress.retired()).isEqualTo((int) plan.people());
            List<SunsetMember> members = reengage.sunsets().members(plan.id(), "", 100);
            assertThat(members).extracting(SunsetMember::state).containsOnly(SunsetMember.State.RETIRED);

            world.runAfter(Duration.ofDays(31));
            String retired = members.get(0).subscriberId();
            assertThat(world.status(retired)).isEqualTo(Subscription.Status.RETIRED);

            Message late = world.messagesTo(retired).get(0);
            world.visit("POST", world.link(late, "callToAction"), Map.of("answer", "keep"));
            world.run();
            assertThat(world.status(retired)).isEqualTo(Subscription.Status.SUBSCRIBED);

            assertThat(reengage.sunsets().undo(plan.id(), "Aiko", "changed our mind"))
                    .isEqualTo((int) plan.people() - 1);
            world.run();
            assertThat(world.status(members.get(1).subscriberId())).isEqualTo(Subscription.Status.SUBSCRIBED);

            Story story = reengage.insight().explain(retired, "win-back");
            assertThat(story.text()).contains("enrolled", "sunset: RESTORED");
            CampaignReport report = reengage.insight().report("win-back");
            assertThat(report.treated()).isEqualTo(first.sent());
            assertThat(report.answers().kept()).isEqualTo(2);
            assertThat(report.answers().left()).isEqualTo(1);
            StringBuilder csv = new StringBuilder();
            reengage.insight().writeDecisions("win-back", csv);
            assertThat(csv.toString().lines().count()).isGreaterThan(100);
        }
    }
}
