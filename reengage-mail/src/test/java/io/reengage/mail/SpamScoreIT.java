// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Message;
import io.reengage.channel.Rendering;
import io.reengage.channel.Templates;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SpamAssassin's rules that need no network, on the starter mails. */
class SpamScoreIT {
    private static final double HIGHEST = 1.0;
    private static final Pattern SCORE = Pattern.compile("X-Spam-Status: [^\n]*score=(-?[0-9.]+)");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "still-interested, en",
        "still-interested, ja",
        "recommended-for-you, en",
        "recommended-for-you, ja",
        "offer, en",
        "offer, ja",
        "goodbye, en",
        "goodbye, ja"
    })
    void scoresUnderOne(String template, String language) throws Exception {
        Tool spamassassin = Tool.need("/usr/bin/spamassassin", "spamassassin");
        try (MailChannel channel = Samples.channel(25).build()) {
            Map<String, Object> values = values();
            Rendering rendering = Templates.starters().render(template, language, channel.spec(), values);
            assertThat(rendering).isInstanceOf(Rendering.Rendered.class);
            Message plain = Messages.message("k1");
            Message message = new Message(
                    "0123456789abcdef",
                    "42",
                    plain.to(),
                    language,
                    ((Rendering.Rendered) rendering).fields(),
                    plain.links(),
                    "newsletter",
                    plain.createdAt());
            Path mail = Files.write(
                    directory.resolve("mail.eml"),
                    Samples.composer().compose(message).bytes());

            // as root, rules are read from a home of the test's own
            String verdict = spamassassin.run(
                    directory,
                    List.of(
                            "-L",
                            "-t",
                            "-x",
                            "--siteconfigpath=/etc/spamassassin",
                            "--prefspath=" + directory.resolve("prefs"),
                            mail.toString()));

            Matcher score = SCORE.matcher(verdict);
            assertThat(score.find()).as(verdict).isTrue();
            assertThat(Double.parseDouble(score.group(1))).as(verdict).isLessThan(HIGHEST);
        }
    }

    private static Map<String, Object> values() {
        Map<String, Object> values = new HashMap<>(Samples.IMPRINT.values());
        Messages.message("k1").links().forEach((name, uri) -> values.put(name, uri.toString()));
        values.put("callToAction", URI.create("https://news.shop.example/r/abc").toString());
        values.put("preferences", "https://news.shop.example/r/def");
        values.put("brand", "Shop");
        values.put("subscriberId", "42");
        values.put(
                "items",
                List.of(Map.of(
                        "name",
                        "Boots",
                        "url",
                        "https://shop.example/boots",
                        "price",
                        Map.of("amount", new BigDecimal("9800"), "currency", "JPY"))));
        values.put(
                "offer", Map.of("title", "10 % off", "code", "BACK10", "until", Instant.parse("2026-03-01T00:00:00Z")));
        values.put("zone", "Asia/Tokyo");
        values.put("firstName", "Hanako");
        values.put("lastName", "Yamada");
        return values;
    }
}
