// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Something to say about a condition or a person, independent of language: a key and the facts it speaks of. {@link
 * #text(Locale)} says it in English or Japanese.
 *
 * @param key names the sentence
 * @param facts numbers, texts, instants, dates, {@link Span}s, {@link io.reengage.activity.ActivityType}s, other phrases, and
 *     lists of these
 */
public record Phrase(String key, List<Object> facts) {

    /** Nothing to say. */
    public static final Phrase NONE = new Phrase("none", List.of());

    public Phrase {
        facts = List.copyOf(facts);
    }

    static Phrase of(String key, Object... facts) {
        return new Phrase(key, List.of(facts));
    }

    /** A sentence with a number first, in the singular or plural. */
    static Phrase counted(String key, long number, Object... more) {
        List<Object> facts = new ArrayList<>(List.of(more));
        facts.add(0, number);
        return new Phrase(key + (number == 1 ? ".one" : ".many"), facts);
    }

    /** How often something was seen. */
    static Phrase seen(long times) {
        return times == 0 ? of("seen.none") : counted("seen", times);
    }

    /** One or another. */
    static Phrase or(Iterable<?> items) {
        return joined("or", items);
    }

    /** One and another. */
    static Phrase and(Iterable<?> items) {
        return joined("and", items);
    }

    static Phrase list(Iterable<?> items) {
        return joined("list", items);
    }

    private static Phrase joined(String key, Iterable<?> items) {
        List<Object> facts = new ArrayList<>();
        items.forEach(facts::add);
        return new Phrase(key, facts);
    }

    /** Whether there is nothing to say. */
    public boolean isEmpty() {
        return equals(NONE);
    }

    /** The sentence in the language of the locale if that is Japanese, else in English; moments in UTC. */
    public String text(Locale locale) {
        return text(locale, ZoneOffset.UTC);
    }

    /** The same with moments told in this zone. */
    public String text(Locale locale, ZoneId zone) {
        return Words.in(locale).say(this, zone);
    }

    /** In English. */
    @Override
    public String toString() {
        return text(Locale.ENGLISH);
    }
}
