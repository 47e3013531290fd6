// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.store;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * People of one shard who are due for the same step at the same time. People who move in step travel as one row; someone
 * with a timing of their own is a set of one.
 *
 * @param shard the shard they all belong to
 * @param id identity within the shard
 * @param dueAt when the step is due
 * @param firstDueAt when it was due before anything put it off; expiry counts from here
 * @param run the campaign run
 * @param step the step
 * @param attempt how often handing over was tried before
 * @param people who is still to be dealt with
 * @param dispatching who has been marked for hand-over and whose receipts are not on record; empty if nobody
 * @param dispatchedAt when they were marked; {@code null} if nobody is
 * @param epoch the lease under which they were marked
 */
public record DueSet(
        int shard,
        String id,
        Instant dueAt,
        Instant firstDueAt,
        String run,
        String step,
        int attempt,
        List<String> people,
        List<String> dispatching,
        @Nullable Instant dispatchedAt,
        long epoch) {

    public DueSet {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(dueAt, "dueAt");
        Objects.requireNonNull(firstDueAt, "firstDueAt");
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(step, "step");
        people = List.copyOf(people);
        dispatching = List.copyOf(dispatching);
    }

    /** Whether somebody's fate is open. */
    public boolean inDoubt() {
        return !dispatching.isEmpty();
    }
}
