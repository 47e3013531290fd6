// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.ChannelSpec;
import io.reengage.channel.Rendering;
import io.reengage.channel.TemplateRenderer;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.monitoring.Health;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Templates and people for whom nothing can be written. */
class HeldStepTest {
    private static final List<String> PEOPLE =
            IntStream.range(0, 60).mapToObj("p-%02d"::formatted).toList();

    /** Fails for some templates, and for some people. */
    private static final class Moody implements TemplateRenderer {
        private final Set<String> broken = new HashSet<>();
        private final Set<String> poisonous = new HashSet<>();

        @Override
        public List<String> problems(String template, ChannelSpec channel) {
            return List.of();
        }

        @Override
        public Rendering render(String template, String language, ChannelSpec channel, Map<String, Object> values) {
            if (poisonous.contains(values.get("subscriberId"))) {
                throw new IllegalStateException("poison");
            }
            return broken.contains(template)
                    ? new Rendering.Failed("no end of section")
                    : new Rendering.Rendered("en", Map.of("subject", "Still there?", "text", "Hello"));
        }
    }

    private final Moody moody = new Moody();

    private Reengage node(Nodes nodes) {
        return nodes.node("a", Nodes.NONE, builder -> builder.templates(moody));
    }

    private static Map<DeliveryState, Long> states(Nodes nodes) {
        return nodes.deliveries("ask").stream()
                .collect(java.util.stream.Collectors.groupingBy(
                        Delivery::state, java.util.stream.Collectors.counting()));
    }

    @Test
    void aStepWhoseTemplateIsBrokenIsHeldNobodyIsPassedOverAndItGoesOnOnceItIsMended() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            moody.broken.add("ask");
            Reengage node = node(nodes);
            node.campaigns().launch(Nodes.letters("letters").build());
            for (int i = 0; i < 48; i++) {
                node.runDue(World.LONG);
                nodes.clock.advance(Duration.ofMinutes(5));
            }
            assertThat(nodes.handedOver).isEmpty();
            assertThat(states(nodes).keySet()).isSubsetOf(DeliveryState.RETRYING);
            assertThat(states(nodes).getOrDefault(DeliveryState.RETRYING, 0L)).isLessThan(10);
            assertThat(node.insight().explain("p-59", "letters").text())
                    .contains("the step is held (10 messages in a row: template ask: no end of section)");
            assertThat(node.health().check("steps").orElseThrow().status()).isEqualTo(Health.Status.DEGRADED);
            assertThat(node.insight().report("letters").standing().held())
                    .singleElement()
                    .satisfies(held -> {
                        assertThat(held.step()).isEqualTo("ask");
                        assertThat(held.since()).isEqualTo(World.START);
                        assertThat(held.reason()).endsWith("template ask: no end of section");
                        assertThat(held.nextTryAt()).isAfterOrEqualTo(nodes.clock.instant());
                    });
            assertThat(node.nextDue().orElseThrow()).isAfterOrEqualTo(nodes.clock.instant());
            moody.broken.clear();
            for (int i = 0; i < 16; i++) {
                node.runDue(World.LONG);
                nodes.clock.advance(Duration.ofMinutes(5));
            }
            assertThat(states(nodes)).isEqualTo(Map.of(DeliveryState.SENT, (long) PEOPLE.size()));
            assertThat(node.health().check("steps").orElseThrow().status()).isEqualTo(Health.Status.UP);
            assertThat(node.insight().report("letters").standing().held()).isEmpty();
            assertThat(node.insight().audit("", 100))
                    .extracting(each -> each.act())
                    .contains("hold", "release");
        }
    }

    @Test
    void anOperatorReleasesAHeldStepAtOnce() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            moody.broken.add("ask");
            Reengage node = node(nodes);
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            moody.broken.clear();
            node.runDue(World.LONG);
            assertThat(nodes.handedOver).as("not before its time").isEmpty();
            assertThat(node.campaigns().release("letters", "ask")).isTrue();
            assertThat(node.campaigns().release("letters", "ask")).isFalse();
            assertThat(node.runDue(World.LONG).sent()).isGreaterThanOrEqualTo(50);
        }
    }

    @Test
    void otherCampaignsGoOnWhileAStepIsHeld() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            moody.broken.add("ask");
            Reengage node = node(nodes);
            node.campaigns().launch(Nodes.letters("letters").build());
            node.runDue(World.LONG);
            moody.broken.clear();
            node.campaigns().launch(Nodes.letters("others").build());
            assertThat(node.runDue(World.LONG).sent()).isEqualTo(PEOPLE.size());
            assertThat(nodes.deliveries("ask"))
                    .filteredOn(each -> each.state() == DeliveryState.SENT)
                    .extracting(Delivery::run)
                    .containsOnly("others/1");
        }
    }

    @Test
    void aPersonFailingAloneIsPassedOverWithAReasonAndNoStepIsHeld() {
        try (Nodes nodes = new Nodes(Database.MEMORY, PEOPLE)) {
            moody.poisonous.addAll(List.of("p-07", "p-42"));
            Reengage node = node(nodes);
            node.campaigns().launch(Nodes.letters("letters").build());
            for (int i = 0; i < 12; i++) {
                node.runDue(World.LONG);
                nodes.clock.advance(Duration.ofMinutes(10));
            }
            assertThat(states(nodes)).isEqualTo(Map.of(DeliveryState.SENT, 58L, DeliveryState.SKIPPED, 2L));
            assertThat(nodes.deliveries("ask"))
                    .filteredOn(each -> each.state() == DeliveryState.SKIPPED)
                    .extracting(Delivery::subscriberId, Delivery::reason)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("p-07", "could not be written: IllegalStateException"),
                            org.assertj.core.groups.Tuple.tuple("p-42", "could not be written: IllegalStateException"));
            assertThat(node.health().check("steps").orElseThrow().status()).isEqualTo(Health.Status.UP);
            assertThat(node.insight().report("letters").standing().held()).isEmpty();
        }
    }
}
