// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.node;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.StringJoiner;

/** Identities made from what they identify: the same every time, on every node. */
public final class Keys {

    private static final int BYTES = 16;

    private Keys() {}

    /** Stable identity of one message: 32 hex digits. */
    public static String message(String run, String subscriberId, int episode, String step) {
        return of(run, subscriberId, episode, step);
    }

    /** 32 hex digits that stand for these parts in this order. */
    public static String of(Object... parts) {
        StringJoiner text = new StringJoiner("\n");
        for (Object part : parts) {
            text.add(part.toString());
        }
        byte[] hash = Hashing.sha256()
                .hashString(text.toString(), StandardCharsets.UTF_8)
                .asBytes();
        return HexFormat.of().formatHex(hash, 0, BYTES);
    }
}
