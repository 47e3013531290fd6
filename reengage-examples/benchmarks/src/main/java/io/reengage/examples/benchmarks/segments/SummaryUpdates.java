// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.segments;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.examples.benchmarks.measure.Contender;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** Keeps a summary per person while events come in as they happen, one in twenty up to 30 days late. */
final class SummaryUpdates implements Contender {
    private static final long LATE_MILLIS = 30L * 24 * 60 * 60 * 1000;

    private final int people;
    private ActivitySummary[] summaries;
    private final List<Event> events;

    private record Event(int person, ActivityType type, Instant at, long told) {

        /** Laid down anew, as an event that has just come in. */
        Event fresh() {
            return new Event(person, type, Instant.ofEpochMilli(at.toEpochMilli()), told);
        }
    }

    SummaryUpdates(List<Person> population) {
        this.people = population.size();
        this.summaries = new ActivitySummary[people];
        List<Event> all = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(49);
        for (Person person : population) {
            for (Activity each : person.activities()) {
                long late = random.nextInt(20) == 0 ? random.nextLong(LATE_MILLIS) : 0;
                all.add(new Event(
                        person.number(), each.type(), each.at(), each.at().toEpochMilli() + late));
            }
        }
        all.sort(Comparator.comparingLong(Event::told));
        this.events = all.stream().map(Event::fresh).toList();
    }

    @Override
    public String name() {
        return "summaries, one event after another";
    }

    @Override
    public void prepare() {
        // a new one: the collector's book-keeping for an old array that points to young values is not what is measured
        summaries = new ActivitySummary[people];
        Arrays.fill(summaries, ActivitySummary.EMPTY);
    }

    @Override
    public long run() {
        for (Event each : events) {
            summaries[each.person()] =
                    summaries[each.person()].plus(each.type(), each.at(), ActivitySummary.DEFAULT_DEPTH);
        }
        return events.size();
    }

    /**
     * Bytes of heap a person's summary takes, everything counted.
     *
     * @throws IllegalStateException if nothing was kept
     */
    static double bytesPerPerson(List<Person> population) {
        ActivitySummary[] kept = new ActivitySummary[population.size()];
        long before = used();
        for (Person each : population) {
            kept[each.number()] = ActivitySummary.of(each.activities(), ActivitySummary.DEFAULT_DEPTH);
        }
        long bytes = used() - before;
        if (kept[0].equals(ActivitySummary.EMPTY)) {
            throw new IllegalStateException("nothing was kept");
        }
        return (double) bytes / population.size();
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
