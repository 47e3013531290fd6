// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import java.util.List;

/**
 * One thing that somebody does.
 *
 * @param id number within the history, so that a shrunk one can be told
 * @param node on which node
 * @param person whom it concerns, where it concerns somebody
 * @param choice which of several
 * @param minutes how long, for time that passes
 * @param faults what goes wrong on the way
 */
record Command(int id, Kind kind, int node, int person, int choice, int minutes, List<Fault> faults) {

    /** What can be done. */
    enum Kind {
        LAUNCH,
        RUN,
        RENEW,
        RECORD,
        LAND,
        PAUSE,
        RESUME,
        CANCEL,
        STOP,
        GO,
        ADVANCE,
        KILL,
        CLOSE,
        PLAN,
        APPROVE,
        APPLY,
        UNDO,
        WITHDRAW,
        REMOVE,
        SIGN,
        PREVIEW
    }

    @Override
    public String toString() {
        return "#" + id + " " + kind
                + switch (kind) {
                    case ADVANCE -> " " + minutes + " min";
                    case WITHDRAW, REMOVE, SIGN -> " person " + person;
                    case RECORD -> " node " + node + " event " + choice + " of person " + person;
                    case LAND -> " node " + node + " answer " + choice + " of person " + person;
                    case LAUNCH, PAUSE, RESUME, CANCEL, PLAN, PREVIEW -> " node " + node + " campaign " + choice;
                    default -> " node " + node;
                }
                + (faults.isEmpty() ? "" : " with " + faults);
    }
}
