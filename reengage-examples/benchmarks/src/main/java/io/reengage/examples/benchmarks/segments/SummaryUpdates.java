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

    private final boolean inPlace;
    private final ActivitySummary.Builder[] builders;
    private final ActivitySummary[] summaries;
    private final List<Event> events;

    private record Event(int person, ActivityType type, Instant at, long told) {

        /** Laid down anew, as an event that has just come in. */
        Event fresh() {
            return new Event(person, type, Instant.ofEpochMilli(at.toEpochMilli()), told);
        }
    }

    SummaryUpdates(List<Person> population, boolean inPlace) {
        this.inPlace = inPlace;
        this.builders = new ActivitySummary.Builder[population.size()];
        this.summaries = new ActivitySummary[population.size()];
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
        return inPlace ? "summaries, one event after another, in place" : "the same, a new summary for each event";
    }

    @Override
    public void prepare() {
        Arrays.setAll(builders, person -> ActivitySummary.EMPTY.toBuilder(ActivitySummary.DEFAULT_DEPTH));
        Arrays.fill(summaries, ActivitySummary.EMPTY);
    }

    @Override
    public long run() {
        if (inPlace) {
            for (Event each : events) {
                builders[each.person()].add(each.type(), each.at());
            }
        } else {
            for (Event each : events) {
                summaries[each.person()] =
                        summaries[each.person()].plus(each.type(), each.at(), ActivitySummary.DEFAULT_DEPTH);
            }
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
