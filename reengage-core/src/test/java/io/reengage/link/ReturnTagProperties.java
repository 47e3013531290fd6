// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;

class ReturnTagProperties {
    private static final SigningKeys OLD = SigningKeys.of("old", new byte[32]);
    private static final SignedLinks LINKS = links(OLD);

    private static SignedLinks links(SigningKeys keys) {
        return SignedLinks.at(URI.create("https://shop.example/r")).signedWith(keys);
    }

    private static ReturnTag tag(String person) {
        return new ReturnTag(person, "0123456789", "abcdef");
    }

    @Property(tries = 200)
    void comesBackAsItWentWhateverItsCase(
            @ForAll @AlphaChars @NumericChars @StringLength(min = 1, max = 16) String person) {
        String text = LINKS.write(tag(person)).orElseThrow();
        assertThat(text).matches("[a-z2-7]{1,54}");
        assertThat(LINKS.readReturnTag(text)).contains(tag(person));
        assertThat(LINKS.readReturnTag(text.toUpperCase(Locale.ROOT))).contains(tag(person));
    }

    @Property(tries = 500)
    void anAlteredOneIsRefused(@ForAll @IntRange(max = 200) int at, @ForAll @IntRange(min = 1, max = 31) int by) {
        String alphabet = "abcdefghijklmnopqrstuvwxyz234567";
        StringBuilder text = new StringBuilder(LINKS.write(tag("subscriber-42")).orElseThrow());
        int place = at % text.length();
        int letter = alphabet.indexOf(text.charAt(place));
        text.setCharAt(place, alphabet.charAt((letter + by) % alphabet.length()));
        assertThat(LINKS.readReturnTag(text.toString())).isEmpty();
    }

    @Example
    void aUuidFitsAndALongerIdDoesNot() {
        String uuid = new UUID(1, 2).toString();
        assertThat(LINKS.readReturnTag(LINKS.write(tag(uuid)).orElseThrow())).contains(tag(uuid));
        assertThat(LINKS.write(tag("x".repeat(17)))).isEmpty();
    }

    /** As MongoDB and some frameworks make them. */
    @Property(tries = 200)
    void longIdsOfHexDigitsFit(
            @ForAll @Chars({'0', '1', '7', 'a', 'f'}) @StringLength(min = 1, max = 33) String person) {
        Optional<String> text = LINKS.write(tag(person));
        boolean fits = person.length() <= 16 || (person.length() <= 32 && person.length() % 2 == 0);
        assertThat(text.isPresent()).isEqualTo(fits);
        text.ifPresent(each -> assertThat(each).matches("[a-z2-7]{1,54}"));
        assertThat(text.flatMap(LINKS::readReturnTag)).isEqualTo(text.map(each -> tag(person)));
    }

    @Example
    void anOlderKeyIsAcceptedUntilItIsRetired() {
        String text = LINKS.write(tag("42")).orElseThrow();
        byte[] secret = new byte[32];
        secret[0] = 1;
        SigningKeys fresh = SigningKeys.of("new", secret);
        assertThat(links(fresh.accepting("old", new byte[32])).readReturnTag(text))
                .isPresent();
        assertThat(links(fresh).readReturnTag(text)).isEmpty();
    }
}
