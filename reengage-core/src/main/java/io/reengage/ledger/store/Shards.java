// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.store;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/** Shares people out over shards, so that everything about one person is decided by one worker at a time. */
public final class Shards {
    public static final int COUNT = 256;

    /** Characters of {@link #name}. */
    public static final int NAME_LENGTH = 2;

    private Shards() {}

    public static int of(String subscriberId) {
        return Hashing.murmur3_32_fixed()
                        .hashString(subscriberId, StandardCharsets.UTF_8)
                        .asInt()
                & (COUNT - 1);
    }

    /** A person's shard as two hexadecimal digits. */
    public static String name(String subscriberId) {
        int shard = of(subscriberId);
        return "" + Character.forDigit(shard >> 4, 16) + Character.forDigit(shard & 15, 16);
    }
}
