// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** The words of the landing pages in one language. */
final class LandingTexts {

    /** The languages there are; the first serves whoever speaks none of them. */
    static final List<String> LANGUAGES = List.of("en", "ja");

    private final String language;
    private final Map<String, String> texts;

    private LandingTexts(String language, Map<String, String> texts) {
        this.language = language;
        this.texts = texts;
    }

    static LandingTexts in(String language) {
        Properties read = new Properties();
        try (InputStreamReader in =
                new InputStreamReader(resource("texts_" + language + ".properties"), StandardCharsets.UTF_8)) {
            read.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new LandingTexts(
                language,
                read.stringPropertyNames().stream()
                        .collect(Collectors.toUnmodifiableMap(key -> key, key -> read.getProperty(key, ""))));
    }

    static InputStream resource(String name) {
        InputStream found = LandingTexts.class.getResourceAsStream(name);
        if (found == null) {
            throw new IllegalStateException("resource io/reengage/link/" + name + " is missing from the library's jar");
        }
        return found;
    }

    /** The language to answer in: that of the message if there is one, else the best of what the browser asks for. */
    static String choose(String messageLanguage, String acceptLanguage) {
        try {
            return Locale.LanguageRange.parse(messageLanguage + "," + acceptLanguage.strip()).stream()
                    .filter(range -> range.getWeight() > 0)
                    .map(range -> range.getRange().split("-", 2)[0])
                    .filter(LANGUAGES::contains)
                    .findFirst()
                    .orElse(LANGUAGES.get(0));
        } catch (IllegalArgumentException e) {
            return acceptLanguage.isEmpty() ? LANGUAGES.get(0) : choose(messageLanguage, "");
        }
    }

    String language() {
        return language;
    }

    /** All texts by key, the brand's name filled in; plain text, still to be escaped. */
    Map<String, String> with(String brand) {
        return texts.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, text -> text.getValue().replace("{brand}", brand)));
    }

    /** A day as people write it. */
    String day(Instant instant) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(Locale.forLanguageTag(language))
                .format(instant.atOffset(ZoneOffset.UTC));
    }
}
