// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LandingLooksTest {

    private static final List<String> SCREENS = List.of("keep-me", "preferences", "unsubscribe");

    private final RecordedVisits visits = new RecordedVisits();

    @Test
    void bothLanguagesSayTheSameThings() {
        Map<String, String> english = LandingTexts.in("en").with("B");
        Map<String, String> japanese = LandingTexts.in("ja").with("B");

        assertThat(japanese.keySet()).isEqualTo(english.keySet()).hasSizeGreaterThan(35);
        assertThat(japanese).allSatisfy((key, text) -> {
            assertThat(text).isNotBlank().doesNotContain("{brand}");
            assertThat(text).as(key).isNotEqualTo(english.get(key));
        });
        assertThat(LandingTexts.in("en").with("{brand}").get("kept-lead")).contains("{brand}");
    }

    @ParameterizedTest
    @EnumSource(Answer.Reason.class)
    void everyReasonHasWords(Answer.Reason reason) {
        for (String language : LandingTexts.LANGUAGES) {
            assertThat(LandingTexts.in(language).with("")).containsKey("reason-" + reason.code());
        }
    }

    @ParameterizedTest
    @EnumSource(Screen.class)
    void everyScreenHasWords(Screen screen) {
        for (String language : LandingTexts.LANGUAGES) {
            assertThat(LandingTexts.in(language).with(""))
                    .containsKeys(screen.key() + "-heading", screen.key() + "-lead");
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "ja,'',ja",
                "ja-JP,en,ja",
                "JA,en,ja",
                "en,ja,en",
                "en-GB,ja,en",
                "und,'ja,en;q=0.8',ja",
                "fr,'de, ja;q=0.5, en;q=0.4',ja",
                "fr,'ja;q=0, de',en",
                "fr,de,en",
                "und,'',en",
                "und,';;;q=',en",
                "ja,';;;q=',ja",
                "'!?',ja,en",
                "und,*,en"
            })
    void theLanguageIsThatOfTheMessageElseOfTheBrowser(String message, String accept, String chosen) {
        LandingPages pages = pages();
        LandingResponse response = pages.respond(LandingRequest.withForm(
                "GET",
                Given.pathOf(Given.token(LinkToken.KEEP_ME, message)),
                Map.of("Accept-Language", List.of(accept)),
                Map.of()));

        assertThat(response.headers()).containsEntry("Content-Language", chosen);
        assertThat(response.body()).contains("<html lang=\"" + chosen + "\">");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "' onmouseover='alert(1)",
                "{{{style}}}",
                "{{lead}}",
                "</title><svg/onload=alert(1)>",
                "&lt;b&gt; & Söhne",
                "$1 \\1 {date}"
            })
    void theBrandIsTextAndNothingElse(String brand) {
        LandingPages pages = builder().brand(brand).build();

        for (String page : SCREENS) {
            LandingResponse response = pages.respond(Given.get(Given.pathOf(Given.token(page))));
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body())
                    .doesNotContain("<script", "<img", "<svg", "' onmouse", "\"><i")
                    .doesNotContain("&amp;amp;lt;");
            assertThat(response.body().split("<style>", -1)).hasSize(2);
        }
    }

    @Test
    void whatAVisitorSendsIsNeverShown() {
        String path = Given.pathOf(Given.token(LinkToken.KEEP_ME));
        LandingResponse response =
                pages().respond(Given.request("POST", path + "?<b>", Map.of("answer", "<b>evil", "reason", "<b>evil")));

        assertThat(response.body()).doesNotContain("evil", "<b>", path);
    }

    /** S-34, S-38. */
    @Test
    void headersKeepThePageToItself() {
        LandingPages pages = pages();
        visits.failing = false;
        for (String path :
                List.of("/x", Given.pathOf(Given.token("keep-me")), Given.pathOf(Given.token("unsubscribe")))) {
            for (String method : List.of("GET", "HEAD", "POST", "PUT")) {
                Map<String, String> headers =
                        pages.respond(Given.request(method, path, Map.of())).headers();
                assertThat(headers)
                        .containsEntry("Content-Type", "text/html; charset=utf-8")
                        .containsEntry("Referrer-Policy", "no-referrer")
                        .containsEntry("Cache-Control", "no-store")
                        .containsEntry("X-Content-Type-Options", "nosniff")
                        .containsEntry("X-Frame-Options", "DENY")
                        .containsEntry("X-Robots-Tag", "noindex, nofollow")
                        .doesNotContainKeys("Set-Cookie", "Location");
                assertThat(headers.get("Content-Security-Policy"))
                        .startsWith("default-src 'none'; style-src 'sha256-")
                        .contains("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe");
            }
        }
    }

    @Test
    void thePolicyNamesTheOneStylesheet() throws Exception {
        LandingResponse response = builder()
                .stylesheet(":root { --accent: #7a1f5c; }")
                .build()
                .respond(Given.get(Given.pathOf(Given.token("keep-me"))));
        Matcher style = Pattern.compile("<style>(.*)</style>", Pattern.DOTALL).matcher(response.body());

        assertThat(style.find()).isTrue();
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(style.group(1)).contains("--accent: #7a1f5c;");
        assertThat(response.headers().get("Content-Security-Policy"))
                .contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
    }

    @Test
    void pagesAreAccessibleAndLoadNothing() {
        for (String page : SCREENS) {
            String html =
                    pages().respond(Given.get(Given.pathOf(Given.token(page)))).body();
            assertThat(html.split("<h1>", -1)).hasSize(2);
            assertThat(html)
                    .contains("<html lang=\"en\">", "width=device-width", "<title>", "<main>", ":focus-visible");
            assertThat(html)
                    .doesNotContain("<script", "src=", "href=", "url(", "@import", "http:", "https:", "style=\"");
            assertThat(html.split("<select", -1)).hasSameSizeAs(html.split("<label for=\"reason\"", -1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--text,--card",
        "--text,--back",
        "--soft,--card",
        "--soft,--back",
        "--on-accent,--accent",
        "--text,--note"
    })
    void textsStandOutFromTheirGround(String text, String ground) {
        String css = pages().respond(Given.get("/x")).body();
        List<Double> luminances = luminances(css, text);
        List<Double> grounds = luminances(css, ground);

        assertThat(luminances).hasSize(2);
        for (int scheme = 0; scheme < 2; scheme++) {
            double one = luminances.get(scheme) + 0.05;
            double other = grounds.get(scheme) + 0.05;
            assertThat(Math.max(one, other) / Math.min(one, other)).isGreaterThanOrEqualTo(4.5);
        }
    }

    @Test
    void theHostMayBringItsOwnFrame() {
        LandingPages pages = builder()
                .brand("A & B")
                .template(
                        "<!DOCTYPE html><html lang={{lang}}><title>{{heading}}</title>{{{style}}}<b>{{brand}}</b>{{>content}}")
                .build();

        assertThat(pages.respond(Given.get(Given.pathOf(Given.token("keep-me"))))
                        .body())
                .contains("<b>A &amp; B</b>", "value=\"keep\"", "<h1>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{nonsense}}", "{{#open}}", "{{>other}}", "{{{style}}"})
    void aFrameThatCannotBeFilledIsRefusedAtOnce(String template) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().template(template).build())
                .withMessageContaining("template");
    }

    @Test
    void lookThatCouldBreakOutIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> builder().stylesheet("a{}</style><script>"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().stylesheet("<!--"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().brand(" "));
    }

    @Test
    void withoutABrandTheHostNameServes() {
        assertThat(pages().respond(Given.get("/x")).body()).contains("<p class=\"brand\">shop.example</p>");
    }

    private LandingPages pages() {
        return builder().build();
    }

    private LandingPages.Builder builder() {
        return LandingPages.builder(Given.LINKS, visits, () -> Given.NOW);
    }

    private static List<Double> luminances(String css, String name) {
        return Pattern.compile(Pattern.quote(name) + ": #([0-9a-f]{6})")
                .matcher(css)
                .results()
                .map(found -> luminance(found.group(1)))
                .toList();
    }

    private static double luminance(String hex) {
        double[] parts = Arrays.stream(new int[] {0, 2, 4})
                .mapToDouble(at -> Integer.parseInt(hex.substring(at, at + 2), 16) / 255.0)
                .map(part -> part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4))
                .toArray();
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    }
}
