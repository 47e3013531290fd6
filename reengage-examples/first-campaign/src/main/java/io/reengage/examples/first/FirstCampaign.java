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

    public static void main(String[] args) {
        Instant today = Instant.parse("2026-11-21T09:00:00Z");
        Instant twoYearsAgo = today.minus(Duration.ofDays(730));

        // Your list and your history: two small interfaces, here in memory.
        List<Subscriber> people = new ArrayList<>();
        List<Activity> history = new ArrayList<>();
        for (String id : List.of("ann", "bob", "chie")) {
            people.add(Subscriber.withId(id)
                    .email(id + "@shop.example")
                    .joinedAt(twoYearsAgo)
                    .subscribed("newsletter", twoYearsAgo, "signup form")
                    .build());
            for (int month = 1; month <= 12; month++) {
                history.add(Activity.of(RECEIVED).by(id).at(today.minus(Duration.ofDays(30L * month))));
            }
        }
        history.add(Activity.of(CLICKED).by("bob").at(today.minus(Duration.ofDays(40))));

        // Nobody who clicked in the last 12 months; ask, remind after a week, then propose to retire.
        Campaign winBack = Campaign.named("win-back")
                .standing()
                .purpose("newsletter")
                .audience(allOf(
                        subscribed("newsletter"),
                        inactive(anyEngagement()).forAtLeast(months(12)).afterReceiving(5)))
                .noHoldout("three people are too few to compare")
                .step("ask", send("email").template("still-interested").callToAction(landingPage("keep-me")))
                .step("remind", after(days(7)), send("email").template("still-interested"))
                .step("retire", after(days(5)), nominateForSunset("newsletter").sparing(clicked()))
                .exitWhen(confirmed("keep-me"))
                .build();

        RecordingChannel channel = RecordingChannel.email(); // later: MailChannel.smtp(...)
        try (Reengage reengage = Reengage.builder()
                .environment(Environment.PRODUCTION)
                .subscribers(SubscriberStore.inMemory(people))
                .activity(ActivitySource.inMemory(history, Observation.live(twoYearsAgo, List.of(CLICKED, RECEIVED))))
                .ledger(Ledger.inMemory()) // later: Ledger.jdbc(dataSource)
                .channel(channel)
                .templates(Templates.of(Map.of(
                        "still-interested.subject.mustache", "Still interested?",
                        "still-interested.text.mustache", "Keep me: {{preferences}}  Leave: {{unsubscribe}}")))
                .links(SignedLinks.at(URI.create("https://news.shop.example/r"))
                        .signedWith(SigningKeys.of("2026", new byte[32]))) // yours: 32 secret random bytes
                .clock(() -> today)
                .build()) {
            System.out.println(reengage.campaigns().preview(winBack).text());
            reengage.campaigns().launch(winBack);
            reengage.runDue(Duration.ofSeconds(30));
            channel.messages()
                    .forEach(message ->
                            System.out.println(message.field("subject").orElse("") + " -> " + message.subscriberId()));
            System.out.println(reengage.insight().explain("bob", "win-back").text());
        }
    }
}
