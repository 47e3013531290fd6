// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.mail;

import java.time.Duration;
import java.util.List;

/**
 * How thoroughly to measure.
 *
 * @param tiny only whether it runs
 * @param rounds that count
 * @param near how long one contender sends in a round where the server is near
 * @param far the same where it is far
 * @param connections how many, one measurement each
 */
record MailOptions(boolean tiny, int rounds, Duration near, Duration far, List<Integer> connections) {
    static final int MOST_CONNECTIONS = 16;

    private static final List<Integer> CONNECTIONS = List.of(1, 4, MOST_CONNECTIONS);

    static MailOptions parse(List<String> words) {
        MailOptions options = new MailOptions(false, 5, Duration.ofSeconds(1), Duration.ofMillis(1_600), CONNECTIONS);
        for (String word : words) {
            options = switch (word) {
                case "--quick" ->
                    new MailOptions(false, 3, Duration.ofMillis(400), Duration.ofMillis(800), CONNECTIONS);
                case "--tiny" -> new MailOptions(true, 1, Duration.ofMillis(20), Duration.ofMillis(100), List.of(1));
                default ->
                    throw new IllegalArgumentException(word + " is not understood; there are --quick and --tiny");
            };
        }
        return options;
    }
}
