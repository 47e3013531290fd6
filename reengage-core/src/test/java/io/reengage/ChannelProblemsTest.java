// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.subscribed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.reengage.campaign.Campaign;
import io.reengage.channel.Channel;
import io.reengage.channel.ChannelSpec;
import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import io.reengage.channel.Templates;
import io.reengage.ledger.Ledger;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A channel's own demands are heard before anything is sent. */
class ChannelProblemsTest {
    private static final Instant TODAY = Instant.parse("2026-11-21T09:00:00Z");

    private final List<Message> delivered = new ArrayList<>();

    /** Demands that each text shows the house's address. */
    private final class Strict implements Channel {
        @Override
        public ChannelSpec spec() {
            return new ChannelSpec("email", Address.EMAIL, Set.of("text"), Set.of(), Duration.ofMinutes(1))
                    .withValues(Map.of("house", "1-1 Chiyoda"));
        }

        @Override
        public List<String> problems(Message message) {
            return message.field("text").orElse("").contains("1-1 Chiyoda")
                            && message.link(Message.UNSUBSCRIBE).isPresent()
                    ? List.of()
                    : List.of("no house in " + message.language() + ": "
                            + message.field("text").orElse(""));
        }

        @Override
        public Receipt deliver(Message message) {
            delivered.add(message);
            return Receipt.accepted("");
        }
    }

    private Reengage reengage(Map<String, String> templates) {
        return reengage(Templates.of(templates));
    }

    private Reengage reengage(Templates templates) {
        Subscriber ann = Subscriber.withId("ann")
                .email("ann@shop.example")
                .joinedAt(TODAY.minus(Duration.ofDays(700)))
                .subscribed("newsletter", TODAY.minus(Duration.ofDays(700)), "form")
                .attribute("cart", Map.of("item", "boots"))
                .attribute("name", "Ann")
                .build();
        return Reengage.builder()
                .environment(Environment.PRODUCTION)
                .subscribers(SubscriberStore.inMemory(List.of(ann)))
                .ledger(Ledger.inMemory())
                .channel(new Strict())
                .templates(templates)
                .links(SignedLinks.at(URI.create("https://news.shop.example/r"))
                        .signedWith(SigningKeys.of("2026", new byte[32])))
                .clock(() -> TODAY)
                .build();
    }

    private static Campaign campaign() {
        return Campaign.named("c")
                .standing()
                .purpose("newsletter")
                .audience(subscribed("newsletter"))
                .noHoldout("one person")
                .step("ask", send("email").template("ask"))
                .build();
    }

    @Test
    void launchIsRefusedForEachLanguageThatLacksSomething() {
        try (Reengage reengage = reengage(Map.of(
                "ask.text.mustache", "{{name}}, {{cart.item}}! {{house}}",
                "ask_ja.text.mustache", "{{name}}様 {{cart.item}} {{cart.shop.town}}"))) {
            String problem = "step ask: template ask: no house in ja: name様 cart.item cart.shop.town";

            assertThat(reengage.campaigns().preview(campaign()).problems()).containsExactly(problem);
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> reengage.campaigns().launch(campaign()))
                    .withMessageContaining(problem);
            assertThat(delivered).isEmpty();
        }
    }

    @Test
    void aTestSendIsRefusedWithTheChannelsWords() {
        try (Reengage reengage = reengage(Map.of("ask.text.mustache", "{{name}}"))) {
            Receipt receipt = reengage.campaigns().sendTest(campaign(), "ask", "ann", Address.email("me@shop.example"));

            assertThat(receipt).isEqualTo(Receipt.refusedForGood("no house in und: Ann"));
            assertThat(delivered).isEmpty();
        }
    }

    @Test
    void aValueThatOnlyTheHostCouldSetIsMissed() {
        try (Reengage reengage = reengage(Map.of("ask.text.mustache", "{{house}} {{brand}} {{name}}"))) {
            assertThat(reengage.campaigns().preview(campaign()).problems())
                    .containsExactly("step ask: template ask needs brand, which no person can have");
        }
    }

    @Test
    void aValueThatNobodyIsSaidToHaveIsMissedUnlessItHasAFallback() {
        Templates templates = Templates.of(
                        Map.of("ask.text.mustache", "{{naem}} {{town}} {{cart.item}} {{house}} {{unsubscribe}}"))
                .valuesOfPeople("name", "cart");
        try (Reengage reengage = reengage(templates.fallback("town", "Springfield"))) {
            assertThat(reengage.campaigns().preview(campaign()).problems())
                    .containsExactly(
                            "step ask: template ask needs naem, which is none of the values people have, and has no fallback");
        }
    }

    /** The three ways with a value that somebody lacks, each chosen for one value of one template. */
    @Test
    void whoLacksAValueGetsTheFallbackOrNothingAndTheReasonIsOnRecord() {
        Map<String, String> text = Map.of("ask.text.mustache", "{{name}} of {{town}} {{house}} {{cart.colour}}");
        Templates templates = Templates.of(text).fallback("town", "here").valuesOfPeople("name", "cart");
        try (Reengage reengage = reengage(templates)) {
            reengage.campaigns().launch(campaign());
            reengage.runDue(Duration.ofSeconds(30));

            assertThat(delivered).isEmpty();
            assertThat(reengage.insight().explain("ann", "c").toString()).contains("template ask needs cart.colour");
        }
        try (Reengage reengage = reengage(templates.fallback("cart.colour", "any colour"))) {
            reengage.campaigns().launch(campaign());
            reengage.runDue(Duration.ofSeconds(30));

            assertThat(delivered)
                    .extracting(each -> each.field("text").orElse(""))
                    .containsExactly("Ann of here 1-1 Chiyoda any colour");
        }
    }

    @Test
    void templatesNameTheChannelsValues() {
        try (Reengage reengage = reengage(Map.of("ask.text.mustache", "{{name}}: {{cart.item}}, {{house}}"))) {
            assertThat(reengage.campaigns().preview(campaign()).problems()).isEmpty();
            reengage.campaigns().launch(campaign());
            reengage.runDue(Duration.ofSeconds(30));

            assertThat(delivered)
                    .singleElement()
                    .satisfies(message -> assertThat(message.field("text")).contains("Ann: boots, 1-1 Chiyoda"));
        }
    }
}
