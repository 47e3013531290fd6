// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.kill;

import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.subscribed;

import io.reengage.Environment;
import io.reengage.Reengage;
import io.reengage.campaign.Action;
import io.reengage.campaign.Campaign;
import io.reengage.channel.Templates;
import io.reengage.ledger.Ledger;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.mail.MailChannel;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import io.reengage.testing.VirtualClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.h2.jdbcx.JdbcDataSource;

/** A process of its own that writes to one person and is killed meanwhile: database, port of the mail server, at least once. */
final class DialogueMain {
    static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
    static final String PERSON = "p-1";
    static final String RUN = "letter";

    private DialogueMain() {}

    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[1]);
        boolean repeatable = Boolean.parseBoolean(arguments[2]);
        try (Reengage reengage = open(arguments[0], port, VirtualClock.at(START))) {
            reengage.campaigns().launch(letter(repeatable));
            reengage.runDue(Duration.ofMinutes(1));
        }
    }

    static Reengage open(String database, int port, VirtualClock clock) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(database);
        Instant joined = START.minus(Duration.ofDays(700));
        return Reengage.builder()
                .environment(Environment.PRODUCTION)
                .subscribers(SubscriberStore.inMemory(List.of(Subscriber.withId(PERSON)
                        .email("person@people.example")
                        .joinedAt(joined)
                        .subscribed("news", joined, "form")
                        .build())))
                .ledger(Ledger.jdbc(source))
                .channel(MailChannel.smtp("127.0.0.1", port)
                        .from("news@shop.example", "Shop")
                        .clock(clock)
                        .build())
                .templates(Templates.of(Map.of(
                        "ask.subject.mustache",
                        "Still there?",
                        "ask.html.mustache",
                        "<a href=\"{{unsubscribe}}\">Leave</a>")))
                .links(SignedLinks.at(URI.create("https://news.shop.example/r"))
                        .signedWith(SigningKeys.of("test", new byte[32])))
                .clock(clock)
                .build();
    }

    static Campaign letter(boolean repeatable) {
        Action.Send ask = send(MailChannel.NAME).template("ask");
        return Campaign.named(RUN)
                .once()
                .purpose("news")
                .audience(subscribed("news"))
                .noHoldout("a test of sending")
                .step("ask", repeatable ? ask.atLeastOnce() : ask)
                .build();
    }
}
