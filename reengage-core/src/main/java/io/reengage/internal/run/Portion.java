// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.run;

import com.google.common.base.Splitter;
import io.reengage.campaign.Ramp;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where the ramp of a run stands: what one reading of the whole list takes in, and whom it leaves waiting. People are told
 * apart by the week of their last sign of life alone, so that however many wait, a few hundred numbers describe them. The
 * first reading takes nobody in and only counts.
 *
 * @param number which portion of the ramp it is; 0 for the reading that counts
 * @param left how many more people it takes in
 * @param fromWeek the earliest week of a last sign that is taken in
 * @param ofThatWeek how many more people of that week: those of later weeks need the other places
 * @param waiting how many it has left waiting so far, by the week of their last sign
 * @param before how many the reading before left waiting
 */
public record Portion(
        int number, long left, long fromWeek, long ofThatWeek, NavigableMap<Long, Long> waiting, long before) {
    /** The reading that counts. */
    static final Portion COUNTING = new Portion(0, 0, 0, 0, new TreeMap<>(), 0);

    private static final int MOST_NUMBER = 1_000_000;

    /** Whether nobody waits. */
    boolean nobodyWaits() {
        return waiting.isEmpty();
    }

    /** How many of these it takes in, from the first: those young enough that there is room for. */
    int room(List<Long> weeksFromTheLatest) {
        long later =
                weeksFromTheLatest.stream().takeWhile(week -> week > fromWeek).count();
        return Math.toIntExact(Math.min(left, later + Math.min(ofThatWeek, of(fromWeek, weeksFromTheLatest))));
    }

    private static long of(long week, List<Long> weeks) {
        return weeks.stream().filter(each -> each == week).count();
    }

    /** The same after the first of these were taken in and the others left waiting. */
    Portion after(int taken, List<Long> weeksFromTheLatest) {
        NavigableMap<Long, Long> all = new TreeMap<>(waiting);
        weeksFromTheLatest.stream().skip(taken).forEach(week -> all.merge(week, 1L, Long::sum));
        long ofThisWeek = of(fromWeek, weeksFromTheLatest.subList(0, taken));
        return new Portion(number, left - taken, fromWeek, ofThatWeek - ofThisWeek, all, before);
    }

    /** What the next reading takes in: more, if this was not enough. */
    Portion next(Ramp ramp) {
        int next = left == 0 || !nobodyWaits() ? Math.min(number + 1, MOST_NUMBER) : number;
        long size = ramp.portion(next);
        long all = waiting.values().stream().mapToLong(people -> people).sum();
        long later = 0;
        for (Map.Entry<Long, Long> week : waiting.descendingMap().entrySet()) {
            if (later + week.getValue() > size) {
                return new Portion(next, size, week.getKey(), size - later, new TreeMap<>(), all);
            }
            later += week.getValue();
        }
        return new Portion(next, size, 0, size, new TreeMap<>(), all);
    }

    String text() {
        String weeks = waiting.entrySet().stream()
                .map(each -> each.getKey() + ":" + each.getValue())
                .collect(Collectors.joining(","));
        return number + " " + left + " " + fromWeek + " " + ofThatWeek + " " + weeks + " " + before;
    }

    static Portion parse(String text) {
        List<String> words = Splitter.on(' ').splitToList(text);
        NavigableMap<Long, Long> waiting = new TreeMap<>();
        for (String each : Splitter.on(',').omitEmptyStrings().split(words.get(4))) {
            int colon = each.indexOf(':');
            waiting.put(Long.valueOf(each.substring(0, colon)), Long.valueOf(each.substring(colon + 1)));
        }
        return new Portion(
                Integer.parseInt(words.get(0)),
                Long.parseLong(words.get(1)),
                Long.parseLong(words.get(2)),
                Long.parseLong(words.get(3)),
                waiting,
                Long.parseLong(words.get(5)));
    }
}
