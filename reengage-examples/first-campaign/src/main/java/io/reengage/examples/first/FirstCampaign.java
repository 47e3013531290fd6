// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.first;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.RECEIVED;
import static io.reengage.campaign.Steps.*;
import static io.reengage.segment.Conditions.*;
import static io.reengage.segment.Span.*;

import io.reengage.Environment;
import io.reengage.Reengage;
import io.reengage.activity.Activity;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.Observation;
import io.reengage.campaign.Campaign;
import io.reengage.channel.Message;
import io.reengage.channel.Templates;
import io.reengage.ledger.Ledger;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import io.reengage.testing.RecordingChannel;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

public class FirstCampaign {
    static final Instant TODAY = Instant.parse("2026-11-21T09:00:00Z");
    static final Instant TWO_YEARS_AGO = TODAY.minus(Duration.ofDays(730));

    public static void main(String[] args) {
        RecordingChannel channel = RecordingChannel.email(); // later: MailChannel.smtp(...)
        try (Reengage reengage = Reengage.builder()
                .environment(Environment.PRODUCTION)
                .subscribers(people())
                .activity(history())
                .ledger(Ledger.inMemory()) // later: Ledger.jdbc(dataSource)
                .channel(channel)
                .templates(Templates.of(Map.of(
                        "still-interested.subject.mustache", "Still interested?",
                        "still-interested.text.mustache", "Keep me: {{callToAction}}  Leave: {{unsubscribe}}")))
                .links(SignedLinks.at(URI.create("https://news.shop.example/r"))
                        .signedWith(SigningKeys.of("2026", new byte[32]))) // yours: 32 secret random bytes
                .clock(() -> TODAY)
                .build()) {
            System.out.println(reengage.campaigns().preview(winBack()).text());
            reengage.campaigns().launch(winBack());
            reengage.runDue(Duration.ofSeconds(30));
            for (Message message : channel.messages()) {
                System.out.println(message.subscriberId() + " got: "
                        + message.field("subject").orElse(""));
            }
            System.out.println(reengage.insight().explain("bob", "win-back").text());
        }
    }

    /** Who gave no sign of life for 12 months: ask, remind after a week, then propose to retire. */
    static Campaign winBack() {
        return Campaign.named("win-back")
                .standing()
                .purpose("newsletter")
                .audience(allOf(
                        subscribed("newsletter"),
                        inactive(anyEngagement()).forAtLeast(months(12)).afterReceiving(5)))
                .noHoldout("three people are too few to compare")
                .step("ask", send("email").template("still-interested").callToAction(landingPage("keep-me")))
                .step(
                        "remind",
                        after(days(7)),
                        send("email").template("still-interested").callToAction(landingPage("keep-me")))
                .step("retire", after(days(5)), nominateForSunset("newsletter").sparing(clicked()))
                .exitWhen(confirmed("keep-me"))
                .build();
    }

    /** Your list: one small interface, here in memory. */
    static SubscriberStore people() {
        List<Subscriber> people = new ArrayList<>();
        for (String id : List.of("ann", "bob", "chie")) {
            people.add(Subscriber.withId(id)
                    .email(id + "@shop.example")
                    .joinedAt(TWO_YEARS_AGO)
                    .subscribed("newsletter", TWO_YEARS_AGO, "signup form")
                    .build());
        }
        return SubscriberStore.inMemory(people);
    }

    /** Your history: everybody got a mail a month, and only Bob clicked. */
    static ActivitySource history() {
        List<Activity> history = new ArrayList<>();
        for (String id : List.of("ann", "bob", "chie")) {
            for (int month = 1; month <= 12; month++) {
                history.add(Activity.of(RECEIVED).by(id).at(TODAY.minus(Duration.ofDays(30L * month))));
            }
        }
        history.add(Activity.of(CLICKED).by("bob").at(TODAY.minus(Duration.ofDays(40))));
        return ActivitySource.inMemory(history, Observation.live(TWO_YEARS_AGO, List.of(CLICKED, RECEIVED)));
    }
}
