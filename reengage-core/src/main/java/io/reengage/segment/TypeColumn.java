// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.Timeline;
import java.time.Instant;
import java.util.Arrays;

/**
 * When everybody of a {@link Population} did one kind of thing: the kept times of all, one person after another, newest first,
 * in one dense array. Seconds are shifted so that 32 bits order them.
 */
final class TypeColumn {
    private int[] times = new int[1024];
    private final int[] ends;
    private final boolean[] partial;
    private int filled;
    private int size;

    TypeColumn(int people) {
        this.ends = new int[people + 1];
        this.partial = new boolean[people];
    }

    /** @param place above those added before */
    void add(int place, Timeline timeline) {
        fill(place);
        for (Instant time : timeline.newest()) {
            if (size == times.length) {
                times = Arrays.copyOf(times, 2 * size);
            }
            times[size++] = shifted(time.getEpochSecond());
        }
        partial[place] = timeline.depth() < timeline.total();
        fill(place + 1);
    }

    void close() {
        fill(partial.length);
        times = Arrays.copyOf(times, size);
    }

    private void fill(int place) {
        while (filled < place) {
            ends[++filled] = size;
        }
        ends[place] = size;
    }

    static int shifted(long second) {
        return (int) (Math.max(0, Math.min(0xFFFF_FFFFL, second)) + Integer.MIN_VALUE);
    }

    /** How many of a person's times lie between two, both included; no more than {@code enough} are counted. */
    int count(int place, int from, int to, int enough) {
        int[] all = times;
        int end = ends[place + 1];
        int time = ends[place];
        while (time < end && all[time] > to) {
            time++;
        }
        int begin = time;
        int stop = Math.min(end, begin + enough);
        while (time < stop && all[time] >= from) {
            time++;
        }
        return time - begin;
    }

    /** Whether every time since {@code from} is among those kept. */
    boolean reaches(int place, int from) {
        return !partial[place] || times[ends[place + 1] - 1] < from;
    }
}
