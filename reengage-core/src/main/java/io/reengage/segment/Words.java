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
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says phrases in one language. */
final class Words {
    private static final Pattern FACT = Pattern.compile("\\{([0-9])}");
    private static final Words ENGLISH = new Words("en");
    private static final Words JAPANESE = new Words("ja");

    private final Map<String, String> sentences;
    private final DateTimeFormatter dates;

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
        this.dates = DateTimeFormatter.ofPattern(sentence("date"), Locale.ROOT);
    }

    static Words in(Locale locale) {
        return locale.getLanguage().equals("ja") ? JAPANESE : ENGLISH;
    }

    /** @param zone in which moments are told */
    String say(Phrase phrase, ZoneId zone) {
        String sentence = sentence(phrase.key());
        if (phrase.key().equals("or")
                || phrase.key().equals("and")
                || phrase.key().equals("list")) {
            return phrase.facts().stream().map(fact -> word(fact, zone)).collect(Collectors.joining(sentence));
        }
        return FACT.matcher(sentence).replaceAll(found -> {
            Object fact = phrase.facts().get(Integer.parseInt(found.group(1)));
            return Matcher.quoteReplacement(word(fact, zone));
        });
    }

    private String sentence(String key) {
        String sentence = sentences.get(key);
        if (sentence == null) {
            throw new IllegalStateException("no words for " + key);
        }
        return sentence;
    }

    private String word(Object fact, ZoneId zone) {
        if (fact instanceof Phrase phrase) {
            return say(phrase, zone);
        }
        if (fact instanceof Span span) {
            String unit = "span." + span.unit().name().toLowerCase(Locale.ROOT);
            return sentence(unit + (span.amount() == 1 ? ".one" : ".many"))
                    .replace("{0}", String.valueOf(span.amount()));
        }
        if (fact instanceof ActivityType type) {
            return type(type.name());
        }
        if (fact instanceof List<?> list) {
            return list.stream().map(each -> word(each, zone)).collect(Collectors.joining(sentence("list")));
        }
        if (fact instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (fact instanceof LocalDate date) {
            return dates.format(date);
        }
        return fact instanceof Instant instant ? moment(instant, zone) : String.valueOf(fact);
    }

    private String moment(Instant instant, ZoneId zone) {
        if (Changes.isFar(instant)) {
            return instant.toString();
        }
        ZonedDateTime moment = instant.truncatedTo(ChronoUnit.MILLIS).atZone(zone);
        String offset = moment.getOffset().equals(ZoneOffset.UTC)
                ? "UTC"
                : moment.getOffset().getId();
        return dates.format(moment) + " " + moment.toLocalTime() + " " + offset;
    }

    /** Types of the library have words; those of the host are said as they are named. */
    private String type(String name) {
        int colon = name.indexOf(':');
        String known = sentences.get("type." + name);
        String prefixed = colon < 0 ? null : sentences.get("type." + name.substring(0, colon) + ".of");
        if (known != null || prefixed == null) {
            return known == null ? name : known;
        }
        String rest = name.substring(colon + 1);
        return prefixed.replace("{0}", sentences.getOrDefault("type." + rest, rest));
    }
}
