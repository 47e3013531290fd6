// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The answer of one leaf, with its reason in words only if somebody asks.
 *
 * @param until when the answer changes by itself
 */
record Finding(
        Verdict verdict, Supplier<String> because, @Nullable Instant until) {

    static Finding of(Verdict verdict, Supplier<String> because) {
        return new Finding(verdict, because, null);
    }

    static Finding of(boolean in, Supplier<String> because) {
        return of(Verdict.of(in), because);
    }

    Finding until(@Nullable Instant change) {
        return new Finding(verdict, because, change);
    }
}
