// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.Environment;
import io.reengage.Reengage;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.Observation;
import io.reengage.campaign.Campaign;
import io.reengage.campaign.Steps;
import io.reengage.campaign.Tracked;
import io.reengage.channel.Templates;
import io.reengage.ledger.Ledger;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.link.Tracking;
import io.reengage.segment.Conditions;
import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import io.reengage.testing.VirtualClock;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every link of a whole mail as it arrived: what would tell who opened or clicked, and what must be there all the same. */
class NoTrackingTest {
    private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
    private static final Pattern LINK = Pattern.compile("https?://[^\\s\"'<>]+");

    /** Headers, HTML and text of the mail. */
    private record Mail(String headers, String html, String text) {

        Set<String> links() {
            Set<String> links = new TreeSet<>();
            for (String part : List.of(headers, html, text)) {
                LINK.matcher(part).results().forEach(each -> links.add(each.group()));
            }
            return links;
        }

        long personal() {
            return links().stream().filter(each -> each.contains("/r/")).count();
        }
    }

    private static Campaign letter(boolean tracked) {
        Campaign.Builder letter = letter().track(Tracked.CLICKS, Tracked.OPENS, Tracked.HIDDEN_LINK);
        return tracked ? letter.build() : letter.withoutTracking().build();
    }

    private static Campaign.Builder letter() {
        return Campaign.named("letter")
                .once()
                .purpose("newsletter")
                .audience(Conditions.subscribed("newsletter"))
                .noHoldout("a test of links")
                .step("ask", Steps.send("email").template("ask").callToAction(Steps.landingPage("keep-me")));
    }

    private static Mail sent(Campaign campaign, Tracking tracking) throws IOException, MessagingException {
        Instant joined = START.minus(Duration.ofDays(700));
        VirtualClock clock = VirtualClock.at(START);
        try (ScriptedServer server = new ScriptedServer(Map.of());
                Reengage reengage = Reengage.builder()
                        .environment(Environment.PRODUCTION)
                        .subscribers(SubscriberStore.inMemory(List.of(Subscriber.withId("42")
                                .email("hanako@example.jp")
                                .joinedAt(joined)
                                .subscribed("newsletter", joined, "form 1")
                                .consent(new Consent("tracking/opens", true, joined, "form 1"))
                                .build())))
                        .activity(ActivitySource.inMemory(List.of(), Observation.live(joined, List.of())))
                        .ledger(Ledger.inMemory())
                        .channel(MailChannel.smtp("127.0.0.1", server.port())
                                .from("news@shop.example", "Shop")
                                .build())
                        .templates(Templates.of(Map.of(
                                "ask.subject.mustache",
                                "Still interested?",
                                "ask.text.mustache",
                                "New: https://shop.example/new?a=1\nStay: {{callToAction}}\nLeave: {{unsubscribe}}",
                                "ask.html.mustache",
                                "<p><a href=\"https://shop.example/new?a=1\">New</a> <a href=\"{{callToAction}}\">Stay</a>"
                                        + " <a href=\"{{unsubscribe}}\">Leave</a></p>")))
                        .links(SignedLinks.at(URI.create("https://news.shop.example/r"))
                                .signedWith(SigningKeys.of("2026", new byte[32])))
                        .tracking(tracking)
                        .clock(clock)
                        .build()) {
            reengage.campaigns().launch(campaign);
            assertThat(reengage.runDue(Duration.ofSeconds(30)).sent()).isEqualTo(1);
            return parsed(server.bodies.get(0));
        }
    }

    private static Mail parsed(String body) throws IOException, MessagingException {
        MimeMessage mail = new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1)));
        MimeMultipart parts = (MimeMultipart) mail.getContent();
        BodyPart text = parts.getBodyPart(0);
        BodyPart html = parts.getBodyPart(1);
        return new Mail(
                String.join("\n", Collections.list(mail.getAllHeaderLines())), (String) html.getContent(), (String)
                        text.getContent());
    }

    @Test
    void aMailThatTracksNothingHoldsOnlyTheLinksAPersonMustHave() throws IOException, MessagingException {
        for (Mail mail : List.of(sent(letter(false), Tracking.ofDefaults()), sent(letter(true), Tracking.none()))) {
            assertThat(mail.links()).contains("https://shop.example/new?a=1");
            assertThat(mail.personal()).as("stay, leave: %s", mail.links()).isEqualTo(2);
            assertThat(mail.links()).hasSize(3);
            assertThat(mail.html()).doesNotContain("<img");
            assertThat(mail.headers()).contains("List-Unsubscribe: <https://news.shop.example/r/");
        }
    }

    @Test
    void theSameMailWithTrackingHoldsMore() throws IOException, MessagingException {
        Mail mail = sent(letter(true), Tracking.ofDefaults());

        assertThat(mail.links()).doesNotContain("https://shop.example/new?a=1");
        assertThat(mail.personal())
                .as("new, stay, leave, picture, hidden: %s", mail.links())
                .isEqualTo(5);
        assertThat(mail.html()).contains("<img");
    }

    /** Even of somebody who agreed to it. */
    @Test
    void openingsAndClicksAreToldOnlyWhereACampaignAsksForThem() throws IOException, MessagingException {
        Mail mail = sent(letter().build(), Tracking.ofDefaults());

        assertThat(mail.html()).doesNotContain("<img", "background", "/r/seen/");
        assertThat(mail.links()).contains("https://shop.example/new?a=1");
        assertThat(mail.personal()).as("stay, leave: %s", mail.links()).isEqualTo(2);
    }

    @Test
    void whatIsFollowedGoesByWayOfTheHostsOwnDomainAndNoOther() throws IOException, MessagingException {
        assertThat(sent(letter(true), Tracking.ofDefaults()).links())
                .allMatch(each -> each.startsWith("https://news.shop.example/r/"), "a signed link of the host's");
    }
}
