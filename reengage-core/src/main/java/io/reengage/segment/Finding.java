// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import java.util.function.Supplier;

/** The answer of one leaf, with its reason in words only if somebody asks. */
record Finding(Verdict verdict, Supplier<String> because) {

    static Finding of(Verdict verdict, Supplier<String> because) {
        return new Finding(verdict, because);
    }

    static Finding of(boolean in, Supplier<String> because) {
        return of(Verdict.of(in), because);
    }
}
