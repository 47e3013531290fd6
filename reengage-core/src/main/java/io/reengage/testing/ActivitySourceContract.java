// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.testing;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What every {@link ActivitySource} has to keep, as a check for a host's own tests, with any test framework or none. The host
 * loads {@link #sample()} into its record, as having been observed, and hands the source over.
 */
public final class ActivitySourceContract {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<ActivityType> TYPES = List.of(ActivityType.CLICKED, ActivityType.PURCHASED);
    private static final Set<String> PEOPLE = Set.of("contract-a", "contract-b");
    private static final int EACH = 20;

    private ActivitySourceContract() {}

    /** Clicks and purchases of two people: one every hour from the start of 2026, the persons by turns. */
    public static List<Activity> sample() {
        List<Activity> sample = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            for (ActivityType type : TYPES) {
                for (String person : new TreeSet<>(PEOPLE)) {
                    sample.add(Activity.of(type)
                            .by(person)
                            .id("contract-" + sample.size())
                            .at(START.plus(Duration.ofHours(sample.size()))));
                }
            }
        }
        return sample;
    }

    /**
     * Checks everything.
     *
     * @throws AssertionError naming every promise that was broken
     */
    public static void verify(ActivitySource source) {
        Promises promises = new Promises("the activity source");
        List<Activity> sample = sample();
        Instant end = START.plus(Duration.ofHours(sample.size()));
        for (int depth : new int[] {1, 3, EACH}) {
            for (Instant asOf : List.of(START, START.plus(Duration.ofHours(33)), end)) {
                promises.expect(
                        "summaries as of " + asOf + " hold at least the newest " + depth + " of each type",
                        () -> PEOPLE.stream().allMatch(id -> agrees(source, sample, id, depth, asOf)));
            }
        }
        Instant from = START.plus(Duration.ofHours(8));
        Instant to = START.plus(Duration.ofHours(40));
        promises.expect(
                "history begins with from and ends before to, each activity once",
                () -> history(source, PEOPLE, from, to).equals(expected(sample, PEOPLE, from, to)));
        promises.expect(
                "history tells of nobody else",
                () -> history(source, Set.of("contract-a"), from, to)
                        .equals(expected(sample, Set.of("contract-a"), from, to)));
        promises.expect(
                "who did nothing has no activity",
                () -> source.summaries(Set.of("contract-nobody"), new ActivityNeed(Set.copyOf(TYPES), 1), end)
                        .getOrDefault("contract-nobody", ActivitySummary.EMPTY)
                        .last(TYPES, end)
                        .isEmpty());
        promises.expect(
                "what is on record was observed",
                () -> TYPES.stream()
                        .allMatch(type -> source.observed()
                                .of(type)
                                .filter(range -> !range.since().isAfter(START))
                                .isPresent()));
        promises.verify();
    }

    private static boolean agrees(ActivitySource source, List<Activity> sample, String id, int depth, Instant asOf) {
        Map<String, ActivitySummary> answer =
                source.summaries(Set.of(id), new ActivityNeed(Set.copyOf(TYPES), depth), asOf);
        ActivitySummary summary = answer.getOrDefault(id, ActivitySummary.EMPTY);
        return TYPES.stream().allMatch(type -> {
            List<Instant> all = sample.stream()
                    .filter(each ->
                            each.subscriberId().equals(id) && each.type().equals(type))
                    .map(Activity::at)
                    .filter(at -> !at.isAfter(asOf))
                    .toList();
            List<Instant> newest = all.subList(Math.max(0, all.size() - depth), all.size());
            return newest.isEmpty()
                    ? summary.last(List.of(type), asOf).isEmpty()
                    : summary.last(List.of(type), asOf).equals(Optional.of(all.get(all.size() - 1)))
                            && summary.timeline(type).countBetween(newest.get(0), asOf) == newest.size()
                            && summary.last(List.of(type), Instant.MAX)
                                    .filter(last -> !last.isAfter(asOf))
                                    .isPresent();
        });
    }

    private static List<String> history(ActivitySource source, Set<String> ids, Instant from, Instant to) {
        List<String> told = new ArrayList<>();
        source.history(ids, from, to, each -> told.add(each.id()));
        return told.stream().sorted().toList();
    }

    private static List<String> expected(List<Activity> sample, Set<String> ids, Instant from, Instant to) {
        return sample.stream()
                .filter(each -> ids.contains(each.subscriberId()))
                .filter(each -> !each.at().isBefore(from) && each.at().isBefore(to))
                .map(Activity::id)
                .sorted()
                .collect(Collectors.toList());
    }
}
