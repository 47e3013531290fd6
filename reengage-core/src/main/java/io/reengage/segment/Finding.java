// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import java.util.function.Supplier;

/** The answer of one leaf, with its reason only if somebody asks. */
record Finding(Verdict verdict, Supplier<Phrase> because) {

    static Finding of(Verdict verdict, Supplier<Phrase> because) {
        return new Finding(verdict, because);
    }

    static Finding of(boolean in, Supplier<Phrase> because) {
        return of(Verdict.of(in), because);
    }

    static Finding unknown(Phrase because) {
        return of(Verdict.UNKNOWN, () -> because);
    }
}
