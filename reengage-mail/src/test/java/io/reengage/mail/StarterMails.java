// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import io.reengage.channel.ChannelSpec;
import io.reengage.channel.Rendering.Rendered;
import io.reengage.channel.Templates;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The starters, filled with all they can show. */
final class StarterMails {
    static final List<String> NAMES = List.of("still-interested", "recommended-for-you", "offer", "goodbye");

    private static final String PICTURE = "https://shop.example/a-picture.png";

    private StarterMails() {}

    static Rendered rendered(Templates templates, String name, String language, ChannelSpec channel) {
        return (Rendered) templates.render(name, language, channel, values(language));
    }

    static Map<String, Object> values(String language) {
        boolean japanese = language.equals("ja");
        Map<String, Object> values = new HashMap<>();
        values.put("brand", japanese ? "青葉茶舗" : "Aoba Tea");
        values.put("firstName", japanese ? "花子" : "Ann");
        values.put("lastName", japanese ? "長谷川" : "Lee");
        values.put("zone", "Asia/Tokyo");
        values.put("callToAction", "https://shop.example/r/0123456789abcdef0123456789abcdef0123456789abcdef?a=1&b=2");
        values.put("unsubscribe", "https://shop.example/r/unsubscribe");
        values.put("preferences", "https://shop.example/r/preferences");
        values.put("senderName", japanese ? "株式会社青葉茶舗" : "Aoba Tea Inc.");
        values.put("senderAddress", japanese ? "愛知県名古屋市中区栄1-2-3" : "1-2-3 Sakae, Naka-ku, Nagoya, Japan");
        values.put("senderContact", "help@shop.example");
        values.put(
                "offer",
                Map.of(
                        "title",
                        japanese ? "全品10％割引" : "10 % off everything",
                        "code",
                        "COME-BACK-2026-10",
                        "until",
                        Instant.parse("2026-12-24T12:00:00Z")));
        values.put(
                "items",
                List.of(
                        item(japanese ? "一番摘みの煎茶" : "Sencha, first picking of the year", 1200),
                        item(
                                japanese ? "熱が長く続く鋳物の急須（大）" : "A cast-iron teapot that keeps the heat for an hour",
                                98_000),
                        Map.of("name", japanese ? "湯のみ" : "Cups", "url", "https://shop.example/cups")));
        return values;
    }

    private static Map<String, Object> item(String name, int yen) {
        return Map.of(
                "name",
                name,
                "url",
                "https://shop.example/item",
                "image",
                PICTURE,
                "price",
                Map.of("amount", yen, "currency", "JPY"));
    }
}
