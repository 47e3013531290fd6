// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Is written to in one of these languages. {@code en} takes in {@code en-GB}, not the other way round (basic filtering of RFC
 * 4647). UNKNOWN for people without a language.
 *
 * @param ranges BCP 47 language tags, kept in lower case
 */
public record Language(Set<String> ranges) implements Condition {

    public Language {
        ranges = ranges.stream().map(tag -> tag.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        if (ranges.isEmpty()) {
            throw new IllegalArgumentException("speaks() of no language means nobody: name at least one");
        }
        for (String range : ranges) {
            if (!range.matches("[a-z]{2,8}(-[a-z0-9]{1,8})*")) {
                throw new IllegalArgumentException("a language is not a tag such as ja or en-GB");
            }
        }
    }

    boolean holds(String tag) {
        String spoken = tag.toLowerCase(Locale.ROOT).replace('_', '-');
        return ranges.stream().anyMatch(range -> spoken.equals(range) || spoken.startsWith(range + "-"));
    }

    @Override
    public Phrase question() {
        return Phrase.of("language", Phrase.or(new TreeSet<>(ranges)));
    }
}
