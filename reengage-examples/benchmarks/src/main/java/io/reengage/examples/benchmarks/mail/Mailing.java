// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.mail;

import io.reengage.channel.ChannelSpec;
import io.reengage.channel.Message;
import io.reengage.channel.Rendering;
import io.reengage.channel.Templates;
import io.reengage.subscriber.Address;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Renders the starter mail "still interested?" for one made-up person after the other. Safe for several threads. */
final class Mailing {
    static final String FROM = "news@shop.example";

    private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");
    private static final ChannelSpec EMAIL =
            new ChannelSpec("email", Address.EMAIL, Set.of("subject", "html"), Set.of("text"), Duration.ofMinutes(1));

    private final Templates templates = Templates.starters();
    private final AtomicLong count = new AtomicLong();

    /**
     * One person's mail.
     *
     * @param text the part for readers without HTML, which every contender is given
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

    Mail next() {
        long number = count.incrementAndGet();
        String name = "Hanako" + number;
        Map<String, Object> values = new HashMap<>();
        values.put("brand", "Shop");
        values.put("firstName", name);
        values.put("lastName", "Yamada");
        values.put("zone", "Asia/Tokyo");
        values.put("callToAction", "https://shop.example/r/keep-me/" + number);
        values.put("unsubscribe", "https://shop.example/u/" + number);
        values.put("preferences", "https://shop.example/p/" + number);
        if (!(templates.render("still-interested", "en", EMAIL, values) instanceof Rendering.Rendered mail)) {
            throw new IllegalStateException("the starter mail lacks a value");
        }
        String text = "Hi " + name + ",\n\nstill interested? https://shop.example/r/keep-me/" + number
                + "\n\nUnsubscribe: https://shop.example/u/" + number + "\n";
        return new Mail(
                "k" + number,
                "p" + number + "@example.net",
                mail.fields().getOrDefault("subject", ""),
                mail.fields().getOrDefault("html", ""),
                text);
    }
}
