// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.store;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** Shares people out over shards, so that everything about one person is decided by one worker at a time. */
public final class Shards {
    public static final int COUNT = 256;

    /** Characters of {@link #name}. */
    public static final int NAME_LENGTH = 2;

    private static final List<String> NAMES = IntStream.range(0, COUNT)
            .mapToObj(shard -> HexFormat.of().toHexDigits((byte) shard))
            .toList();

    private Shards() {}

    public static int of(String subscriberId) {
        return Hashing.murmur3_32_fixed()
                        .hashString(subscriberId, StandardCharsets.UTF_8)
                        .asInt()
                & (COUNT - 1);
    }

    /** A person's shard as two hexadecimal digits. */
    public static String name(String subscriberId) {
        return NAMES.get(of(subscriberId));
    }
}
