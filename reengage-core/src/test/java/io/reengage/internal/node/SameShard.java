// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.node;

import io.reengage.ledger.store.Shards;
import java.util.List;
import java.util.stream.IntStream;

/** Ids of people who share a shard, and so a due set. */
public final class SameShard {

    private SameShard() {}

    /** So many of them. */
    public static List<String> ids(int number) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "twin-%06d".formatted(i))
                .filter(id -> Shards.of(id) == 7)
                .limit(number)
                .toList();
    }
}
