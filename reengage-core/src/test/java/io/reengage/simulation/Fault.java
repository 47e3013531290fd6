// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import java.util.List;

/**
 * Something that goes wrong at one place of the protocol.
 *
 * @param id number within the history, so that a shrunk one can be told
 * @param point the place, see {@link Points}
 * @param occurrence the how-manieth passing of that place within the command, from 0
 * @param minutes how long it lasts, for what lasts
 * @param meanwhile what others do in that time
 */
record Fault(int id, String point, int occurrence, Kind kind, int minutes, List<Command> meanwhile) {

    /** What goes wrong. */
    enum Kind {
        CRASH_BEFORE,
        CRASH_AFTER,
        /** Done, but the caller hears of a failure. */
        LOST_ANSWER,
        /** Done and undone; the caller hears of a failure. */
        NOT_APPLIED,
        /** One statement of the transaction fails. */
        TIMEOUT,
        /** The transaction loses a race and is run again. */
        RETRIED,
        FROZEN_BEFORE,
        FROZEN_AFTER,
        REFUSED_FOR_NOW,
        REFUSED_FOR_GOOD,
        UNKNOWN,
        /** The channel took it and then threw an exception. */
        EXCEPTION,
        /** The channel took it and then threw an error. */
        ERROR,
        NULL,
        /** No answer within the deadline, and then an exception. */
        NEVER,
        FAILS,
        /** What was true before the last change. */
        STALE,
        DUPLICATES,
        /** Some are taken, some are not. */
        PARTIAL
    }

    @Override
    public String toString() {
        return "#" + id + " " + kind + " at " + point + "[" + occurrence + "]"
                + (minutes > 0 ? " for " + minutes + " min" : "")
                + (meanwhile.isEmpty() ? "" : " meanwhile " + meanwhile);
    }
}
