// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

/** The end of a process, as the code inside it would feel it: every door it tries is shut. */
final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash() {
        super("the process has ended", null, false, false);
    }
}
