// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One person's way through one campaign run.
 *
 * @param subscriberId who
 * @param run the campaign run
 * @param episode the how-manieth enrollment of the person in that run, from 1
 * @param arm what the person was assigned to
 * @param state where the way ended, or that it goes on
 * @param enrolledAt when it began
 * @param endedAt when it ended; {@code null} while it goes on
 * @param reason why it ended; empty while it goes on
 * @param address fingerprint of the address at the enrollment, so that two people with one address get one message
 */
public record Enrollment(
        String subscriberId,
        String run,
        int episode,
        Arm arm,
        State state,
        Instant enrolledAt,
        @Nullable Instant endedAt,
        String reason,
        String address) {

    /** What a person was assigned to. */
    public enum Arm {
        /** Gets the messages. */
        TREATED,
        /** Gets everything but the messages. */
        HELD_OUT
    }

    /** Where a person is on the way. */
    public enum State {
        /** On the way. */
        ACTIVE,
        /** Left early: the exit condition came true, or the person left the list. */
        EXITED,
        /** Came to the end. */
        COMPLETED,
        /** Came to the end silent and is proposed for retirement. */
        NOMINATED
    }

    public Enrollment {
        Objects.requireNonNull(subscriberId, "subscriberId");
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(arm, "arm");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(enrolledAt, "enrolledAt");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(address, "address");
        if (episode < 1) {
            throw new IllegalArgumentException("episode " + episode + " is below 1");
        }
    }

    /** The same, ended. */
    public Enrollment ended(State how, Instant when, String why) {
        return new Enrollment(subscriberId, run, episode, arm, how, enrolledAt, when, why, address);
    }
}
