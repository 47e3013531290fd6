// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Does not believe a provider that calls very many addresses dead at once: that is an outage more often than a clean-up. While
 * it lasts, such bounces go on record as ones that may pass and count against nobody; an address that is really dead bounces
 * again with the next message. Those believed before it showed are taken back with {@link io.reengage.Suppressions#revertBounces}.
 *
 * <p>Counts in memory, per process, among the bounces read within a span of time. May be used by several threads.
 */
public final class OutageGuard {
    /** How many dead addresses at one provider are believed within {@link #DEFAULT_SPAN}. */
    public static final int DEFAULT_MOST = 100;
    /** How long bounces count together. */
    public static final Duration DEFAULT_SPAN = Duration.ofHours(1);

    private static final int MOST_PROVIDERS = 10_000;

    private final int most;
    private final Duration span;
    private final Map<String, Map<String, Instant>> read = new HashMap<>();

    private OutageGuard(int most, Duration span) {
        this.most = most;
        this.span = span;
    }

    public static OutageGuard ofDefaults() {
        return new OutageGuard(DEFAULT_MOST, DEFAULT_SPAN);
    }

    /**
     * Believes so many dead addresses at one provider within a span.
     *
     * @throws IllegalArgumentException if either is not positive
     */
    public static OutageGuard atMost(int number, Duration within) {
        if (number < 1 || within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException(
                    "an outage guard needs a positive number and span, not " + number + " within " + within);
        }
        return new OutageGuard(number, within);
    }

    /** Counts a bounce once, however often it is read. */
    synchronized void count(String provider, String id, Instant now) {
        if (read.size() >= MOST_PROVIDERS) {
            read.values().removeIf(each -> current(each, now) == 0);
        }
        Map<String, Instant> theirs = read.computeIfAbsent(provider, key -> new LinkedHashMap<>());
        if (theirs.size() <= 2 * most) {
            theirs.putIfAbsent(id, now);
        }
        current(theirs, now);
    }

    /** Whether this provider called too many dead of late. */
    synchronized boolean doubts(String provider, Instant now) {
        return current(read.getOrDefault(provider, new HashMap<>()), now) > most;
    }

    private int current(Map<String, Instant> theirs, Instant now) {
        theirs.values().removeIf(at -> at.plus(span).isBefore(now));
        return theirs.size();
    }
}
