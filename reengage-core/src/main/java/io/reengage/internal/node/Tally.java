// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.node;

import java.util.EnumMap;
import java.util.Map;

/** Counts what one call of {@code runDue} did. Safe for several threads. */
public final class Tally {

    /** What can be counted. */
    public enum Kind {
        SCANNED,
        ENROLLED,
        SENT,
        WITHHELD,
        DEFERRED,
        RETRIED,
        SKIPPED,
        EXPIRED,
        FAILED,
        UNKNOWN,
        EXITED,
        NOMINATED,
        SPARED,
        COMPLETED,
        RESTORED,
        HOST_CHANGES,
        JOINED,
        DROPPED
    }

    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

    public Tally() {}

    public synchronized void add(Kind kind, long number) {
        if (number > 0) {
            counts.merge(kind, number, Long::sum);
        }
    }

    public void add(Kind kind) {
        add(kind, 1);
    }

    /** How many. */
    public synchronized long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** Whether nothing at all was done. */
    public synchronized boolean isEmpty() {
        return counts.isEmpty();
    }
}
