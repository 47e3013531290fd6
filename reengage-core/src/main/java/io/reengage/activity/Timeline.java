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
        if (total > 0 && newest.length == 0) {
            throw new IllegalArgumentException("total " + total + " without the newest time");
        }
        for (int i = 1; i < newest.length; i++) {
            if (newest[i] > newest[i - 1]) {
                throw new IllegalArgumentException("newest times are not in falling order at " + i);
            }
        }
        if (total > 0 && first > newest[newest.length - 1]) {
            throw new IllegalArgumentException("first time is after the oldest of the newest times");
        }
        return total == 0 ? EMPTY : new Timeline(total, first, newest.clone());
    }

    /** This timeline and one more time, keeping at most {@code depth} newest ones. */
    public Timeline plus(Instant at, int depth) {
        long time = millis(at);
        if (!complete() && time < newest[newest.length - 1]) {
            return new Timeline(total + 1, Math.min(first, time), newest);
        }
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
     * two sources reporting one purchase do not make it two. Kept is as far back as both records are whole; the total is a
     * lower bound.
     */
    public Timeline union(Timeline other) {
        if (total == 0) {
            return other;
        }
        if (other.total == 0) {
            return this;
        }
        long whole = Math.max(wholeSince(), other.wholeSince());
        long[] merged = merged(known(whole), other.known(whole));
        long older = Math.max(total - countAfter(newest, whole), other.total - countAfter(other.newest, whole));
        return new Timeline(countAfter(merged, whole) + older, Math.min(first, other.first), merged);
    }

    /** The times after a moment; those at it too if this very record is whole since then. */
    private long[] known(long whole) {
        return wholeSince() == whole ? newest : Arrays.copyOf(newest, countAfter(newest, whole));
    }

    private static long[] merged(long[] mine, long[] others) {
        long[] merged = new long[mine.length + others.length];
        int size = 0;
        for (int i = 0, j = 0; i < mine.length || j < others.length; ) {
            boolean both = i < mine.length && j < others.length;
            if (both && mine[i] == others[j]) {
                merged[size++] = mine[i++];
                j++;
            } else if (j == others.length || (both && mine[i] > others[j])) {
                merged[size++] = mine[i++];
            } else {
                merged[size++] = others[j++];
            }
        }
        return Arrays.copyOf(merged, size);
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
        int skip = countAfter(newest, millis(asOf));
        return skip < newest.length ? Optional.of(Instant.ofEpochMilli(newest[skip])) : Optional.empty();
    }

    /**
     * How often from {@code from} to {@code to}, both included; a lower bound if not {@link #reaches(Instant)
     * reaching} back to {@code from}.
     */
    public int countBetween(Instant from, Instant to) {
        return Math.max(0, countFrom(newest, millis(from)) - countAfter(newest, millis(to)));
    }

    /** Whether every time since {@code from} is among those kept. */
    public boolean reaches(Instant from) {
        return complete() || newest[newest.length - 1] < millis(from);
    }

    /** The newest times in epoch milliseconds, newest first. */
    public long[] newest() {
        return newest.clone();
    }

    private boolean complete() {
        return newest.length == total;
    }

    /** The oldest moment from which on nothing is left out; at that very millisecond something may be. */
    private long wholeSince() {
        return complete() ? Long.MIN_VALUE : newest[newest.length - 1];
    }

    private static int countAfter(long[] newestFirst, long time) {
        return time == Long.MAX_VALUE ? 0 : countFrom(newestFirst, time + 1);
    }

    private static int countFrom(long[] newestFirst, long time) {
        int count = 0;
        while (count < newestFirst.length && newestFirst[count] >= time) {
            count++;
        }
        return count;
    }

    /** Milliseconds, rounded down; the ends of time for what does not fit. */
    private static long millis(Instant instant) {
        if (instant.isBefore(Instant.ofEpochMilli(Long.MIN_VALUE))) {
            return Long.MIN_VALUE;
        }
        return instant.isAfter(Instant.ofEpochMilli(Long.MAX_VALUE)) ? Long.MAX_VALUE : instant.toEpochMilli();
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
