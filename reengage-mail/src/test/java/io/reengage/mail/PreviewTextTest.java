// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.ChannelSpec;
import io.reengage.channel.Rendering;
import io.reengage.channel.Templates;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the list of messages shows beside the subject: said first, seen by nobody who opens the mail. */
class PreviewTextTest {
    private static final Templates OWN = Templates.of(Map.of(
                    "ask.subject.mustache",
                    "s",
                    "ask.html.mustache",
                    "{{<starter-page}}{{$preview}}{{nick}}, {{brand}} kept {{thing}} for you{{/preview}}"
                            + "{{$body}}<p>Hello</p>{{/body}}{{/starter-page}}"))
            .withStarters()
            .valuesOfPeople("nick", "thing")
            .fallback("nick", "friend");

    private static ChannelSpec mail() {
        try (MailChannel channel = MailChannel.smtp("127.0.0.1", 25)
                .from("news@shop.example", "Shop")
                .build()) {
            return channel.spec();
        }
    }

    private static Map<String, String> rendered(
            Templates templates, String template, String language, Map<String, Object> more) {
        Map<String, Object> values = new HashMap<>(Map.of(
                "brand", "Shop",
                "salutation", "Dear Ann",
                "callToAction", "https://news.shop.example/r/keep-me/t",
                "preferences", "https://news.shop.example/r/preferences/t",
                "unsubscribe", "https://news.shop.example/r/unsubscribe/t",
                "language", language));
        values.putAll(more);
        Rendering rendering = templates.render(template, language, mail(), values);
        assertThat(rendering).isInstanceOf(Rendering.Rendered.class);
        return ((Rendering.Rendered) rendering).fields();
    }

    private static Element preview(Map<String, String> fields) {
        Document page = Jsoup.parse(Objects.requireNonNull(fields.get("html")));
        return Objects.requireNonNull(page.body().firstElementChild());
    }

    @ParameterizedTest
    @CsvSource({
        "still-interested, en, One click keeps you on the list.",
        "still-interested, ja, ボタンを一度押していただくだけで、引き続きお届けします。",
    })
    void isTheFirstThingInTheMailInTheReadersLanguageAndHidden(String template, String language, String words) {
        Map<String, String> fields = rendered(Templates.starters(), template, language, Map.of());

        Element preview = preview(fields);
        assertThat(preview.text()).startsWith(words);
        assertThat(preview.attr("style"))
                .contains("display: none", "mso-hide: all", "max-height: 0", "overflow: hidden");
        assertThat(fields.get("text")).isNotBlank().doesNotContain(words);
    }

    /** Else the list shows the beginning of the mail behind it. */
    @Test
    void isFollowedByBlanksThatKeepTheRestOfTheMailOut() {
        String words = preview(rendered(Templates.starters(), "still-interested", "en", Map.of()))
                .wholeText();
        assertThat(words.codePoints().filter(each -> each == 0x200c).count()).isGreaterThanOrEqualTo(50);
    }

    @Test
    void isATemplateWhoseValuesAreEscaped() {
        Map<String, String> fields =
                rendered(OWN, "ask", "en", Map.of("nick", "<b>A&B</b>", "thing", "a \"vase\"</div><img src=x>"));

        assertThat(preview(fields).text()).startsWith("<b>A&B</b>, Shop kept a \"vase\"</div><img src=x> for you");
        assertThat(preview(fields).children()).isEmpty();
        assertThat(fields.get("text")).doesNotContain("vase").contains("Hello");
    }

    @Test
    void aMissingValueIsItsFallback() {
        assertThat(preview(rendered(OWN, "ask", "en", Map.of("thing", "a vase")))
                        .text())
                .startsWith("friend, Shop kept a vase for you");
    }

    @Test
    void aMissingValueWithoutAFallbackIsNamedAndNeverABlank() {
        Rendering rendering = OWN.render(
                "ask",
                "en",
                mail(),
                Map.of("brand", "Shop", "preferences", "https://x.example/p", "unsubscribe", "https://x.example/u"));
        assertThat(rendering).isNotInstanceOf(Rendering.Rendered.class);
        assertThat(rendering.toString()).contains("thing");
        assertThat(List.of("nick")).noneMatch(rendering.toString()::contains);
    }
}
