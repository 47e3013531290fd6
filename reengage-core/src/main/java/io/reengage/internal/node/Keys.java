// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.node;

import com.google.common.base.Joiner;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;

/** Identities made from what they identify: the same every time, on every node. */
public final class Keys {

    private Keys() {}

    /** Stable identity of one message: 32 hex digits. */
    public static String message(String run, String subscriberId, int episode, String step) {
        return of(run, subscriberId, episode, step);
    }

    /** 32 hex digits that stand for these parts in this order. */
    public static String of(Object... parts) {
        String text =
                Joiner.on('\n').join(Stream.of(parts).map(Objects::toString).iterator());
        return Hashing.sha256()
                .hashString(text, StandardCharsets.UTF_8)
                .toString()
                .substring(0, 32);
    }
}
