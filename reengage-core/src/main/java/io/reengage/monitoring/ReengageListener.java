// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.monitoring;

import io.reengage.ledger.DeliveryState;
import io.reengage.policy.HealthGuard;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Told what an engine does, for counters and alarms. It can change nothing.
 *
 * <p>All methods are called one after another by one thread of its own, outside of every transaction. A listener that is slow
 * holds nothing up; if it falls far behind, events are left out for it. What it throws is logged once and has no other
 * effect. What an event says was true when it happened, on this node.
 */
public interface ReengageListener {

    /** One call of {@code runDue} is over, whether it succeeded or not. */
    default void roundFinished(Round round) {}

    /** Something became of some messages of one step. */
    default void messagesSettled(Messages messages) {}

    /** The work left was looked at; after rounds, at most once in half a minute. */
    default void backlogMeasured(Backlog backlog) {}

    /** A part of a list was read for a campaign. */
    default void listRead(ListProgress progress) {}

    /** Another 10,000 lines of a list of suppressions were read, or all. */
    default void suppressionsImported(ImportProgress progress) {}

    /** A channel, or a domain of recipients, was cut off or let in again. */
    default void breakerChanged(BreakerChange change) {}

    /** A step whose messages could not be written is held, or goes on again. */
    default void stepHeld(StepHold hold) {}

    /** Too many people or their providers object to a run, or no longer; at the worst level it is paused. */
    default void runJudged(RunJudgement judgement) {}

    /** Shards went to other nodes, since this one was too slow or others came. */
    default void leasesLost(LeasesLost lost) {}

    /**
     * What one call of {@code runDue} did.
     *
     * @param node which node
     * @param took how long it took
     * @param counts people by what was done, such as {@code enrolled}, {@code sent}, {@code deferred}, {@code nominated},
     *     {@code host_changes}; what did not happen is absent
     * @param failed whether it ended early because something failed, such as the database
     */
    record Round(String node, Duration took, Map<String, Long> counts, boolean failed) {

        public Round {
            counts = Map.copyOf(counts);
        }
    }

    /**
     * What became of some messages of one step.
     *
     * @param campaign the campaign
     * @param run its run
     * @param step the step
     * @param channel the channel
     * @param counts messages by state; never empty
     */
    record Messages(String campaign, String run, String step, String channel, Map<DeliveryState, Long> counts) {

        public Messages {
            counts = Map.copyOf(counts);
        }
    }

    /**
     * How far the reading of a list is.
     *
     * @param run for which campaign run
     * @param scanned people looked at so far
     * @param finished whether that was the end of the list
     */
    record ListProgress(String run, long scanned, boolean finished) {}

    /**
     * How far the import of a list of suppressions is.
     *
     * @param lines lines read so far, the header and empty ones not counted
     * @param added of those, how many are on record now and were not, or were with an older date
     * @param rejected of those, how many could not be taken
     * @param finished whether that was the end of the list
     */
    record ImportProgress(long lines, long added, long rejected, boolean finished) {}

    /**
     * A channel, or a domain of recipients on it, was cut off or let in again.
     *
     * @param channel the channel
     * @param domain the domain of the recipients; empty for the channel as a whole
     * @param state what holds now
     * @param until when that is looked at again
     */
    record BreakerChange(String channel, String domain, BreakerState state, Instant until) {}

    /** Whether messages are let through. */
    enum BreakerState {
        /** All of them. */
        CLOSED,
        /** None. */
        OPEN,
        /** A few, and more each minute while they get through. */
        HALF_OPEN
    }

    /**
     * A step is held, or goes on again.
     *
     * @param run the campaign run
     * @param step the step
     * @param held whether it is held now
     * @param reason why it is held, or who released it
     */
    record StepHold(String run, String step, boolean held, String reason) {}

    /**
     * What the health guard thinks of a run now, if it thinks otherwise than before.
     *
     * @param run the campaign run
     * @param level how good or bad
     * @param words the numbers, in a short sentence
     */
    record RunJudgement(String run, HealthGuard.Level level, String words) {}

    /**
     * Shards went to other nodes.
     *
     * @param node which node had them
     * @param shards how many; all there are is 256
     */
    record LeasesLost(String node, int shards) {}
}
