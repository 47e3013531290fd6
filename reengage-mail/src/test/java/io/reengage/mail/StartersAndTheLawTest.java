// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static io.reengage.campaign.Steps.landingPage;
import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.subscribed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.reengage.Environment;
import io.reengage.Reengage;
import io.reengage.campaign.Campaign;
import io.reengage.channel.Templates;
import io.reengage.ledger.Ledger;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.subscriber.SubscriberStore;
import java.net.URI;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws at the front door: a campaign that would break one is not launched. */
class StartersAndTheLawTest {
    private static final Imprint IMPRINT = new Imprint("株式会社ショップ", "東京都千代田区1-1", "help@shop.example");

    private static Reengage reengage(Templates templates, Imprint imprint) {
        return Reengage.builder()
                .environment(Environment.PRODUCTION)
                .subscribers(SubscriberStore.inMemory(List.of()))
                .ledger(Ledger.inMemory())
                .channel(MailChannel.smtp("127.0.0.1", 25)
                        .from("news@shop.example", "Shop")
                        .lawsOf(EnumSet.allOf(Law.class))
                        .imprint(imprint)
                        .build())
                .templates(templates)
                .brand("Shop")
                .links(SignedLinks.at(URI.create("https://news.shop.example/r"))
                        .signedWith(SigningKeys.of("2026", new byte[32])))
                .clock(() -> Instant.parse("2026-11-21T09:00:00Z"))
                .build();
    }

    private static Campaign campaign(String template) {
        return Campaign.named("c")
                .standing()
                .purpose("newsletter")
                .audience(subscribed("newsletter"))
                .noHoldout("nobody is there")
                .step("ask", send("email").template(template).callToAction(landingPage("keep-me")))
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"still-interested", "goodbye", "offer", "recommended-for-you"})
    void startersSatisfyEveryLawOnceTheImprintIsSet(String template) {
        try (Reengage reengage = reengage(Templates.starters(), IMPRINT)) {
            assertThat(reengage.campaigns().preview(campaign(template)).problems())
                    .isEmpty();
        }
    }

    @Test
    void withoutAnImprintTheLaunchIsRefused() {
        try (Reengage reengage = reengage(Templates.starters(), new Imprint("", "", ""))) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> reengage.campaigns().launch(campaign("still-interested")))
                    .withMessageContaining(
                            "step ask: template still-interested: law JP, EU, CA: the sender's legal name is not set")
                    .withMessageContaining("law JP, US, CA: the sender's postal address is not set: imprint(...)");
        }
    }

    @Test
    void aTemplateThatHidesTheWayOutIsRefused() {
        Templates templates = Templates.of(Map.of(
                "ask.subject.mustache", "s",
                "ask.html.mustache",
                        "<p>{{senderName}} {{senderAddress}} {{senderContact}} <a href='{{callToAction}}'>Hi</a></p>"));
        try (Reengage reengage = reengage(templates, IMPRINT)) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> reengage.campaigns().launch(campaign("ask")))
                    .withMessageContaining("beside the link to do so: {{unsubscribe}}");
        }
    }
}
