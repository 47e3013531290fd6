// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;

/**
 * The times of one type as a run of bytes inside a larger array, so that a person costs one small array. A run is: how many
 * times are kept, times four, plus 1, 2 or 3 if older ones were left out (one byte, or two from 32 times on); in that case
 * how many those are, in 1, 2 or 4 bytes, and the first time ever; then the kept times, newest first. Numbers are unsigned,
 * the highest byte first; times are four bytes, seconds since 1970.
 */
final class Packed {
    /** Times kept of one type at the most. */
    static final int MOST_KEPT = 4095;
    /** No time at all. */
    static final byte[] NONE = {0};

    private static final long MOST = 0xFFFF_FFFFL;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private Packed() {}

    /** Seconds since 1970, rounded down; what lies before 1970 or after 2106 counts as at that end. */
    static long seconds(Instant at) {
        return Math.max(0, Math.min(MOST, at.getEpochSecond()));
    }

    private static int head(byte[] runs, int run) {
        int low = runs[run];
        return low >= 0 ? low : (low & 0x7F) | runs[run + 1] << 7;
    }

    private static int headLength(int head) {
        return head < 0x80 ? 1 : 2;
    }

    /** How many bytes tell of the times left out. */
    private static int olderLength(int size) {
        return size == 0 ? 0 : 4 + (1 << (size - 1));
    }

    private static int size(long leftOut) {
        return leftOut == 0 ? 0 : leftOut <= 0xFF ? 1 : leftOut <= 0xFFFF ? 2 : 3;
    }

    static int kept(byte[] runs, int run) {
        return head(runs, run) >>> 2;
    }

    /** Whether older times were left out. */
    static boolean partial(byte[] runs, int run) {
        return (runs[run] & 3) != 0;
    }

    static long total(byte[] runs, int run) {
        int head = head(runs, run);
        int at = run + headLength(head);
        long leftOut = switch (head & 3) {
            case 0 -> 0;
            case 1 -> runs[at] & 0xFF;
            case 2 -> (runs[at] & 0xFF) << 8 | (runs[at + 1] & 0xFF);
            default -> number(runs, at);
        };
        return (head >>> 2) + leftOut;
    }

    /** The first time ever; there must be one. */
    static long first(byte[] runs, int run) {
        int times = times(runs, run);
        return number(runs, partial(runs, run) ? times - 4 : times + 4 * (kept(runs, run) - 1));
    }

    /** Where the kept times begin. */
    static int times(byte[] runs, int run) {
        int head = head(runs, run);
        return run + headLength(head) + olderLength(head & 3);
    }

    /** Where the next run begins. */
    static int next(byte[] runs, int run) {
        int head = head(runs, run);
        return run + headLength(head) + olderLength(head & 3) + (head & ~3);
    }

    static long number(byte[] runs, int at) {
        return (int) INT.get(runs, at) & MOST;
    }

    /** How many kept times lie between two, both included; no more than {@code enough} are counted. */
    static int count(byte[] runs, int run, long from, long to, int enough) {
        int time = times(runs, run);
        int end = time + 4 * kept(runs, run);
        while (time < end && number(runs, time) > to) {
            time += 4;
        }
        int begin = time;
        int stop = (int) Math.min(end, begin + 4L * enough);
        while (time < stop && number(runs, time) >= from) {
            time += 4;
        }
        return (time - begin) / 4;
    }

    /** Whether every time since {@code from} is among those kept. */
    static boolean reaches(byte[] runs, int run, long from) {
        return !partial(runs, run) || number(runs, next(runs, run) - 4) < from;
    }

    /** The newest time not after {@code to}; -1 if there is none among those kept. */
    static long last(byte[] runs, int run, long to) {
        int end = next(runs, run);
        for (int time = times(runs, run); time < end; time += 4) {
            long at = number(runs, time);
            if (at <= to) {
                return at;
            }
        }
        return -1;
    }

    /** A run of its own. */
    static byte[] run(long total, long first, long[] newestFirst) {
        long leftOut = total - newestFirst.length;
        byte[] run = new byte[length(newestFirst.length, leftOut)];
        int time = writeHead(run, 0, newestFirst.length, leftOut, first);
        for (long each : newestFirst) {
            INT.set(run, time, (int) each);
            time += 4;
        }
        return run;
    }

    private static int length(int kept, long leftOut) {
        return headLength(kept << 2) + olderLength(size(leftOut)) + 4 * kept;
    }

