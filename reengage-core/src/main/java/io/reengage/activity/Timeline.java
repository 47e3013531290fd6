// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * When one person did one kind of thing: how often in all, when first, and the newest times, newest first. "At least n since
 * s" holds exactly when the n-th newest time is not before s, so any window is answered to the millisecond.
 *
 * <p>Immutable; the result of adding and merging does not depend on the order.
 */
public final class Timeline {

    /** No activity at all. */
    public static final Timeline EMPTY = new Timeline(0, Long.MAX_VALUE, new long[0]);

    private final long total;
    private final long first;
    private final long[] newest;

    private Timeline(long total, long first, long[] newest) {
        this.total = total;
        this.first = first;
        this.newest = newest;
    }

    /**
     * A timeline as stored.
     *
     * @param total how often in all, at least {@code newest.length}
     * @param first when first, in epoch milliseconds
     * @param newest the newest times in epoch milliseconds, newest first
     */
    public static Timeline of(long total, long first, long... newest) {
        if (total < newest.length) {
            throw new IllegalArgumentException("total " + total + " is below the " + newest.length + " times given");
        }
        for (int i = 1; i < newest.length; i++) {
            if (newest[i] > newest[i - 1]) {
                throw new IllegalArgumentException("newest times are not in falling order at " + i);
            }
        }
        return total == 0 ? EMPTY : new Timeline(total, first, newest.clone());
    }

    /** This timeline and one more time, keeping at most {@code depth} newest ones. */
    public Timeline plus(Instant at, int depth) {
        long time = at.toEpochMilli();
        long[] merged = Arrays.copyOf(newest, newest.length + 1);
        int place = newest.length;
        while (place > 0 && newest[place - 1] < time) {
            merged[place] = newest[place - 1];
            place--;
        }
        merged[place] = time;
        return new Timeline(
                total + 1, Math.min(first, time), merged.length > depth ? Arrays.copyOf(merged, depth) : merged);
    }

    /**
     * Both records of the same person joined. A time that both hold counts as often as in the one that holds it more often:
     * two sources reporting one purchase do not make it two. The total is the larger one, a lower bound.
     */
    public Timeline union(Timeline other) {
        if (total == 0) {
            return other;
        }
        if (other.total == 0) {
            return this;
        }
        long[] merged = new long[newest.length + other.newest.length];
        int size = 0;
        for (int i = 0, j = 0; i < newest.length || j < other.newest.length; ) {
            boolean both = i < newest.length && j < other.newest.length;
            if (both && newest[i] == other.newest[j]) {
                merged[size++] = newest[i++];
                j++;
            } else if (j == other.newest.length || (both && newest[i] > other.newest[j])) {
                merged[size++] = newest[i++];
            } else {
                merged[size++] = other.newest[j++];
            }
        }
        long known = Math.max(Math.max(total, other.total), size);
        return new Timeline(known, Math.min(first, other.first), Arrays.copyOf(merged, size));
    }

    /** How often in all. */
    public long total() {
        return total;
    }

    /** When first. */
    public Optional<Instant> first() {
        return total == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(first));
    }

    /** How many of the newest times are kept; all there are if this equals {@link #total()}. */
    public int depth() {
        return newest.length;
    }

    /** The newest time not after {@code asOf}. */
    public Optional<Instant> last(Instant asOf) {
        int skip = countAfter(asOf.toEpochMilli());
        return skip < newest.length ? Optional.of(Instant.ofEpochMilli(newest[skip])) : Optional.empty();
    }

    /**
     * How often from {@code from} to {@code to}, both included; a lower bound if not {@link #reaches(Instant)
     * reaching} back to {@code from}.
     */
    public int countBetween(Instant from, Instant to) {
        return countAfter(from.toEpochMilli() - 1) - countAfter(to.toEpochMilli());
    }

    /** Whether every time since {@code from} is among those kept. */
    public boolean reaches(Instant from) {
        return newest.length == total || newest[newest.length - 1] < from.toEpochMilli();
    }

    /** The newest times in epoch milliseconds, newest first. */
    public long[] newest() {
        return newest.clone();
    }

    private int countAfter(long time) {
        int count = 0;
        while (count < newest.length && newest[count] > time) {
            count++;
        }
        return count;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Timeline that
                && total == that.total
                && first == that.first
                && Arrays.equals(newest, that.newest);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(total) + Arrays.hashCode(newest);
    }

    @Override
    public String toString() {
        return "Timeline[" + total + " times, newest kept " + newest.length + "]";
    }
}
