// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.reengage.channel.Receipt;
import io.reengage.ledger.AuditEntry;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setting;
import io.reengage.policy.ContactPolicy;
import io.reengage.report.Story;
import io.reengage.segment.Span;
import io.reengage.subscriber.Address;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What may be reached from where, and questions that change nothing. */
class EnvironmentTest {
    private static ReengageBuilder staging(ReengageBuilder builder) {
        return builder.environment(Environment.TEST).deliverOnlyTo(Address.email("q@people.example"));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aLedgerOfAnotherEnvironmentIsRefused(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p"))) {
            nodes.node("a");
            assertThatIllegalStateException()
                    .isThrownBy(() -> nodes.node("b", Nodes.NONE, EnvironmentTest::staging))
                    .withMessageContaining("belongs to environment PRODUCTION");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void theTimeZoneRulesThatTimesOfDayGoByAreOnRecordAndSoIsTheirChange(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p"))) {
            nodes.node("a", Nodes.NONE, builder -> builder.timeZoneRules("2025c"));
            Reengage node = nodes.node("b", Nodes.NONE, builder -> builder.timeZoneRules("2025c"));
            assertThat(nodes.all(Schema.SETTING)).contains(new Setting(Setting.TIME_ZONE_RULES, "2025c"));
            assertThat(node.insight().audit("", 10)).isEmpty();
            nodes.node("c", Nodes.NONE, builder -> builder.timeZoneRules("2026a"));
            assertThat(nodes.all(Schema.SETTING)).contains(new Setting(Setting.TIME_ZONE_RULES, "2026a"));
            assertThat(node.insight().audit("", 10))
                    .extracting(AuditEntry::act, AuditEntry::subject, AuditEntry::detail)
                    .containsExactly(tuple("timezones.changed", "c", "2026a after 2025c"));
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void outsideProductionOnlyNamedAddressesReceiveAnything(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p", "q", "r"))) {
            Reengage node = nodes.node("a", Nodes.NONE, EnvironmentTest::staging);
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            assertThat(nodes.recipients()).containsExactly("q");
            assertThat(nodes.deliveries("ask"))
                    .filteredOn(each -> each.state() == DeliveryState.SKIPPED)
                    .hasSize(2);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> node.campaigns()
                            .sendTest(Nodes.letters("letters").build(), "ask", "q", Address.email("p@people.example")));
            assertThat(nodes.recipients()).containsExactly("q");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aTestMessageLeavesNoRecord(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p"))) {
            Reengage node = nodes.node("a");
            Map<String, Long> before = nodes.sizes();
            Receipt receipt = node.campaigns()
                    .sendTest(Nodes.letters("letters").build(), "ask", "p", Address.email("aiko@shop.example"));
            assertThat(receipt).isInstanceOf(Receipt.Accepted.class);
            assertThat(nodes.handedOver.get(0).to()).isEqualTo(Address.email("aiko@shop.example"));
            assertThat(nodes.sizes()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void explainsTheDeferredAndTheSentAndTheStrangerAndWritesNothing(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("p"))) {
            Reengage node = nodes.node(
                    "a",
                    Nodes.NONE,
                    builder -> builder.policy(ContactPolicy.builder()
                            .atMost(1, Span.hours(16))
                            .quietHours(LocalTime.of(8, 0), LocalTime.of(10, 0))
                            .build()));
            node.campaigns().launch(Nodes.letters("letters").build());
            assertThat(node.insight().explain("p", "letters").text()).contains("Not enrolled");
            node.runDue(World.LONG);
            Map<String, Long> before = nodes.sizes();
            Story deferred = node.insight().explain("p", "letters");
            assertThat(deferred.text()).contains("DEFERRED until 2026-01-05T10:00:00Z", "quiet hours");
            assertThat(node.insight().explain("nobody", "letters").text()).contains("does not know");
            node.campaigns().preview(Nodes.letters("others").build());
            node.insight().report("letters");
            node.insight().writeDecisions("letters", new StringBuilder());
            assertThat(node.nextDue()).contains(World.START.plusSeconds(3600));
            assertThat(nodes.sizes()).isEqualTo(before);
            nodes.clock.setTo(World.START.plusSeconds(3600));
            node.runDue(World.LONG);
            assertThat(node.insight().explain("p", "letters").text()).contains("SENT", "Step remind is due");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void explainsWhoIsHeldOut(Database database) {
        try (World world = new World(
                io.reengage.ledger.store.FaultyLedger.over(database.open(() -> World.START), Nodes.NONE), 30, 0)) {
            world.reengage.campaigns().launch(World.winBack().build());
            Work first = world.run();
            long withheld = world.people.stream()
                    .map(each -> world.reengage
                            .insight()
                            .explain(each.id(), "win-back")
                            .text())
                    .filter(text -> text.contains("enrolled (HELD_OUT)") && text.contains("WITHHELD"))
                    .count();
            assertThat(withheld).isEqualTo(first.withheld()).isPositive();
        }
    }

    @Test
    @SuppressWarnings("NullAway") // as a newcomer's set-up has them
    void whatIsMissingInTheSetUpIsNamedWhereItIsSaid() {
        ReengageBuilder builder = Reengage.builder();
        Map<String, ThrowableAssert.ThrowingCallable> said = Map.of(
                "channel", () -> builder.channel(null),
                "templates", () -> builder.templates(null),
                "policy", () -> builder.policy(null),
                "sunset", () -> builder.sunset(null),
                "healthGuard", () -> builder.healthGuard(null),
                "tracking", () -> builder.tracking(null),
                "brand", () -> builder.brand(null),
                "listener", () -> builder.listener(null));
        said.forEach((word, call) -> assertThatThrownBy(call)
                .as(word)
                .isInstanceOf(NullPointerException.class)
                .hasMessage(word));
        for (String name : List.of("", " ", "a\nb", "n".repeat(101))) {
            assertThatThrownBy(() -> builder.node(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("node must be a name of 1 to 100 characters");
        }
    }
}
