// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.run;

import com.google.common.collect.Lists;
import io.reengage.internal.node.Keys;
import io.reengage.ledger.store.DueSet;
import java.time.Instant;
import java.util.List;

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
}
