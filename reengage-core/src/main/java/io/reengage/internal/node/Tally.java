// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.node;

import io.reengage.ledger.DeliveryState;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

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
        DROPPED;

        /** The state of the messages counted, if messages are. */
        Optional<DeliveryState> state() {
            return this == RETRIED
                    ? Optional.of(DeliveryState.RETRYING)
                    : Arrays.stream(DeliveryState.values())
                            .filter(state -> state.name().equals(name()))
                            .findFirst();
        }
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

    public void addAll(Tally other) {
        other.counts().forEach(this::add);
    }

    /** Everything counted so far. */
    public synchronized Map<Kind, Long> counts() {
        return Map.copyOf(counts);
    }

    /** What became of messages. */
    public Map<DeliveryState, Long> messages() {
        Map<DeliveryState, Long> messages = new EnumMap<>(DeliveryState.class);
        counts().forEach((kind, number) -> kind.state().ifPresent(state -> messages.put(state, number)));
        return messages;
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
