// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static io.reengage.campaign.Steps.landingPage;
import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.subscribed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.campaign.Campaign;
import io.reengage.channel.Receipt;
import io.reengage.ledger.AuditEntry;
import io.reengage.ledger.Run;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setback;
import io.reengage.ledger.store.Traffic;
import io.reengage.link.LandingRequest;
import io.reengage.monitoring.Health;
import io.reengage.monitoring.ReengageListener;
import io.reengage.policy.HealthGuard;
import io.reengage.policy.HealthGuard.Level;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that too many people or their providers object to pauses itself. */
class HealthGuardTest {
    private static final List<String> PEOPLE =
            IntStream.range(0, 1_000).mapToObj("p-%03d"::formatted).toList();
    private static final String RUN = "letters/1";

    private final List<ReengageListener.RunJudgement> judgements = new CopyOnWriteArrayList<>();

    private Reengage node(Nodes nodes, HealthGuard guard) {
        return nodes.node(
                "a",
                Nodes.NONE,
                builder -> builder.healthGuard(guard).listener(new ReengageListener() {
                    @Override
                    public void runJudged(RunJudgement judgement) {
                        judgements.add(judgement);
                    }
                }));
    }

    private Reengage node(Nodes nodes) {
        return node(nodes, HealthGuard.ofDefaults());
    }

    private static void launched(Reengage node) {
        node.campaigns().launch(Nodes.letters("letters").build());
        node.runDue(World.LONG);
    }

    /** So many people, beginning with the first, do it to the first message. */
    private static void told(Nodes nodes, Reengage node, ActivityType type, int people) {
        told(nodes, node, type, "ask", PEOPLE.subList(0, people));
    }

    /** These complain of a step's message. */
    private static void told(Nodes nodes, Reengage node, String step, int from, int to) {
        told(nodes, node, ActivityType.COMPLAINED, step, PEOPLE.subList(from, to));
    }

    private static void told(Nodes nodes, Reengage node, ActivityType type, String step, List<String> people) {
        node.feedback()
                .record(people.stream()
                        .map(id -> Activity.of(type)
                                .by(id)
                                .answering(new Activity.Delivery(RUN, step))
                                .at(nodes.clock.instant()))
                        .toList());
        node.runDue(World.LONG);
    }

    private static Run run(Nodes nodes) {
        return nodes.all(Schema.RUN).stream()
                .filter(run -> run.id().equals(RUN))
                .findFirst()
                .orElseThrow();
    }

