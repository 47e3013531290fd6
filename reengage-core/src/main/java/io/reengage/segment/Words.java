// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityType;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says phrases in one language. */
final class Words {
    private static final Pattern FACT = Pattern.compile("\\{([0-9])}");
    private static final Words ENGLISH = new Words("en");
    private static final Words JAPANESE = new Words("ja");

    private final Map<String, String> sentences;

    private Words(String language) {
        Properties read = new Properties();
        String name = "phrases_" + language + ".properties";
        try (InputStream in = Words.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("io/reengage/segment/" + name + " is missing from the library's jar");
            }
            read.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.sentences = read.stringPropertyNames().stream()
                .collect(Collectors.toUnmodifiableMap(key -> key, key -> read.getProperty(key, "")));
    }

    static Words in(Locale locale) {
        return locale.getLanguage().equals("ja") ? JAPANESE : ENGLISH;
    }

    String say(Phrase phrase) {
        String sentence = sentence(phrase.key());
        if (phrase.key().equals("or")
                || phrase.key().equals("and")
                || phrase.key().equals("list")) {
            return phrase.facts().stream().map(this::word).collect(Collectors.joining(sentence));
        }
        return FACT.matcher(sentence).replaceAll(found -> fact(phrase, found));
    }

    private String fact(Phrase phrase, MatchResult found) {
        int place = Integer.parseInt(found.group(1));
        return Matcher.quoteReplacement(word(phrase.facts().get(place)));
    }

    private String sentence(String key) {
        String sentence = sentences.get(key);
        if (sentence == null) {
            throw new IllegalStateException("no words for " + key);
        }
        return sentence;
    }

    private String word(Object fact) {
        if (fact instanceof Phrase phrase) {
            return say(phrase);
        }
        if (fact instanceof Span span) {
            String unit = "span." + span.unit().name().toLowerCase(Locale.ROOT);
            return sentence(unit + (span.amount() == 1 ? ".one" : ".many"))
                    .replace("{0}", String.valueOf(span.amount()));
        }
        if (fact instanceof ActivityType type) {
            return sentences.getOrDefault("type." + type.name(), type.name());
        }
        if (fact instanceof List<?> list) {
            return list.stream().map(this::word).collect(Collectors.joining(", ", "[", "]"));
        }
        if (fact instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (fact instanceof Instant instant) {
            return instant.truncatedTo(ChronoUnit.MILLIS).toString();
        }
        return String.valueOf(fact);
    }
}
