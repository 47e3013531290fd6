// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal;

import com.google.common.collect.Lists;
import io.reengage.ledger.store.DueSet;
import java.time.Instant;
import java.util.List;

/** Makes due sets with an identity of their own. */
final class DueSets {

    private DueSets() {}

    /** Sets of at most {@link Enroller#LARGEST_SET} people each. */
    static List<DueSet> of(
            int shard, Instant dueAt, Instant firstDueAt, String run, String step, int attempt, List<String> people) {
        return Lists.partition(people, Enroller.LARGEST_SET).stream()
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