    private static Health.Check health(Reengage node) {
        return node.health().check("runs").orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void complaintsOfTwoInAThousandPauseTheRunAndNobodyElseIsWrittenTo(Database database) {
        try (Nodes nodes = new Nodes(database, PEOPLE)) {
            Reengage node = node(nodes);
            launched(node);
            assertThat(nodes.handedOver).hasSize(1_000);
            told(nodes, node, ActivityType.COMPLAINED, 5);
            assertThat(run(nodes).status()).isEqualTo(Run.Status.PAUSED);
            assertThat(run(nodes).reason())
                    .isEqualTo("health guard: of 1,000 messages within 7 days, 5 complaints or 0.5 % (limit 0.2 %)");
            nodes.clock.advance(Duration.ofDays(8));
            node.runDue(World.LONG);
            assertThat(nodes.handedOver).hasSize(1_000);
            assertThat(health(node).status()).isEqualTo(Health.Status.DEGRADED);
            assertThat(health(node).text()).startsWith("letters/1 HALT: health guard: of 1,000 messages");
            assertThat(nodes.all(Schema.AUDIT))
                    .extracting(AuditEntry::act, AuditEntry::subject)
                    .contains(tuple("halt", RUN));
        }
    }

    @Test
    void complaintsAboutMessagesOfLongAgoPauseItBeforeItSendsMore() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = node(nodes);
            launched(node);
            nodes.clock.advance(Duration.ofDays(9));
            told(nodes, node, ActivityType.COMPLAINED, 5);
            assertThat(run(nodes).status()).isEqualTo(Run.Status.PAUSED);
            assertThat(run(nodes).reason())
                    .isEqualTo("health guard: no messages within 7 days, 5 complaints (limit 0.2 %)");
        }
    }

    @Test
    void fourComplaintsProveNothing() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = node(nodes);
            launched(node);
            told(nodes, node, ActivityType.COMPLAINED, 4);
            assertThat(run(nodes).status()).isEqualTo(Run.Status.RUNNING);
        }
    }

    @Test
    void aPersonCountsOnceHoweverOftenTheyComplain() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = node(nodes);
            launched(node);
            for (int i = 0; i < 10; i++) {
                nodes.clock.advance(Duration.ofHours(1));
                told(nodes, node, ActivityType.COMPLAINED, 1);
            }
            assertThat(run(nodes).status()).isEqualTo(Run.Status.RUNNING);
        }
    }

    @Test
    void hardBouncesOfTwoInAHundredPauseTheRun() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = node(nodes);
            launched(node);
            told(nodes, node, ActivityType.HARD_BOUNCED, 19);
            assertThat(run(nodes).status()).isEqualTo(Run.Status.RUNNING);
            told(nodes, node, ActivityType.HARD_BOUNCED, 20);
            assertThat(run(nodes).status()).isEqualTo(Run.Status.PAUSED);
        }
    }

    @Test
    void addressesRefusedAsDeadAtTheDoorPauseTheRunAsBouncesDo() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            nodes.answer = message -> PEOPLE.indexOf(message.subscriberId()) < 30
                    ? Receipt.bounced("550 5.1.1 no such user", Receipt.Finding.DEAD)
                    : Receipt.accepted("ok-" + message.key());
            Reengage node = node(nodes);
            launched(node);
            node.runDue(World.LONG);
            assertThat(run(nodes).reason()).contains("30 hard bounces or 3 % (limit 2 %)");
        }
    }

    @Test
    void whoLeavesByTheMailProgramsButtonObjectsButWhoSaysGoodbyeWhereWeAskedAnswers() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = node(nodes);
            node.campaigns()
                    .launch(Campaign.named("letters")
                            .once()
                            .purpose(Nodes.LIST)
                            .audience(subscribed(Nodes.LIST))
                            .noHoldout("a test of answers")
                            .step("ask", send("email").template("ask").callToAction(landingPage("keep-me")))
                            .build());
            node.runDue(World.LONG);
            for (String id : PEOPLE.subList(0, 50)) {
                answered(nodes, node, id, "callToAction", Map.of("answer", "leave", "reason", "too_many"));
            }
            node.runDue(World.LONG);
            assertThat(run(nodes).status()).isEqualTo(Run.Status.RUNNING);
            for (String id : PEOPLE.subList(50, 60)) {
                answered(nodes, node, id, "unsubscribe", Map.of("List-Unsubscribe", "One-Click"));
            }
            node.runDue(World.LONG);
            assertThat(run(nodes).reason()).contains("10 unsubscribes or 1 % (limit 1 %)");
        }
    }

    private static void answered(Nodes nodes, Reengage node, String id, String link, Map<String, String> form) {
        URI page = nodes.handedOver.stream()
                .filter(message -> message.subscriberId().equals(id))
                .findFirst()
                .flatMap(message -> message.link(link))
                .orElseThrow();
        node.landing().respond(LandingRequest.withForm("POST", page.getPath(), Map.of(), form));
    }

    @Test
    void halfOfThatIsAWarningWhichIsToldOnce() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = node(nodes);
            launched(node);
            told(nodes, node, ActivityType.HARD_BOUNCED, 10);
            told(nodes, node, ActivityType.HARD_BOUNCED, 11);
            assertThat(run(nodes).status()).isEqualTo(Run.Status.RUNNING);
            assertThat(health(node).status()).isEqualTo(Health.Status.DEGRADED);
            node.close();
            assertThat(judgements)
                    .extracting(ReengageListener.RunJudgement::level)
                    .containsExactly(Level.WARN);
        }
    }

    @Test
    void whatNobodyEverTellsIsCalledNotObservable() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = node(nodes);
            launched(node);
            told(nodes, node, ActivityType.HARD_BOUNCED, 1);
            assertThat(health(node).status()).isEqualTo(Health.Status.UP);
            assertThat(health(node).text())
                    .isEqualTo("letters/1 FINE: of 1,000 messages within 7 days,"
                            + " complaints not observable: none was ever told, 1 hard bounce or 0.1 %,"
                            + " unsubscribes not observable: none was ever told");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whoLetsItGoOnHasSeenTheNumbersAndItCountsAnew(Database database) {
        try (Nodes nodes = new Nodes(database, PEOPLE)) {
            Reengage node = node(nodes);
            launched(node);
            told(nodes, node, ActivityType.COMPLAINED, 5);
            node.campaigns().resume("letters");
            nodes.clock.advance(Duration.ofDays(8));
            node.runDue(World.LONG);
            assertThat(nodes.handedOver).hasSize(1_995);
            assertThat(run(nodes).status()).isEqualTo(Run.Status.RUNNING);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatIsSaidLateOfMessagesSentBeforeItWentOnIsLeftOutAndWhatIsSaidOfLaterOnesCounts(Database database) {
        try (Nodes nodes = new Nodes(database, PEOPLE)) {
            Reengage node = node(nodes);
            launched(node);
            told(nodes, node, ActivityType.COMPLAINED, 5);
            nodes.clock.advance(Duration.ofHours(1));
            node.campaigns().resume("letters");
            nodes.clock.advance(Duration.ofHours(1));
            told(nodes, node, ActivityType.COMPLAINED, 40);
            told(nodes, node, ActivityType.HARD_BOUNCED, 1);
            assertThat(run(nodes).status()).isEqualTo(Run.Status.RUNNING);
            assertThat(health(node).text())
                    .isEqualTo("letters/1 FINE: no messages since it was resumed"
                            + " (left out, about messages sent before it was resumed: 40 complaints, 1 hard bounce)");

            nodes.clock.advance(Duration.ofDays(6).plusHours(23));
            node.runDue(World.LONG);
            assertThat(nodes.handedOver).hasSize(1_960);
            told(nodes, node, "remind", 40, 44);
            assertThat(run(nodes).status()).isEqualTo(Run.Status.RUNNING);
            told(nodes, node, "remind", 44, 45);
            assertThat(run(nodes).reason())
                    .startsWith("health guard: of 960 messages since it was resumed, 5 complaints or 0.52 %"
                            + " (limit 0.2 %) (left out, about messages sent before it was resumed: 35 complaints");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoObjectsToTwoMessagesCountsForTheLaterOneInWhateverOrderThatIsTold(boolean laterFirst) {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = node(nodes);
            launched(node);
            node.campaigns().pause("letters", "a look");
            nodes.clock.advance(Duration.ofHours(1));
            node.campaigns().resume("letters");
            nodes.clock.advance(Duration.ofDays(6).plusHours(23));
            Instant reminded = nodes.clock.instant();
            node.runDue(World.LONG);
            assertThat(nodes.handedOver).hasSize(2_000);
            told(nodes, node, laterFirst ? "remind" : "ask", 0, 10);
            nodes.clock.advance(Duration.ofSeconds(30));
            told(nodes, node, laterFirst ? "ask" : "remind", 0, 10);
            assertThat(run(nodes).reason())
                    .isEqualTo(
                            "health guard: of 1,000 messages since it was resumed, 10 complaints or 1 % (limit 0.2 %)");
            assertThat(nodes.all(Setback.TABLE)).extracting(Setback::sentAt).containsOnly(reminded);
        }
    }

    @Test
    void whatIsOlderThanAWeekDoesNotCount() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = node(nodes);
            launched(node);
            told(nodes, node, ActivityType.COMPLAINED, 4);
            nodes.clock.advance(Duration.ofDays(8));
            node.runDue(World.LONG);
            told(nodes, node, ActivityType.COMPLAINED, 5);
            assertThat(run(nodes).status()).isEqualTo(Run.Status.RUNNING);
        }
    }

    @Test
    void messagesOfAllNodesCountAndOtherRunsGoOn() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage one = node(nodes);
            Reengage other = nodes.node("b");
            one.campaigns().launch(Nodes.letters("letters").build());
            one.campaigns().launch(Nodes.letters("others").build());
            one.runDue(Duration.ZERO);
            for (int i = 0; i < 4; i++) {
                nodes.clock.advance(Duration.ofSeconds(30));
                other.runDue(World.LONG);
                one.runDue(World.LONG);
            }
            assertThat(nodes.handedOver).hasSize(2_000);
            assertThat(nodes.all(Traffic.TABLE)).extracting(Traffic::messages).containsExactly(1_000L, 1_000L);
            told(nodes, other, ActivityType.COMPLAINED, 5);
            assertThat(nodes.all(Schema.RUN))
                    .extracting(Run::id, Run::status)
                    .containsExactlyInAnyOrder(tuple(RUN, Run.Status.PAUSED), tuple("others/1", Run.Status.RUNNING));
        }
    }

    @Test
    void switchedOffItPausesNothing() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = node(nodes, HealthGuard.off());
            launched(node);
            told(nodes, node, ActivityType.COMPLAINED, 1_000);
            assertThat(run(nodes).status()).isEqualTo(Run.Status.RUNNING);
        }
    }

    @Test
    void anErasureLeavesTheNumberAndTakesTheName() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            Reengage node = node(nodes);
            launched(node);
            told(nodes, node, ActivityType.COMPLAINED, 1);
            node.privacy().erase("p-000", "clerk");
            assertThat(nodes.all(Setback.TABLE))
                    .singleElement()
                    .satisfies(each -> assertThat(each.subscriberId()).startsWith("erased-"));
        }
    }
}
