// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.mail;

import io.reengage.channel.ChannelSpec;
import io.reengage.channel.Message;
import io.reengage.channel.Rendering;
import io.reengage.channel.Templates;
import io.reengage.mail.MailChannel;
import io.reengage.subscriber.Address;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Renders starter mails as the mail channel has them, for one made-up person after the other. Safe for several threads. */
final class Mailing {
    static final String FROM = "news@shop.example";

    private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");
    private static final List<Map<String, Object>> ITEMS = List.of(
            item("Sencha, first picking of the year", 1_200),
            item("A cast-iron teapot that keeps the heat for an hour", 98_000),
            Map.of("name", "湯のみ", "url", "https://shop.example/cups"));
    private static final Map<String, Object> OFFER =
            Map.of("title", "10 % off everything", "code", "COME-BACK", "until", Instant.parse("2026-12-24T12:00:00Z"));

    private final Templates templates = Templates.starters();
    private final ChannelSpec email;
    private final AtomicLong count = new AtomicLong();

    Mailing() {
        try (MailChannel channel =
                MailChannel.smtp("127.0.0.1", 25).from(FROM, "Shop").build()) {
            email = channel.spec();
        }
    }

    private static Map<String, Object> item(String name, int yen) {
        return Map.of(
                "name",
                name,
                "url",
                "https://shop.example/item",
                "image",
                "https://shop.example/a-picture.png",
                "price",
                Map.of("amount", yen, "currency", "JPY"));
    }

    /**
     * One person's mail.
     *
     */
    record Mail(String key, String to, String subject, String html, String text) {

        Message message() {
            return new Message(
                    key,
                    key,
                    Address.email(to),
                    "en",
                    Map.of("subject", subject, "html", html, "text", text),
                    Map.of(Message.UNSUBSCRIBE, URI.create("https://shop.example/u/" + key)),
                    "newsletter",
                    NOW);
        }
    }

    /** "Still interested?" in English. */
    Mail next() {
        return next("still-interested", "en");
    }

    Mail next(String starter, String language) {
        long number = count.incrementAndGet();
        Map<String, Object> values = new HashMap<>();
        values.put("brand", "Shop");
        values.put("senderName", "Shop Inc.");
        values.put("senderAddress", "1 Example Street, Springfield");
        values.put("senderContact", "help@shop.example");
        values.put("firstName", "Hanako" + number);
        values.put("lastName", "Yamada");
        values.put("zone", "Asia/Tokyo");
        values.put("callToAction", "https://shop.example/r/keep-me/" + number);
        values.put("unsubscribe", "https://shop.example/u/" + number);
        values.put("preferences", "https://shop.example/p/" + number);
        values.put("items", ITEMS);
        values.put("offer", OFFER);
        if (!(templates.render(starter, language, email, values) instanceof Rendering.Rendered mail)) {
            throw new IllegalStateException("the starter mail " + starter + " lacks a value");
        }
        return new Mail(
                "k" + number,
                "p" + number + "@example.net",
                mail.fields().getOrDefault("subject", ""),
                mail.fields().getOrDefault("html", ""),
                mail.fields().getOrDefault("text", ""));
    }
}
