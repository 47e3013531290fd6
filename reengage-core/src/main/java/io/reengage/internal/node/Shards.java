// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.node;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/** Shares people out over shards, so that everything about one person is decided by one worker at a time. */
public final class Shards {
    public static final int COUNT = 256;

    private Shards() {}

    public static int of(String subscriberId) {
        return Hashing.murmur3_32_fixed()
                        .hashString(subscriberId, StandardCharsets.UTF_8)
                        .asInt()
                & (COUNT - 1);
    }
}
