// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.Environment;
import io.reengage.Reengage;
import io.reengage.campaign.Campaign;
import io.reengage.campaign.Steps;
import io.reengage.channel.Templates;
import io.reengage.ledger.Ledger;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.segment.Conditions;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import io.reengage.testing.VirtualClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A mail that is tried again is the same mail: servers and readers that know it by its Message-ID or key see one. */
class RetriedMailTest {
    private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
    private static final SignedLinks LINKS =
            SignedLinks.at(URI.create("https://shop.example/r")).signedWith(SigningKeys.of("k", new byte[32]));

    private static String header(String mail, String name) {
        return mail.replace("\r\n ", " ")
                .lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }

    @Test
    void everyTryHasTheSameBytesButForTheDateWhichIsThatOfTheHostsClock() throws IOException {
        VirtualClock clock = VirtualClock.at(START);
        Instant joined = START.minus(Duration.ofDays(700));
        try (ScriptedServer server = new ScriptedServer(Map.of("DOT#1", "451 4.3.0 later", "DOT#2", "452 4.3.1 full"));
                Reengage reengage = Reengage.builder()
                        .environment(Environment.PRODUCTION)
                        .subscribers(SubscriberStore.inMemory(List.of(Subscriber.withId("42")
                                .email("hanako@example.jp")
                                .joinedAt(joined)
                                .subscribed("news", joined, "form")
                                .build())))
                        .ledger(Ledger.inMemory())
                        .channel(MailChannel.smtp("127.0.0.1", server.port())
                                .from("news@shop.example", "Shop")
                                .returnPath(ReturnPath.at("bounces@shop.example", LINKS))
                                .idempotencyHeader("Resend-Idempotency-Key")
                                .build())
                        .templates(Templates.of(Map.of(
                                "ask.subject.mustache",
                                "Still interested?",
                                "ask.html.mustache",
                                "<p>Hello <a href=\"{{unsubscribe}}\">Leave</a></p>")))
                        .links(LINKS)
                        .clock(clock)
                        .build()) {
            reengage.campaigns()
                    .launch(Campaign.named("letter")
                            .once()
                            .purpose("news")
                            .audience(Conditions.subscribed("news"))
                            .noHoldout("a test")
                            .step("ask", Steps.send("email").template("ask"))
                            .build());
            for (int hour = 0; hour < 12; hour++) {
                reengage.runDue(Duration.ofMinutes(1));
                clock.advance(Duration.ofHours(1));
            }

            assertThat(server.bodies).hasSize(3);
            assertThat(server.bodies.stream().map(each -> each.replaceFirst("Date: .*", "")))
                    .containsOnly(server.bodies.get(0).replaceFirst("Date: .*", ""));
            String mail = server.bodies.get(0);
            assertThat(header(mail, "Date")).isEqualTo("Mon, 5 Jan 2026 09:00:00 +0000");
            assertThat(server.bodies).allMatch(each -> header(each, "Date").startsWith("Mon, 5 Jan 2026 "));
            String key = header(mail, "Resend-Idempotency-Key");
            assertThat(key).matches("[0-9a-f]{20,}");
            assertThat(header(mail, "Message-ID")).isEqualTo("<" + key + "@shop.example>");
            assertThat(server.commands.stream()
                            .filter(each -> each.startsWith("MAIL FROM"))
                            .distinct())
                    .hasSize(1);
        }
    }
}
