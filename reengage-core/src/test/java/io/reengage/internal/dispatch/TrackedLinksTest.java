// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import static io.reengage.internal.dispatch.Telling.LINKS;
import static io.reengage.internal.dispatch.Telling.html;
import static io.reengage.internal.dispatch.Telling.targets;
import static io.reengage.internal.dispatch.Telling.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.campaign.Tracked;
import io.reengage.link.LinkToken;
import io.reengage.link.Tracking;
import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Subscriber;
import java.net.URI;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackedLinksTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "href=\"https://shop.example/\"|https://shop.example/",
                "href='https://shop.example/?a=1&amp;b=2#c'|https://shop.example/?a=1&b=2#c",
                "href=https://shop.example/?a=1&b=2|https://shop.example/?a=1&b=2",
                "HREF=\"HTTPS://SHOP.example/A\"|HTTPS://SHOP.example/A",
                "href=\"https://shop.example/&#x3D;&#61;&quot;\"|https://shop.example/==%22",
                "class=\"href=x\"¬href=\"https://shop.example/1\"|https://shop.example/1",
                "title='>'¶href=\"https://shop.example/2\"|https://shop.example/2",
                "href=\"¬https://shop.example/3¶\"|https://shop.example/3",
                "href=\"https://shop.example/カート?名={値}\"|https://shop.example/%E3%82%AB%E3%83%BC%E3%83%88?%E5%90%8D=%7B%E5%80%A4%7D",
                "href=\"https://blog.shop.example/a\"|https://blog.shop.example/a",
                "href=\"https://shop.example/?a&amp;=b\"|https://shop.example/?a&=b",
                "href=\"https://shop.example/r/not-a-token\"|https://shop.example/r/not-a-token"
            })
    void aPlainLinkToAPageOfTheHostsIsFollowedByWayOfUs(String attributes, String target) {
        String told = html("<p>Look <a " + attributes.replace('¶', '\n').replace('¬', '\t') + ">here</a></p>");
        assertThat(targets(told)).containsExactly(target);
        assertThat(told).startsWith("<p>Look <a ").endsWith(">here</a></p>").doesNotContain("shop.example/A");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a href=\"mailto:me@shop.example\">x</a>",
                "<a href=\"tel:+81\">x</a>",
                "<a href=\"#top\">x</a>",
                "<a href=\"/cart\">x</a>",
                "<a href=\"\">x</a>",
                "<a href>x</a>",
                "<a name=\"https://shop.example/\">x</a>",
                "<a href=\"javascript:https://shop.example/\">x</a>",
                "<a href=\"https://other.example/\">x</a>",
                "<a href=\"https://notshop.example/\">x</a>",
                "<a href=\"https://shop.example.evil.example/\">x</a>",
                "<a href=\"https://shop.example@evil.example/\">x</a>",
                "<a href=\"https://shop.example\\@evil.example/\">x</a>",
                "<a href=\"https://shop.example/&copy\">x</a>",
                "<a href=\"https://shop.example/&eacute;\">x</a>",
                "<a href=\"https://shop.example/&#0;\">x</a>",
                "<a href=\"https://other.example/\" href=\"https://shop.example/\">x</a>",
                "<img src=\"https://shop.example/a.png\">",
                "<link href=\"https://shop.example/a.css\">",
                "<base href=\"https://shop.example/\">",
                "<form action=\"https://shop.example/\">",
                "<!-- <a href=\"https://shop.example/\">x</a> -->",
                "<!--[if mso]><a href=\"https://shop.example/\">x</a><![endif]-->",
                "<style>a{b:url(<a href=\"https://shop.example/\">)}</style>",
                "<script>'<a href=\"https://shop.example/\">'</script>",
                "<title><a href=\"https://shop.example/\"></title>",
                "<a href=\"https://shop.example/",
                "a < b https://shop.example/ > c",
                "https://shop.example/"
            })
    void everythingElseStaysAsItIs(String html) {
        assertThat(html(html)).isEqualTo(html);
    }

    @Test
    void linksOfOursStayAsTheyAre() {
        for (String page : Set.of(LinkToken.UNSUBSCRIBE, LinkToken.KEEP_ME, LinkToken.PREFERENCES)) {
            String link = LINKS.to(Telling.token(page)).toString();
            String html = "<a href=\"" + link + "\">x</a>";
            assertThat(html(html)).isEqualTo(html);
            assertThat(text("Here: " + link + ".")).isEqualTo("Here: " + link + ".");
        }
        String once = html("<a href=\"https://shop.example/\">x</a>");
        assertThat(html(once)).isEqualTo(once);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "See https://shop.example/a.|See @.|https://shop.example/a",
                "<https://shop.example/a>|<@>|https://shop.example/a",
                "(https://shop.example/a_(b)), ok|(@), ok|https://shop.example/a_(b)",
                "\"https://shop.example/?a=1&b=2#c\"!|\"@\"!|https://shop.example/?a=1&b=2#c",
                "https://shop.example/a。次|@。次|https://shop.example/a",
                "https://shop.example/a　次|@　次|https://shop.example/a",
                "リンク：https://shop.example/a|リンク：@|https://shop.example/a",
                "HTTPS://shop.example/a|@|HTTPS://shop.example/a",
                "https://shop.example|@|https://shop.example"
            })
    void anAddressInATextIsFollowedByWayOfUs(String before, String after, String target) {
        String told = text(before);
        assertThat(targets(told)).containsExactly(target);
        assertThat(Telling.LINK.matcher(told).replaceAll("@")).isEqualTo(after);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example/カート",
                "https://shop.example/aをご覧ください",
                "https://shop.example/{id}",
                "xhttps://shop.example/",
                "ftp://shop.example/",
                "://shop.example/",
                "https://",
                "https://other.example/",
                "me@shop.example",
                "shop.example/a",
                "https://user@shop.example/"
            })
    void whatReadersSeeDifferentlyStaysAsItIs(String text) {
        assertThat(text(text)).isEqualTo(text);
    }

    @Test
    void linksThatLeadToTheSameAreOneAndTheTokenSaysHowManyThereAre() {
        Map<String, String> told = Telling.in(
                Map.of(
                        "html",
                        "<a href=\"https://shop.example/a?x=1&amp;y=2\">a</a> <a href='https://shop.example/b'>b</a>",
                        "text",
                        "https://shop.example/a?x=1&y=2 https://shop.example/c",
                        "subject",
                        "https://shop.example/a"),
                Set.of(Tracked.CLICKS));
        assertThat(Telling.tokens(told.get("html") + told.get("text")))
                .extracting(token -> Objects.requireNonNull(token.target()).links())
                .containsOnly(3);
        assertThat(Telling.LINK
                        .matcher(told.get("html"))
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group())
                .isEqualTo(Telling.LINK
                        .matcher(told.get("text"))
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group());
        assertThat(told).containsEntry("subject", "https://shop.example/a");
    }

    @Test
    void pictureAndHiddenLinkStandAtTheEndOfTheBody() {
        Map<String, String> told = Telling.in(
                Map.of("html", "<body>İ<p>x</p></BODY ></html>", "text", "x"),
                EnumSet.of(Tracked.OPENS, Tracked.HIDDEN_LINK));
        assertThat(told.get("html"))
                .matches(
                        "<body>İ<p>x</p><a href=\"https://news.shop.example/r/more/[^\"]+\" rel=\"nofollow\" tabindex=\"-1\""
                                + " aria-hidden=\"true\" style=\"display:none\"></a><img src=\"https://news.shop.example/r/seen/[^\"]+\""
                                + " width=\"1\" height=\"1\" alt=\"\" style=\"border:0\"></BODY ></html>");
        assertThat(told).containsEntry("text", "x");
        assertThat(Telling.in(Map.of("html", "x"), Set.of(Tracked.OPENS)).get("html"))
                .startsWith("x<img");
        assertThat(Telling.in(Map.of("text", "x"), EnumSet.allOf(Tracked.class)))
                .isEqualTo(Map.of("text", "x"));
    }

    @Test
    void ownPagesAreThoseTheHostNames() {
        Tracking named = Tracking.ofDefaults().ownPages("store.example", "SHOP.co.uk");
        assertThat(named.isOwn("https://store.example/", LINKS)).isTrue();
        assertThat(named.isOwn("https://www.shop.co.uk:8443/", LINKS)).isTrue();
        assertThat(named.isOwn("https://co.uk/", LINKS)).isFalse();
        assertThat(named.isOwn("https://shop.example/", LINKS)).isFalse();
        assertThat(named.isOwn("https://bookstore.example/", LINKS)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://news.shop.co.uk/r,https://www.shop.co.uk/,true",
        "https://news.shop.co.uk/r,https://other.co.uk/,false",
        "https://news.shop.example/r,https://shop.example/,true",
        "https://shop.example,https://shop.example/,true",
        "http://localhost:8080,http://localhost/,true",
        "http://127.0.0.1:8080,http://127.0.0.1/,true",
        "http://127.0.0.1:8080,http://1.0.0.1/,false"
    })
    void leftOutTheyAreThoseOfTheDomainOfTheLinks(String base, String address, boolean own) {
        assertThat(Tracking.ofDefaults().isOwn(address, Telling.at(URI.create(base))))
                .isEqualTo(own);
    }

    private static Set<Tracked> allowed(Tracking tracking, String purpose, boolean granted) {
        Subscriber person = Subscriber.withId("42")
                .consent(new Consent(purpose, granted, Instant.EPOCH, "form"))
                .build();
        return new TrackedLinks(LINKS, tracking).allowed(EnumSet.allOf(Tracked.class), person);
    }

    /** Openings are told of nobody who did not agree; links of nobody who refused. */
    @Test
    void aPersonsWordGoesFirst() {
        Set<Tracked> clicks = EnumSet.of(Tracked.CLICKS, Tracked.HIDDEN_LINK);
        Set<Tracked> all = EnumSet.of(Tracked.CLICKS, Tracked.HIDDEN_LINK, Tracked.OPENS);
        Tracking asked = Tracking.ofDefaults();
        assertThat(allowed(asked, "newsletter", true)).isEqualTo(clicks);
        assertThat(allowed(asked, "tracking/opens", true)).isEqualTo(all);
        assertThat(allowed(asked, "tracking/opens", false)).isEqualTo(clicks);
        assertThat(allowed(asked, "tracking", true)).isEqualTo(all);
        assertThat(allowed(asked, "tracking", false)).isEmpty();
        assertThat(allowed(asked, "tracking/clicks", false)).isEmpty();
        Tracking unasked = asked.opensWithoutConsent("not in the EU");
        assertThat(allowed(unasked, "newsletter", true)).isEqualTo(all);
        assertThat(allowed(unasked, "tracking", false)).isEmpty();
        assertThat(allowed(unasked, "tracking/opens", false)).isEqualTo(clicks);
        assertThat(allowed(Tracking.none(), "tracking", true)).isEmpty();
    }
}
