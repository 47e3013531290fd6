// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.run;

import com.google.common.collect.Lists;
import io.reengage.internal.node.Keys;
import io.reengage.ledger.store.DueSet;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes due sets with an identity of their own. */
public final class DueSets {
    /** People in one due set at the most. */
    static final int LARGEST = 1000;

    private DueSets() {}

    /** Sets of at most {@link #LARGEST} people each. */
    public static List<DueSet> of(
            int shard, Instant dueAt, Instant firstDueAt, String run, String step, int attempt, List<String> people) {
        return Lists.partition(people, LARGEST).stream()
                .map(part -> new DueSet(
                        shard,
                        Keys.of(run, step, dueAt, attempt, part.get(0)),
                        dueAt,
                        firstDueAt,
                        run,
                        step,
                        attempt,
                        part,
                        List.of(),
                        null,
                        0))
                .toList();
    }

    /**
     * Sets that can be dealt with together: people of one shard, due for the same step after as many tries, first within one
     * minute. A set in doubt stays alone.
     *
     * @param enough people of one portion, beyond which no further set joins it
     */
    public static List<List<DueSet>> together(List<DueSet> sets, int enough) {
        List<List<DueSet>> portions = new ArrayList<>();
        Map<List<Object>, List<DueSet>> open = new HashMap<>();
        for (DueSet set : sets) {
            List<Object> kin = List.of(
                    set.shard(),
                    set.run(),
                    set.step(),
                    set.attempt(),
                    set.firstDueAt().truncatedTo(ChronoUnit.MINUTES));
            @Nullable List<DueSet> portion = set.inDoubt() ? null : open.get(kin);
            if (portion == null) {
                portion = new ArrayList<>();
                portions.add(portion);
                if (!set.inDoubt()) {
                    open.put(kin, portion);
                }
            }
            portion.add(set);
            if (people(portion) >= enough) {
                open.remove(kin);
            }
        }
        return portions;
    }

    private static int people(List<DueSet> sets) {
        return sets.stream().mapToInt(set -> set.people().size()).sum();
    }

    /** One set in place of several: the first, with everybody, first due when the earliest was. */
    public static DueSet merged(List<DueSet> sets) {
        DueSet first = sets.get(0);
        return sets.size() == 1
                ? first
                : new DueSet(
                        first.shard(),
                        first.id(),
                        first.dueAt(),
                        sets.stream()
                                .map(DueSet::firstDueAt)
                                .min(Comparator.naturalOrder())
                                .orElseThrow(),
                        first.run(),
                        first.step(),
                        first.attempt(),
                        sets.stream()
                                .flatMap(set -> set.people().stream())
                                .distinct()
                                .toList(),
                        List.of(),
                        null,
                        first.epoch());
    }
}
