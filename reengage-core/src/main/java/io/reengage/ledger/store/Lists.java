// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.store;

import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Timeline;
import io.reengage.text.StorableText;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How lists, maps and summaries are written into one text column. */
final class Lists {
    private static final String LINE = "\n";

    private Lists() {}

    /** Ids hold no line break. */
    static String join(List<String> ids) {
        return String.join(LINE, ids);
    }

    static List<String> split(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(LINE, -1));
    }

    /**
     * Name and value by turns, with line breaks and backslashes escaped. What cannot be kept of a free text is lost, not all
     * that was told with it.
     */
    static String write(Map<String, String> map) {
        return StorableText.of(map.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(entry -> Stream.of(escape(entry.getKey()), escape(entry.getValue())))
                .collect(Collectors.joining(LINE)));
    }

    static Map<String, String> map(String text) {
        Map<String, String> map = new LinkedHashMap<>();
        List<String> parts = split(text);
        for (int i = 0; i + 1 < parts.size(); i += 2) {
            map.put(unescape(parts.get(i)), unescape(parts.get(i + 1)));
        }
        return map;
    }

    /** The bytes of a summary as letters, since columns of bytes are spelt differently everywhere. */
    static String write(ActivitySummary summary) {
        return Base64.getEncoder().withoutPadding().encodeToString(summary.bytes());
    }

    static ActivitySummary summary(String text) {
        return text.indexOf(' ') < 0
                ? ActivitySummary.ofBytes(Base64.getDecoder().decode(text))
                : earlier(text);
    }

    /** As the first tables held it: a line per type with name, total, first and newest times in milliseconds. */
    private static ActivitySummary earlier(String text) {
        Map<ActivityType, Timeline> timelines = new LinkedHashMap<>();
        for (String line : split(text)) {
            List<String> words = List.of(line.split(" ", -1));
            List<Instant> times = words.subList(2, words.size()).stream()
                    .map(word -> Instant.ofEpochMilli(Long.parseLong(word)))
                    .toList();
            timelines.put(
                    ActivityType.of(words.get(0)),
                    Timeline.of(Long.parseLong(words.get(1)), times.get(0), times.subList(1, times.size())));
        }
        return ActivitySummary.of(timelines);
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char next = text.charAt(++i);
                plain.append(next == 'n' ? '\n' : next);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