    private static int writeHead(byte[] runs, int run, int kept, long leftOut, long first) {
        int size = size(leftOut);
        int head = kept << 2 | size;
        int at = run;
        if (head < 0x80) {
            runs[at++] = (byte) head;
        } else {
            runs[at++] = (byte) (head | 0x80);
            runs[at++] = (byte) (head >> 7);
        }
        if (size == 0) {
            return at;
        }
        if (size == 3) {
            INT.set(runs, at, (int) Math.min(MOST, leftOut));
        } else {
            runs[at + size - 1] = (byte) leftOut;
            runs[at] = size == 2 ? (byte) (leftOut >> 8) : (byte) leftOut;
        }
        int time = at + olderLength(size);
        INT.set(runs, time - 4, (int) first);
        return time;
    }

    /** The same runs, the one at {@code run} with one more time; at most {@code depth} newest ones are kept of it. */
    static byte[] plus(byte[] runs, int run, long time, int depth) {
        int more = more(runs, run, depth);
        if (more < 0) {
            return rebuilt(runs, run, time, depth);
        }
        byte[] copy = Arrays.copyOf(runs, runs.length + more);
        put(copy, runs.length, run, time, more);
        return copy;
    }

    /** How many bytes one more time of a run takes; -1 if it cannot be {@link #put} in place. */
    static int more(byte[] runs, int run, int depth) {
        int head = runs[run];
        int kept = head >>> 2;
        if (head > 3) {
            // by far most often: all times are kept, and one more can be
            if ((head & 3) == 0 && kept < Math.min(depth, 31)) {
                return 4;
            }
            // and then: as many are kept as may be, and one byte counts the others
            if ((head & 3) == 1 && kept == depth && runs[run + 1] != -1) {
                return 0;
            }
        }
        return -1;
    }

    /**
     * Puts one more time into a run.
     *
     * @param length where the last run ends, so many bytes as {@link #more} says before the end of the array at least
     */
    static void put(byte[] runs, int length, int run, long time, int more) {
        int kept = runs[run] >>> 2;
        if (more > 0) {
            int place = run + 1 + 4 * newer(runs, run + 1, kept, time);
            System.arraycopy(runs, place, runs, place + 4, length - place);
            INT.set(runs, place, (int) time);
            runs[run] = (byte) (runs[run] + 4);
            return;
        }
        runs[run + 1]++;
        if (time < number(runs, run + 2)) {
            INT.set(runs, run + 2, (int) time);
        }
        int from = run + 6;
        int newer = newer(runs, from, kept, time);
        if (newer < kept) {
            int place = from + 4 * newer;
            System.arraycopy(runs, place, runs, place + 4, 4 * (kept - 1 - newer));
            INT.set(runs, place, (int) time);
        }
    }

    static byte[] rebuilt(byte[] runs, int run, long time, int depth) {
        int kept = kept(runs, run);
        boolean older = partial(runs, run) && time < number(runs, next(runs, run) - 4);
        int keep = older ? kept : Math.min(kept + 1, depth);
        long total = total(runs, run) + 1;
        int end = next(runs, run);
        byte[] more = new byte[runs.length - (end - run) + length(keep, total - keep)];
        System.arraycopy(runs, 0, more, 0, run);
        int to = writeHead(more, run, keep, total - keep, kept == 0 ? time : Math.min(time, first(runs, run)));
        int from = times(runs, run);
        int newer = older ? keep : newer(runs, from, kept, time);
        int copied = Math.min(newer, keep);
        System.arraycopy(runs, from, more, to, 4 * copied);
        if (newer < keep) {
            INT.set(more, to + 4 * newer, (int) time);
            System.arraycopy(runs, from + 4 * newer, more, to + 4 * newer + 4, 4 * (keep - newer - 1));
        }
        System.arraycopy(runs, end, more, to + 4 * keep, runs.length - end);
        return more;
    }

    private static int newer(byte[] runs, int from, int kept, long time) {
        int newer = 0;
        while (newer < kept && number(runs, from + 4 * newer) >= time) {
            newer++;
        }
        return newer;
    }

    /**
     * The end of the run as stored by somebody.
     *
     * @throws IllegalArgumentException if there is no whole run of ordered times
     */
    static int checked(byte[] runs, int run) {
        boolean headless = run >= runs.length || (runs[run] < 0 && (run + 1 >= runs.length || runs[run + 1] < 0));
        if (headless || next(runs, run) > runs.length || kept(runs, run) == 0) {
            throw new IllegalArgumentException("a stored summary is cut off at byte " + run);
        }
        int end = next(runs, run);
        for (int time = times(runs, run) + 4; time < end; time += 4) {
            if (number(runs, time) > number(runs, time - 4)) {
                throw new IllegalArgumentException("a stored summary has times out of order at byte " + time);
            }
        }
        if (first(runs, run) > number(runs, end - 4)) {
            throw new IllegalArgumentException("a stored summary has a first time that is not, at byte " + run);
        }
        return end;
    }
}
