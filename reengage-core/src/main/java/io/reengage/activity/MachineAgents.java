// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** What machines call themselves: the table of {@code machine-agents.txt}. */
final class MachineAgents {
    /** Fetches pictures at delivery, for readers who may come. */
    static final String IMAGE_PREFETCH = "image prefetch";
    /** Fetches pictures when a reader looks at a message, and now and then before. */
    static final String IMAGE_PROXY = "image proxy";

    private static final Map<String, Pattern> KINDS = read();

    private MachineAgents() {}

    /** The kind of machine that calls itself so, if it is one. */
    static Optional<String> kind(String agent) {
        return KINDS.entrySet().stream()
                .filter(each -> each.getValue().matcher(agent).find())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Map<String, Pattern> read() {
        Map<String, String> alternatives = new LinkedHashMap<>();
        text().lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\t", 2))
                .forEach(cells -> alternatives.merge(cells[0], cells[1], (a, b) -> a + "|" + b));
        Map<String, Pattern> kinds = new LinkedHashMap<>();
        alternatives.forEach((kind, words) -> kinds.put(kind, Pattern.compile(words, Pattern.CASE_INSENSITIVE)));
        return kinds;
    }

    private static String text() {
        try (InputStream in = MachineAgents.class.getResourceAsStream("machine-agents.txt")) {
            return new String(Objects.requireNonNull(in, "machine-agents.txt").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
