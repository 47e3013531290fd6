// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands in for values a person lacks.
 *
 * @param byLanguage texts by value name, by language; {@code ""} for any language
 */
record Fallbacks(Map<String, Map<String, String>> byLanguage) {

    Fallbacks {
        byLanguage = Map.copyOf(byLanguage);
    }

    Fallbacks with(String language, String name, String text) {
        Map<String, Map<String, String>> all = new HashMap<>(byLanguage);
        Map<String, String> names = new HashMap<>(all.getOrDefault(language, Map.of()));
        names.put(name, text);
        all.put(language, Map.copyOf(names));
        return new Fallbacks(all);
    }

    /** The values with every gap filled for which there is a fallback. */
    Map<String, Object> fill(Map<String, Object> values, String language) {
        Map<String, Object> filled = values;
        for (Map.Entry<String, String> each : in(language).entrySet()) {
            filled = filled(filled, each.getKey(), each.getValue());
        }
        return filled;
    }

    private Map<String, String> in(String language) {
        if (byLanguage.isEmpty()) {
            return Map.of();
        }
        Map<String, String> texts = new HashMap<>(byLanguage.getOrDefault("", Map.of()));
        texts.putAll(byLanguage.getOrDefault(Templates.primary(language), Map.of()));
        texts.putAll(byLanguage.getOrDefault(language, Map.of()));
        return texts;
    }

    private static Map<String, Object> filled(Map<String, Object> values, String name, String text) {
        @Nullable Object present = PlainValues.present(values.get(name));
        int dot = name.indexOf('.');
        if (present != null) {
            return values;
        }
        Map<String, Object> copy = new LinkedHashMap<>(values);
        if (dot < 0) {
            copy.put(name, text);
            return copy;
        }
        String first = name.substring(0, dot);
        Object inner = values.get(first);
        if (inner == null || inner instanceof Map) {
            copy.put(first, filled(inner == null ? Map.of() : texts((Map<?, ?>) inner), name.substring(dot + 1), text));
        }
        return copy;
    }

    private static Map<String, Object> texts(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        return copy;
    }
}
