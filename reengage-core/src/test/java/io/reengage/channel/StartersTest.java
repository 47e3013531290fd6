// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Rendering.Incomplete;
import io.reengage.channel.Rendering.Rendered;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class StartersTest {
    private static final ChannelSpec EMAIL =
            new ChannelSpec("email", "email", Set.of("subject", "html"), Set.of("text"), Duration.ofMinutes(1));

    static final List<String> NAMES = Starters.NAMES;

    static Stream<Arguments> mails() {
        return NAMES.stream().flatMap(name -> Stream.of("en", "ja").map(language -> Arguments.of(name, language)));
    }

    @ParameterizedTest
    @MethodSource("mails")
    void everyStarterIsReadyToBeSent(String name, String language) {
        Templates starters = Templates.starters();

        assertThat(starters.problems(name, EMAIL)).isEmpty();
        Rendered mail = (Rendered) starters.render(name, language, EMAIL, values());
        assertThat(mail.language()).isEqualTo(language);
        assertThat(mail.fields().get("html"))
                .startsWith("<!DOCTYPE html>\n<html lang=\"" + language + "\">")
                .contains("href=\"https://shop.example/?a=1&amp;b=2\"")
                .contains("https://shop.example/leave", "https://shop.example/choose")
                .containsSubsequence("<!--[if mso]><table role=\"presentation\" width=\"560\"", "<!--[if mso]></td>")
                .contains(language.equals("ja") ? "山田 花子様" : "Hi 花子,")
                .doesNotContain("{{", "}}", "<Shop>");
        assertThat(mail.fields().get("subject")).isNotBlank().doesNotContain("{{");
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void starterNamesAreTheOnesDocumented(String name) {
        assertThat(Templates.starters().problems(name, EMAIL)).isEmpty();
    }

    @Test
    void aMailWithoutItsContentIsNotSent() {
        Map<String, Object> values = values();
        values.remove("items");
        values.remove("offer");

        assertThat(Templates.starters().render("recommended-for-you", "ja", EMAIL, values))
                .isEqualTo(new Incomplete(List.of("items")));
        assertThat(Templates.starters().render("offer", "en", EMAIL, values))
                .isEqualTo(new Incomplete(List.of("offer.title")));
    }

    @Test
    void datesAndPricesAreWrittenInTheMailsLanguage() {
        Templates starters = Templates.starters();

        assertThat(html(starters.render("offer", "ja", EMAIL, values()))).contains("有効期限：2026年12月25日");
        assertThat(html(starters.render("offer", "en-GB", EMAIL, values()))).contains("Until 25 December 2026");
        assertThat(html(starters.render("recommended-for-you", "ja", EMAIL, values())))
                .contains("￥1,200", "<img src=\"https://shop.example/tea.png\" alt=\"\"");
    }

    @Test
    void aFileOfTheHostsTakesAStartersPlace() {
        Templates templates = Templates.of(Map.of(
                        "starter-brand.html.mustache", "<b>{{brand}} &amp; Co</b>",
                        "goodbye_ja.subject.mustache", "さようなら",
                        "own.subject.mustache", "Own",
                        "own.html.mustache", "{{<starter-page}}{{$body}}<h1>Own</h1>{{/body}}{{/starter-page}}"))
                .withStarters();

        assertThat(html(templates.render("goodbye", "en", EMAIL, values())))
                .contains("<b>&lt;Shop&gt; &amp; Co</b>", "Shall we say goodbye?");
        assertThat(((Rendered) templates.render("goodbye", "ja", EMAIL, values())).fields())
                .containsEntry("subject", "さようなら");
        assertThat(html(templates.render("own", "fr", EMAIL, values())))
                .contains("lang=\"en\"", "<h1>Own</h1>", "Unsubscribe");
        assertThat(templates.problems("absent", EMAIL)).hasSize(2);
    }

    static Map<String, Object> values() {
        Map<String, Object> values = new HashMap<>(Map.of(
                "brand", "<Shop>",
                "firstName", "花子",
                "lastName", "山田",
                "zone", "Asia/Tokyo",
                "callToAction", "https://shop.example/?a=1&b=2",
                "unsubscribe", "https://shop.example/leave",
                "preferences", "https://shop.example/choose"));
        values.put(
                "offer",
                Map.of("title", "10 % off", "code", "BACK-10", "until", Instant.parse("2026-12-24T16:00:00Z")));
        values.put(
                "items",
                List.of(
                        Map.of(
                                "name", "緑茶",
                                "url", "https://shop.example/tea",
                                "image", "https://shop.example/tea.png",
                                "price", Map.of("amount", 1200, "currency", "JPY")),
                        Map.of("name", "Cups & saucers", "url", "https://shop.example/cups")));
        return values;
    }

    private static String html(Rendering rendering) {
        assertThat(rendering).isInstanceOf(Rendered.class);
        return ((Rendered) rendering).fields().getOrDefault("html", "");
    }
}
