// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.ledger.Run;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setting;
import io.reengage.policy.HealthGuard;
import io.reengage.policy.HealthGuard.Level;
import io.reengage.report.CampaignReport;
import io.reengage.report.CampaignReport.Health;
import io.reengage.report.CampaignReport.Standing;
import io.reengage.report.CampaignReport.Stop;
import io.reengage.report.HtmlReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A report says whether its run works, since when, and if not, why. */
class ReportStandingTest {
    private static final List<String> PEOPLE =
            IntStream.range(0, 1_000).mapToObj("p-%03d"::formatted).toList();

    private static void launched(Reengage node) {
        node.campaigns().launch(Nodes.letters("letters").build());
        node.runDue(World.LONG);
    }

    private static CampaignReport report(Reengage node) {
        return node.insight().report("letters");
    }

    private static Standing standing(Reengage node) {
        return report(node).standing();
    }

    private static void bounced(Nodes nodes, Reengage node, int people) {
        node.feedback()
                .record(PEOPLE.stream()
                        .limit(people)
                        .map(id -> Activity.of(ActivityType.HARD_BOUNCED)
                                .by(id)
                                .answering(new Activity.Delivery("letters/1", "ask"))
                                .at(nodes.clock.instant()))
                        .toList());
        node.runDue(World.LONG);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aRunTheGuardPausedSaysSinceWhenAndWhat(Database database) {
        try (Nodes nodes = new Nodes(database, PEOPLE)) {
            Reengage node = nodes.node("a");
            launched(node);
            nodes.clock.advance(Duration.ofHours(1));
            Instant halted = nodes.clock.instant();
            bounced(nodes, node, 24);
            nodes.clock.advance(Duration.ofDays(9));
            String words = "of 1,000 messages within 7 days, 24 hard bounces or 2.4 % (limit 2 %)";

            assertThat(standing(node))
                    .isEqualTo(new Standing(
                            Run.Status.PAUSED,
                            halted,
                            "health guard: " + words,
                            new Health(Level.HALT, words, 0),
                            null,
                            List.of(),
                            null));
            assertThat(HtmlReport.of(report(node)))
                    .contains("Paused by the health guard since ", "24 hard bounces", "Mend the cause, then resume");
        }
    }

    @Test
    void whoResumesItStartsAnew() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = nodes.node("a");
            launched(node);
            bounced(nodes, node, 24);
            nodes.clock.advance(Duration.ofHours(2));
            node.campaigns().resume("letters");

            assertThat(standing(node).status()).isEqualTo(Run.Status.RUNNING);
            assertThat(standing(node).since()).isEqualTo(nodes.clock.instant());
            assertThat(standing(node).reason()).isEmpty();
            assertThat(standing(node).health()).extracting(Health::level).isEqualTo(Level.FINE);
        }
    }

    @Test
    void aRunAtWorkSaysHowItIsTaken() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = nodes.node("a");
            Instant begun = nodes.clock.instant();
            launched(node);
            bounced(nodes, node, 1);
            assertThat(standing(node))
                    .isEqualTo(new Standing(
                            Run.Status.RUNNING,
                            begun,
                            "",
                            new Health(
                                    Level.FINE,
                                    "of 1,000 messages within 7 days, complaints not observable: none was ever told,"
                                            + " 1 hard bounce or 0.1 %, unsubscribes not observable: none was ever told",
                                    0),
                            null,
                            List.of(),
                            null));

            bounced(nodes, node, 12);
            assertThat(standing(node).health())
                    .isEqualTo(new Health(
                            Level.WARN,
                            "of 1,000 messages within 7 days, 12 hard bounces or 1.2 % (paused at 2 %)",
                            0));
        }
    }

    @Test
    void aRunThatSentNothingLatelySaysNoMore() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = nodes.node("a");
            launched(node);
            bounced(nodes, node, 1);
            nodes.clock.advance(Duration.ofDays(9));
            assertThat(standing(node).health()).isEqualTo(new Health(Level.FINE, "no messages within 7 days", 0));
        }
    }

    @Test
    void withoutAGuardNobodyJudges() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = nodes.node("a", Nodes.NONE, builder -> builder.healthGuard(HealthGuard.off()));
            launched(node);
            assertThat(standing(node).health()).isNull();
        }
    }

    @Test
    void whoPausesOrCancelsItIsQuoted() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = nodes.node("a");
            launched(node);
            nodes.clock.advance(Duration.ofHours(1));
            node.campaigns().pause("letters", "the shop is closed");
            assertThat(standing(node))
                    .isEqualTo(new Standing(
                            Run.Status.PAUSED,
                            nodes.clock.instant(),
                            "the shop is closed",
                            null,
                            null,
                            List.of(),
                            null));

            nodes.clock.advance(Duration.ofHours(1));
            node.campaigns().cancel("letters", "budget spent");
            assertThat(standing(node))
                    .isEqualTo(new Standing(
                            Run.Status.CANCELLED, nodes.clock.instant(), "budget spent", null, null, List.of(), null));
        }
    }

    @Test
    void aStopOfAllIsSaidUntilTheyAreLetGoOn() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = nodes.node("a");
            launched(node);
            node.stopAll("an earlier reason");
            nodes.clock.advance(Duration.ofHours(1));
            node.stopAll("wrong price in the mail");
            assertThat(standing(node).stop())
                    .isEqualTo(new Stop(nodes.clock.instant(), false, "wrong price in the mail"));
            assertThat(standing(node).status()).isEqualTo(Run.Status.RUNNING);

            node.resumeAll("ops");
            assertThat(standing(node).stop()).isNull();
        }
    }

    private static void stoppedBySql(Nodes nodes, String reason) {
        nodes.rows.transact(rows -> {
            rows.put(Schema.SETTING, List.of(new Setting(Setting.STOPPED, reason)));
            return 0;
        });
    }

    private static List<String> stops(Reengage node) {
        return node.insight().audit("", 100).stream()
                .filter(each -> each.subject().equals("all"))
                .map(each -> each.act() + " " + each.detail())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aStopByTheDatabasesOwnMeansIsNoticedByTheNextRoundAndOnceByAllNodes(Database database) {
        try (Nodes nodes = new Nodes(database, PEOPLE.subList(0, 1))) {
            Reengage a = nodes.node("a");
            Reengage b = nodes.node("b");
            a.stopAll("wrong price in the mail");
            a.runDue(World.LONG);
            stoppedBySql(nodes, "by hand");
            assertThat(a.health().check("stop").orElseThrow().text()).isEqualTo("everything is stopped: by hand");

            nodes.clock.advance(Duration.ofMinutes(1));
            Instant noticed = nodes.clock.instant();
            b.runDue(World.LONG);
            nodes.clock.advance(Duration.ofMinutes(1));
            a.runDue(World.LONG);
            a.campaigns().launch(Nodes.letters("letters").build());
            assertThat(standing(a).stop()).isEqualTo(new Stop(noticed, true, "by hand"));
            assertThat(a.health().check("stop").orElseThrow().text())
                    .isEqualTo("everything is stopped, noticed at " + noticed + ": by hand");
            assertThat(stops(a)).containsExactly("stop wrong price in the mail", "stop.noticed by hand");
        }
    }

    @Test
    void whoLetsAllGoOnByTheDatabasesOwnMeansIsNoticedTooAndTheSameStopAgainIsAnother() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = nodes.node("a");
            launched(node);
            node.stopAll("wrong price");
            stoppedBySql(nodes, "");
            nodes.clock.advance(Duration.ofMinutes(1));
            node.runDue(World.LONG);
            stoppedBySql(nodes, "wrong price");
            assertThat(standing(node).stop()).isEqualTo(new Stop(null, true, "wrong price"));

            nodes.clock.advance(Duration.ofMinutes(1));
            node.runDue(World.LONG);
            assertThat(standing(node).stop()).isEqualTo(new Stop(nodes.clock.instant(), true, "wrong price"));
            assertThat(stops(node)).containsExactly("stop wrong price", "go.noticed ", "stop.noticed wrong price");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void nodesThatNoticeAtTheSameMomentWriteOneLine(Database database) {
        try (Nodes nodes = new Nodes(database, PEOPLE.subList(0, 1))) {
            Reengage other = nodes.node("b");
            Meanwhile meanwhile = Meanwhile.before("Stops.putOnRecord", () -> other.runDue(World.LONG));
            Reengage node = nodes.node("a", meanwhile, builder -> builder);
            stoppedBySql(nodes, "by hand");
            node.runDue(World.LONG);
            assertThat(meanwhile.isOver()).isTrue();
            assertThat(stops(node)).containsExactly("stop.noticed by hand");
        }
    }
}
