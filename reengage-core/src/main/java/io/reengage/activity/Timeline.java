// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * When one person did one kind of thing, as an {@link ActivitySummary} keeps it: how often in all, when first, and the newest
 * times, newest first. "At least n since s" holds exactly when the n-th newest time is not before s, so any window is
 * answered to the second. Every time is rounded down to its second, in what is asked as in what is kept.
 *
 * <p>Immutable.
 */
public final class Timeline {

    /** No activity at all. */
    public static final Timeline EMPTY = new Timeline(Packed.NONE, 0);

    private final byte[] runs;
    private final int run;

    /** A {@link Packed} run that nobody changes. */
    Timeline(byte[] runs, int run) {
        this.runs = runs;
        this.run = run;
    }

    /**
     * A timeline as stored.
     *
     * @param total how often in all, at least the number of {@code newest}
     * @param first when first
     * @param newest the newest times, newest first, at most {@link ActivitySummary#MOST_DEPTH}
     */
    public static Timeline of(long total, Instant first, List<Instant> newest) {
        if (total < newest.size() || newest.size() > Packed.MOST_KEPT) {
            throw new IllegalArgumentException("total " + total + " is below the " + newest.size()
                    + " times given, or those are more than " + Packed.MOST_KEPT);
        }
        if (total > 0 && newest.isEmpty()) {
            throw new IllegalArgumentException("total " + total + " without the newest time");
        }
        long[] times = newest.stream().mapToLong(Packed::seconds).toArray();
        for (int i = 1; i < times.length; i++) {
            if (times[i] > times[i - 1]) {
                throw new IllegalArgumentException("newest times are not in falling order at " + i);
            }
        }
        if (total > 0 && Packed.seconds(first) > times[times.length - 1]) {
            throw new IllegalArgumentException("first time is after the oldest of the newest times");
        }
        return total == 0 ? EMPTY : of(total, Packed.seconds(first), times);
    }

    /**
     * A timeline of which the newest times are known, but not when it began; neither then is that of any it is joined with.
     *
     * @param total how often in all at least, more than the number of {@code newest}
     * @param newest the newest times, newest first
     */
    public static Timeline ofNewest(long total, List<Instant> newest) {
        if (total <= newest.size()) {
            throw new IllegalArgumentException("total " + total + " leaves nothing out of the " + newest.size()
                    + " times given: then it is known when the first was, so say of(total, first, newest)");
        }
        return of(total, Instant.EPOCH, newest);
    }

    private static Timeline of(long total, long first, long[] newest) {
        return new Timeline(Packed.run(total, total == newest.length ? newest[newest.length - 1] : first, newest), 0);
    }

    /**
     * Both records of the same person joined. A time that both hold counts as often as in the one that holds it more often:
     * two sources reporting one purchase do not make it two. Kept is as far back as both records are whole; the total is a
     * lower bound.
     */
    public Timeline union(Timeline other) {
        if (total() == 0) {
            return other;
        }
        if (other.total() == 0) {
            return this;
        }
        long whole = Math.max(wholeSince(), other.wholeSince());
        long[] merged = merged(known(whole), other.known(whole));
        long older = Math.max(total() - countAfter(whole), other.total() - other.countAfter(whole));
        long total = countAfter(merged, whole) + older;
        return of(total, Math.min(Packed.first(runs, run), Packed.first(other.runs, other.run)), merged);
    }

    /** The times after a moment; those at it too if this very record is whole since then. */
    private long[] known(long whole) {
        long[] kept = times();
        return wholeSince() == whole ? kept : Arrays.copyOf(kept, countAfter(kept, whole));
    }

    private int countAfter(long time) {
        return countAfter(times(), time);
    }

    private static int countAfter(long[] newestFirst, long time) {
        int count = 0;
        while (count < newestFirst.length && newestFirst[count] > time) {
            count++;
        }
        return count;
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
        return Arrays.copyOf(merged, Math.min(size, Packed.MOST_KEPT));
    }

    /** How often in all. */
    public long total() {
        return Packed.total(runs, run);
    }

    /** When first; empty if never, or if that is not known. */
    public Optional<Instant> first() {
        long first = total() == 0 ? 0 : Packed.first(runs, run);
        return first == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(first));
    }

    /** How many of the newest times are kept; all there are if this equals {@link #total()}. */
    public int depth() {
        return Packed.kept(runs, run);
    }

    /** The newest time not after {@code asOf}. */
    public Optional<Instant> last(Instant asOf) {
        long last = Packed.last(runs, run, asOf.getEpochSecond());
        return last < 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(last));
    }

    /**
     * How often from {@code from} to {@code to}, both included; a lower bound if not {@link #reaches(Instant)
     * reaching} back to {@code from}.
     */
    public int countBetween(Instant from, Instant to) {
        return Packed.count(runs, run, from.getEpochSecond(), to.getEpochSecond(), Packed.MOST_KEPT);
    }

    /** Whether every time since {@code from} is among those kept. */
    public boolean reaches(Instant from) {
        return Packed.reaches(runs, run, from.getEpochSecond());
    }

    /** The newest times, newest first. */
    public List<Instant> newest() {
        return Arrays.stream(times()).mapToObj(Instant::ofEpochSecond).toList();
    }

    private long[] times() {
        int from = Packed.times(runs, run);
        return IntStream.range(0, depth())
                .mapToLong(i -> Packed.number(runs, from + 4 * i))
                .toArray();
    }

    /** The oldest moment from which on nothing is left out; at that very second something may be. */
    private long wholeSince() {
        return Packed.partial(runs, run) ? Packed.number(runs, Packed.next(runs, run) - 4) : Long.MIN_VALUE;
    }

    /** Bytes it takes. */
    int length() {
        return Packed.next(runs, run) - run;
    }

    /** Writes it to a place and says how long it is. */
    int copyTo(byte[] to, int at) {
        System.arraycopy(runs, run, to, at, length());
        return length();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Timeline that
                && Arrays.equals(runs, run, run + length(), that.runs, that.run, that.run + that.length());
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(total()) + Arrays.hashCode(times());
    }

    @Override
    public String toString() {
        return "Timeline[" + total() + " times, newest kept " + depth() + "]";
    }
}
