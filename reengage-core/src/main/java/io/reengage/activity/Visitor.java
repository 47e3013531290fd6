// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who fetched a page or a picture, as far as the request tells.
 *
 * @param method HTTP method, in upper case
 * @param agent what it calls itself, cut to {@value #LONGEST_AGENT} characters; empty if it does not say
 * @param ahead whether it says that it fetches ahead, for a reader who may come
 * @param network the kind of network it comes from; {@code null} if not known
 */
public record Visitor(String method, String agent, boolean ahead, Networks.@Nullable Kind network) {

    /** How much of a user agent is kept. */
    public static final int LONGEST_AGENT = 300;

    public Visitor {
        method = method.toUpperCase(Locale.ROOT);
        String name = agent.strip();
        agent = name.length() > LONGEST_AGENT ? name.substring(0, LONGEST_AGENT) : name;
    }

    /**
     * Reads a request.
     *
     * @param headers one value by name, in any case
     * @param network the kind of network it comes from; {@code null} if not known
     */
    public static Visitor of(String method, Map<String, String> headers, Networks.@Nullable Kind network) {
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        boolean ahead = says(anyCase, "Sec-Purpose", "prefetch")
                || says(anyCase, "Sec-Purpose", "prerender")
                || says(anyCase, "Purpose", "prefetch")
                || says(anyCase, "Purpose", "preview")
                || says(anyCase, "X-Purpose", "preview")
                || says(anyCase, "X-Moz", "prefetch");
        return new Visitor(method, anyCase.getOrDefault("User-Agent", ""), ahead, network);
    }

    private static boolean says(Map<String, String> headers, String name, String word) {
        return headers.getOrDefault(name, "").toLowerCase(Locale.ROOT).contains(word);
    }
}
