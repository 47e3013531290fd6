// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import io.reengage.channel.Message;
import io.reengage.subscriber.Address;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

/** Messages to try things with. */
final class Messages {
    static final String SUBJECT = "まだメールを受け取りますか？ 😀 We miss you, Ünal";
    static final String HTML = "<h1>お久しぶりです</h1><p>Dear <b>花子</b>,</p><ul><li>one</li><li>two 😀</li></ul>"
            + "<p><a href=\"https://shop.example/keep?a=1&amp;b=2\">Keep me</a> or "
            + "<a href=\"https://shop.example/leave\">leave</a></p>";

    private Messages() {}

    static Message message(String key) {
        return message(key, Map.of("subject", SUBJECT, "html", HTML), "hanako@example.jp");
    }

    static Message message(String key, Map<String, String> fields, String to) {
        return new Message(
                key,
                "42",
                Address.email(to),
                "ja",
                fields,
                Map.of(Message.UNSUBSCRIBE, URI.create("https://shop.example/u/" + "t0ken".repeat(30))),
                "newsletter",
                Instant.parse("2026-02-03T04:05:06Z"));
    }
}
