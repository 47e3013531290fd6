// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import io.reengage.internal.Engine;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.SunsetPlan;
import io.reengage.ledger.SunsetProgress;
import java.util.List;

/** Retires those who stayed silent: plan, approve, apply, and undo. */
public final class Sunsets {
    private final Engine engine;

    Sunsets(Engine engine) {
        this.engine = engine;
    }

    /** Fixes who is nominated now. Nothing happens to anybody. */
    public SunsetPlan plan(String campaign) {
        return engine.plan(campaign);
    }

    /**
     * Who is named in a plan, in the order of ids.
     *
     * @param after id of the last person seen; {@code ""} for the beginning
     */
    public List<SunsetMember> members(String planId, String after, int limit) {
        return engine.members(planId, after, limit);
    }

    /**
     * Approves a plan that one go may apply as a whole.
     *
     * @param by the person who approves
     * @throws IllegalStateException if the plan names more people than the limits allow at once, is too old, or is not a
     *     proposal any more
     */
    public SunsetPlan approve(String planId, String by, String reason) {
        return engine.approve(planId, false, by, reason);
    }

    /** Approves a plan of any size, to be applied as far as the limits allow, time and again. */
    public SunsetPlan approveInInstalments(String planId, String by, String reason) {
        return engine.approve(planId, true, by, reason);
    }

    /**
     * Retires as many as the limits allow now. Each person is looked at once more; whoever gave a sign of life is spared. The
     * host's store is told only {@link io.reengage.policy.SunsetPolicy#finaliseAfter()} later.
     *
     * @throws IllegalStateException if the plan is not approved
     */
    public SunsetProgress apply(String planId) {
        return engine.apply(planId);
    }

    /**
     * Puts everybody a plan retired back, but for what they said themselves since.
     *
     * @return how many
     */
    public int undo(String planId, String by, String reason) {
        return engine.undo(planId, by, reason);
    }
}
