// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.kill;

/**
 * Something that was done to a process.
 *
 * @param instance to which worker; empty for all
 * @param from when it began, on the steady clock
 * @param to when it was over
 */
record Disturbance(Kind kind, String instance, long from, long to) {

    /** What can be done to a process. */
    enum Kind {
        KILL,
        FREEZE,
        /** The database crashed and came back. */
        CRASH
    }

    boolean isOf(String worker) {
        return instance.isEmpty() || instance.equals(worker);
    }
}
