// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.feedback;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityTimes;
import io.reengage.activity.ActivityType;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.link.ReturnTag;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.Subscriber;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses bounces speak of, and when those that may pass have come too often: on {@link #DAYS} days, over {@link #SPAN}
 * at least, with no sign since the first of them that a message arrived. Bounces that are not the address' fault do not count.
 */
final class Deliverability {
    /** On how many days soft bounces must have come before an address is given up. */
    static final int DAYS = 3;
    /** How far apart the first and the last of them must be. */
    static final Duration SPAN = Duration.ofDays(14);

    private static final Set<ActivityType> ARRIVALS = Set.of(
            ActivityType.OPENED,
            ActivityType.OPENED.machine(),
            ActivityType.CLICKED,
            ActivityType.CLICKED.machine(),
            ActivityType.REPLIED,
            ActivityType.CONFIRMED,
            ActivityType.ASKED_FEWER,
            ActivityType.PAUSED);

    private Deliverability() {}

    /** The addresses a bounce speaks of: the one it names by its mark, if it does; none if the person has it no more. */
    static List<Address> concerned(Subscriber person, Activity bounce) {
        @Nullable String mark = bounce.properties().get(Activity.ADDRESS);
        return person.addresses().stream()
                .filter(each ->
                        mark == null || ReturnTag.addressMark(each.canonical()).equals(mark))
                .toList();
    }

    /** Those of these soft bounces that make an address be given up. */
    static List<Activity> givenUp(Rows rows, Collection<News> news) {
        Map<String, News> softly = new HashMap<>();
        for (News each : news) {
            if (each.activities().stream().anyMatch(Deliverability::isSoft)) {
                softly.put(each.person().id(), each);
            }
        }
        if (softly.isEmpty()) {
            return List.of();
        }
        Map<String, List<Activity>> all = rows
                .select(
                        Schema.EVENT,
                        Where.all().in("person", softly.keySet()).eq("type", ActivityType.SOFT_BOUNCED.name()),
                        List.of("at"),
                        Integer.MAX_VALUE)
                .stream()
                .filter(Deliverability::isSoft)
                .collect(Collectors.groupingBy(Activity::subscriberId));
        return softly.values().stream()
                .flatMap(each -> each.activities().stream()
                        .filter(Deliverability::isSoft)
                        .filter(bounce -> isTooOften(
                                bounce,
                                all.getOrDefault(each.person().id(), List.of()),
                                each.record().summary())))
                .toList();
    }

    private static boolean isSoft(Activity activity) {
        return activity.type().equals(ActivityType.SOFT_BOUNCED)
                && activity.properties()
                        .getOrDefault(Activity.SCOPE, Activity.OF_ADDRESS)
                        .equals(Activity.OF_ADDRESS);
    }

    private static boolean isTooOften(Activity bounce, List<Activity> all, ActivitySummary summary) {
        String mark = bounce.properties().getOrDefault(Activity.ADDRESS, "");
        Instant arrived = summary.last(ARRIVALS, Instant.MAX).orElse(Instant.MIN);
        TreeSet<Instant> times = all.stream()
                .filter(each ->
                        each.properties().getOrDefault(Activity.ADDRESS, "").equals(mark))
                .map(Activity::at)
                .filter(at -> ActivityTimes.second(at).isAfter(arrived))
                .collect(Collectors.toCollection(TreeSet::new));
        long days = times.stream()
                .map(at -> LocalDate.ofInstant(at, ZoneOffset.UTC))
                .distinct()
                .count();
        return days >= DAYS && Duration.between(times.first(), times.last()).compareTo(SPAN) >= 0;
    }
}
