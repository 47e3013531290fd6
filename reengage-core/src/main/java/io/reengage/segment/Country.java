// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Lives in one of these countries, by the attribute {@code country}, or else {@code address.country}. UNKNOWN without one;
 * a language says nothing about where its speakers live.
 *
 * @param codes ISO 3166 two-letter codes, kept in capitals
 */
public record Country(Set<String> codes) implements Condition {

    public Country {
        codes = codes.stream().map(code -> code.toUpperCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        if (codes.isEmpty()) {
            throw new IllegalArgumentException("livesIn() of no country means nobody: name at least one");
        }
        for (String code : codes) {
            if (!code.matches("[A-Z]{2}")) {
                throw new IllegalArgumentException("a country is not a two-letter code such as JP");
            }
        }
    }

    @Override
    public Phrase question() {
        return Phrase.of("country", Phrase.or(new TreeSet<>(codes)));
    }
}
