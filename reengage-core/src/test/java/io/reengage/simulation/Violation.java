// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

/** A promise that was broken. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String promise;

    Violation(String promise, String what) {
        super(promise + ": " + what);
        this.promise = promise;
    }

    /** Which promise, such as {@code I1}. */
    String promise() {
        return promise;
    }
}
