// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import io.reengage.activity.Timeline;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Any number of people that exist only while they are looked at. Every third has been silent for more than a year. */
final class GeneratedList implements SubscriberStore, ActivitySource {

    private static final Duration RECORD = Duration.ofDays(730);

    private final int size;
    private final Instant now;

    GeneratedList(int size, Instant now) {
        this.size = size;
        this.now = now;
    }

    @Override
    public Page<Subscriber> page(String cursor, int limit) {
        int from = cursor.isEmpty() ? 1 : number(cursor) + 1;
        int to = Math.min(size, from + limit - 1);
        List<Subscriber> items =
                IntStream.rangeClosed(from, to).mapToObj(this::person).toList();
        return to == size ? Page.last(items) : Page.of(items, id(to));
    }

    @Override
    public Map<String, Subscriber> find(Set<String> ids) {
        Map<String, Subscriber> found = new HashMap<>();
        ids.forEach(id -> found.put(id, person(number(id))));
        return found;
    }

    @Override
    public Set<String> apply(List<StatusChange> changes) {
        return Set.of();
    }

    @Override
    public Map<String, ActivitySummary> summaries(Set<String> ids, ActivityNeed need, Instant asOf) {
        List<Instant> received = IntStream.range(0, need.depth())
                .mapToObj(month -> now.minus(Duration.ofDays(2 + 30L * month)))
                .toList();
        Timeline newsletters = Timeline.of(received.size(), received.get(received.size() - 1), received);
        Map<String, ActivitySummary> summaries = new HashMap<>();
        for (String id : ids) {
            int daysSilent = number(id) % 3 == 0 ? 400 : 20 + number(id) % 300;
            Instant last = now.minus(Duration.ofDays(daysSilent));
            summaries.put(
                    id,
                    ActivitySummary.of(Map.of(
                            ActivityType.RECEIVED,
                            newsletters,
                            ActivityType.CLICKED,
                            Timeline.of(1, last, List.of(last)))));
        }
        return summaries;
    }

    @Override
    public void history(Set<String> ids, Instant from, Instant to, Consumer<Activity> sink) {
        // nothing is asked for: the conditions are about counts and times only
    }

    @Override
    public Observation observed() {
        Set<ActivityType> types = new TreeSet<>(ActivityType.ENGAGEMENT);
        types.add(ActivityType.RECEIVED);
        return Observation.live(now.minus(RECORD), types);
    }

    private Subscriber person(int number) {
        String id = id(number);
        Instant joined = now.minus(RECORD);
        return Subscriber.withId(id)
                .email(id + "@list.example")
                .language("en")
                .joinedAt(joined)
                .subscribed(DemoPeople.NEWSLETTER, joined, "generated")
                .build();
    }

    private static String id(int number) {
        return String.format(Locale.ROOT, "m%09d", number);
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring(1));
    }
}
