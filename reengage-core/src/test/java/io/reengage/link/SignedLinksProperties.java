// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SignedLinksProperties {

    @Property(tries = 500)
    void whatIsWrittenIsRead(@ForAll("tokens") LinkToken token) {
        assertThat(Given.LINKS.read(Given.textOf(token), Given.NOW)).contains(token);
    }

    @Property(tries = 200)
    void theSameTokenMakesTheSameLink(@ForAll("tokens") LinkToken token) {
        assertThat(Given.LINKS.to(token)).isEqualTo(Given.LINKS.to(token));
    }

    @Property(tries = 300)
    void differentTokensMakeDifferentLinks(@ForAll("tokens") LinkToken one, @ForAll("tokens") LinkToken other) {
        assertThat(Given.LINKS.to(one).equals(Given.LINKS.to(other))).isEqualTo(one.equals(other));
    }

    /** S-10. */
    @Property(tries = 60)
    void noBitOfTheBytesCanBeFlipped(@ForAll("tokens") LinkToken token) {
        byte[] bytes = Base64.getUrlDecoder().decode(Given.textOf(token));
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(flipped);
            assertThat(Given.LINKS.read(text, Given.NOW)).as("bit %s", bit).isEmpty();
        }
    }

    /** S-10, and the bits base64 leaves unused. */
    @Property(tries = 60)
    void noBitOfTheTextCanBeFlipped(@ForAll("tokens") LinkToken token) {
        byte[] text = Given.textOf(token).getBytes(StandardCharsets.ISO_8859_1);
        for (int bit = 0; bit < text.length * 8; bit++) {
            byte[] flipped = text.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(Given.LINKS.read(new String(flipped, StandardCharsets.ISO_8859_1), Given.NOW))
                    .as("bit %s", bit)
                    .isEmpty();
        }
    }

    @Property(tries = 60)
    void noTokenCanBeCutOrPadded(@ForAll("tokens") LinkToken token) {
        String text = Given.textOf(token);
        for (int length = 0; length < text.length(); length++) {
            assertThat(Given.LINKS.read(text.substring(0, length), Given.NOW)).isEmpty();
        }
        for (String more : List.of("=", "==", "A", "AAAA", ".", " ", "\n", "%3D")) {
            assertThat(Given.LINKS.read(text + more, Given.NOW)).isEmpty();
        }
    }

    @Property(tries = 1000)
    void anyTextIsRefusedWithoutAnException(@ForAll String text) {
        assertThat(Given.LINKS.read(text, Given.NOW)).isEmpty();
    }

    /** Neighbouring fields cannot lend each other letters. */
    @Property(tries = 300)
    void fieldsDoNotRunIntoEachOther(@ForAll("words") String whole) {
        Set<String> links = new HashSet<>();
        for (int cut = 1; cut < whole.length(); cut++) {
            LinkToken token = new LinkToken(
                    LinkToken.KEEP_ME,
                    whole.substring(0, cut),
                    whole.substring(cut),
                    "42",
                    "newsletter",
                    "en",
                    LinkToken.NEVER);
            assertThat(links.add(Given.textOf(token))).isTrue();
        }
    }

    /** S-12. */
    @Example
    void manyPeopleHaveManyLinks() {
        Set<String> seen = new HashSet<>();
        for (int person = 0; person < 100_000; person++) {
            LinkToken token = new LinkToken(
                    LinkToken.KEEP_ME, "run", "ask", Integer.toString(person), "newsletter", "en", LinkToken.NEVER);
            String text = Given.textOf(token);
            assertThat(seen.add(text.substring(text.length() - 20))).isTrue();
        }
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars("-_/ üかꟿ")
                .ofMinLength(2)
                .ofMaxLength(20)
                .map(text -> "x" + text + "x");
    }

    @Provide
    Arbitrary<LinkToken> tokens() {
        Arbitrary<String> pages =
                Arbitraries.of(LinkToken.KEEP_ME, LinkToken.PREFERENCES, LinkToken.UNSUBSCRIBE, "another-page");
        Arbitrary<Instant> expiries = Arbitraries.longs()
                .between(Given.NOW.getEpochSecond() + 1, LinkToken.NEVER.getEpochSecond())
                .map(Instant::ofEpochSecond);
        Arbitrary<String> person = Arbitraries.strings()
                .all()
                .ofMinLength(1)
                .ofMaxLength(30)
                .map(text -> "x" + text)
                .filter(text -> text.chars().noneMatch(Character::isISOControl));
        return Combinators.combine(
                        pages, words(), words(), person, words(), Arbitraries.of("en", "ja", "und"), expiries)
                .as(LinkToken::new);
    }
}
