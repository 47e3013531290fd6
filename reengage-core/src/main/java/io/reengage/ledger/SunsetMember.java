// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger;

import java.time.Instant;
import java.util.Objects;

/**
 * One person named in a sunset plan.
 *
 * @param plan the plan
 * @param subscriberId who
 * @param state what became of them
 * @param at when that was decided
 * @param evidence the facts the nomination rests on, or the reason the person was left alone
 */
public record SunsetMember(String plan, String subscriberId, State state, Instant at, String evidence) {

    /** What became of a person named in a plan. */
    public enum State {
        NOMINATED,
        RETIRED,
        /** Left alone when the plan was applied, since something had changed. */
        SPARED,
        /** Back after a sign of life. */
        RESTORED,
        /** Back after an undo. */
        UNDONE
    }

    public SunsetMember {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(subscriberId, "subscriberId");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(evidence, "evidence");
    }

    /** The same person, further on. */
    public SunsetMember with(State next, Instant when, String why) {
        return new SunsetMember(plan, subscriberId, next, when, why);
    }
}
