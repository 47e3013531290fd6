// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The work left, over all nodes.
 *
 * @param asOf when it was looked at
 * @param lag how long the oldest thing due of a running campaign has been waiting; zero if nothing is
 * @param stuck what has been waiting so long that somebody should look, the oldest of each kind
 */
public record Backlog(Instant asOf, Duration lag, List<Stuck> stuck) {

    /** How long something due may wait before it counts as stuck. */
    public static final Duration DUE_ALARM = Duration.ofHours(1);
    /** How long a hand-over may stay open after its channel's deadline before it counts as stuck. */
    public static final Duration DOUBT_ALARM = Duration.ofMinutes(10);
    /** How long the host's store may go without a change that is due before it counts as stuck. */
    public static final Duration HOST_ALARM = Duration.ofHours(1);
    /** How often the host's store may refuse a change before it counts as stuck. */
    public static final int HOST_ATTEMPTS = 10;
    /** How long somebody may be nominated for retirement without a decision before it counts as stuck. */
    public static final Duration SUNSET_ALARM = Duration.ofDays(30);
    /** How long a list that is due may go without having been read to its end before it counts as stuck. */
    public static final Duration LIST_ALARM = Duration.ofDays(1);

    public Backlog {
        stuck = List.copyOf(stuck);
    }

    /**
     * The oldest row of one kind that waits longer than it should.
     *
     * @param kind what kind
     * @param id which row, by ids only
     * @param since since when it waits
     * @param attempts how often it was tried; 0 if that is not counted
     */
    public record Stuck(Kind kind, String id, Instant since, int attempts) {}

    /** What can wait. */
    public enum Kind {
        /** People due for a step. */
        DUE,
        /** Messages marked for hand-over, with no receipt on record. */
        IN_DOUBT,
        /** A change the host's store has not taken. */
        HOST_CHANGE,
        /** Somebody nominated for retirement in a plan nobody has decided about. */
        SUNSET_MEMBER,
        /** The host's list, for a run that is to read it. */
        LIST
    }
}
