// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.link.LinkTarget;
import io.reengage.link.Tracking;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class TrackedLinksProperties {

    /** A piece of HTML, and the address that is tracked in it with the characters that stand for it; empty if none. */
    record Piece(String html, String written, String address) {}

    @Provide
    Arbitrary<List<Piece>> pages() {
        Arbitrary<Piece> plain = Arbitraries.of(
                        "<p>",
                        "</p>",
                        "text & more",
                        "\u3042\ud83c\udf81 ",
                        "\r\n\t",
                        "<br/>",
                        "<img src=\"https://shop.example/a.png\" alt='a > b'>",
                        "<a href=\"https://other.example/?u=https://shop.example/\">",
                        "<a href='mailto:me@shop.example?subject=a%20b'>",
                        "<A NAME=x>",
                        "</a>",
                        "<!-- <a href=\"https://shop.example/\"> -->",
                        "<!-->",
                        "<style>a > b { c: d }</style>",
                        "<script>if (a < b) { '<a href=\"https://shop.example/\">' }</script>",
                        "<!DOCTYPE html>",
                        "1 < 2",
                        "https://shop.example/in-the-text",
                        "{{not-a-tag}} \u0000 \"quotes\" 'more'")
                .map(html -> new Piece(html, "", ""));
        return Arbitraries.oneOf(plain, link()).list().ofMaxSize(25);
    }

    private static Arbitrary<Piece> link() {
        Arbitrary<String> host =
                Arbitraries.of("https://shop.example", "http://www.Shop.example:81", "https://日本.shop.example");
        Arbitrary<String> rest = Arbitraries.of(
                        "/", "?", "#", "&", "=", "a", "B9", "-._~", "%41", "カ", "é", "🎁", "{", "}", "'", "\"", "<",
                        ">", "+", ";", "[0]")
                .list()
                .ofMaxSize(12)
                .map(parts -> "/" + String.join("", parts))
                .filter(path -> path.indexOf('#') == path.lastIndexOf('#'));
        Arbitrary<String> before = Arbitraries.of(" ", "\n\t", " class=\"a>b\" ", " title='href=x' data-x ", " id=1 ");
        Arbitrary<String> after = Arbitraries.of("", " ", " style=\"color:red\"", " target=_blank ");
        Arbitrary<Character> quote = Arbitraries.of('"', '\'');
        return Combinators.combine(host, rest, before, after, quote).as((h, r, b, a, q) -> {
            String written = (h + r)
                    .replace("&", "&amp;")
                    .replace("<", "&lt;")
                    .replace(">", "&#62;")
                    .replace("\"", "&quot;")
                    .replace("'", "&#x27;");
            return new Piece("<a" + b + "href=" + q + written + q + a + ">", written, h + r);
        });
    }

    @Property(tries = 1500)
    void onlyTheAddressesChangeAndTheyLeadWhereTheyLed(@ForAll("pages") List<Piece> pieces) {
        String html = pieces.stream().map(Piece::html).collect(Collectors.joining());
        String told = Telling.html(html);
        List<Piece> tracked = pieces.stream()
                .filter(piece -> LinkTarget.ascii(piece.address()).isPresent())
                .toList();
        assertThat(Telling.targets(told))
                .isEqualTo(tracked.stream()
                        .map(piece -> LinkTarget.ascii(piece.address()).orElseThrow())
                        .toList());
        List<String> written =
                new ArrayList<>(tracked.stream().map(Piece::written).toList());
        assertThat(Telling.LINK.matcher(told).replaceAll(found -> Matcher.quoteReplacement(written.remove(0))))
                .isEqualTo(html);
    }

    /** Whatever the text is, taking the links back gives the text. */
    @Property(tries = 1500)
    void whateverATextIsOnlyItsAddressesChange(@ForAll("texts") String text) {
        List<Place> found = TextLinks.find(text);
        assertThat(found)
                .allSatisfy(place ->
                        assertThat(text.substring(place.start(), place.end())).isEqualTo(place.address()));
        List<String> own = new ArrayList<>(found.stream()
                .map(Place::address)
                .filter(address -> LinkTarget.ascii(address)
                        .filter(target -> Tracking.ofDefaults().isOwn(target, Telling.LINKS))
                        .isPresent())
                .toList());
        String told = Telling.text(text);
        assertThat(Telling.targets(told))
                .isEqualTo(own.stream()
                        .map(LinkTarget::ascii)
                        .map(Optional::orElseThrow)
                        .toList());
        assertThat(Telling.LINK.matcher(told).replaceAll(link -> Matcher.quoteReplacement(own.remove(0))))
                .isEqualTo(text);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "https://shop.example/a",
                        "http://www.shop.example",
                        "HTTPS://shop.example/?q=1&r=(2)",
                        "https://",
                        "://",
                        " ",
                        "\n",
                        ".",
                        ")",
                        "(",
                        ">",
                        "<",
                        "。",
                        "あ",
                        "🎁",
                        "{",
                        "#x",
                        "/%E3%81%82",
                        "word")
                .list()
                .ofMaxSize(15)
                .map(parts -> String.join("", parts));
    }

    /** Nothing makes it fail, or change what is no link of the host's. */
    @Property(tries = 1000)
    void brokenHtmlStaysAsItIs(@ForAll("soup") String html) {
        assertThat(Telling.html(html)).isEqualTo(html);
    }

    @Provide
    Arbitrary<String> soup() {
        return Arbitraries.of(
                        "<", ">", "<a", " href", "=", "\"", "'", "<!--", "--", "-->", "<!", "/", "</", "script",
                        "style", "&", "&#", "x;", " ", "\n", "あ", "\u0000")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    @Property
    void whatIsEncodedIsDecodedAsItWas(@ForAll String value) {
        boolean plain = value.chars().noneMatch(c -> c == 0);
        assertThat(References.decoded(References.encoded(value)).map(each -> Tuple.of(plain, each)))
                .contains(Tuple.of(plain, value));
    }
}
