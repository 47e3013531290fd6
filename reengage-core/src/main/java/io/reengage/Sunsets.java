// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import io.reengage.internal.Engine;
import io.reengage.ledger.EvidenceFinding;
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

    /** Fixes who is nominated now, and looks whether the evidence can be trusted. Nothing happens to anybody. */
    public SunsetPlan plan(String campaign) {
        return engine.sunsets().plan(campaign);
    }

    /**
     * Who is named in a plan, in the order of ids.
     *
     * @param after id of the last person seen; {@code ""} for the beginning
     */
    public List<SunsetMember> members(String planId, String after, int limit) {
        return engine.sunsets().members(planId, after, limit);
    }

    /**
     * What is doubtful about the evidence a plan rests on, as of now: read it before approving. A plan with a finding that
     * nobody {@linkplain #overrule overruled} is not applied.
     */
    public List<EvidenceFinding> evidence(String planId) {
        return engine.sunsets().evidence(planId);
    }

    /**
     * Says that a finding does not matter for this plan. The audit trail keeps who said so and why.
     *
     * @throws IllegalArgumentException if there is no such finding, or {@code by} or {@code reason} is blank
     */
    public EvidenceFinding overrule(String planId, EvidenceFinding.Kind kind, String by, String reason) {
        return engine.sunsets().overrule(planId, kind, by, reason);
    }

    /**
     * Approves a plan that one go may apply as a whole.
     *
     * @param by the person who approves
     * @throws IllegalStateException if the plan names more people than the limits allow at once, is too old, is neither a
     *     proposal nor held, or its campaign or the policy changed since it was made
     */
    public SunsetPlan approve(String planId, String by, String reason) {
        return engine.sunsets().approve(planId, false, by, reason);
    }

    /** Approves a plan of any size, to be applied as far as the limits allow, time and again. */
    public SunsetPlan approveInInstalments(String planId, String by, String reason) {
        return engine.sunsets().approve(planId, true, by, reason);
    }

    /**
     * Retires as many as the limits allow now. Each person is looked at once more; whoever gave a sign of life is spared. The
     * host's store is told only {@link io.reengage.policy.SunsetPolicy#finaliseAfter()} later. The first time only the few of
     * {@link io.reengage.policy.SunsetPolicy#canary()} are retired, and the others once those were watched; if more of them
     * are back by then than the policy allows, or the evidence has become doubtful, the plan is held until it is approved
     * again. May be called again at any time, also after an error.
     *
     * @throws IllegalStateException if the plan is not approved, was never begun and is too old, is or becomes held, has
     *     findings nobody overruled, or its campaign or the policy changed since it was made; nobody is retired then
     */
    public SunsetProgress apply(String planId) {
        return engine.sunsets().apply(planId);
    }

    /**
     * Puts everybody a plan retired back, but for what they said themselves since; nobody more is retired by it. Where the
     * host's store was told already, or may have been, it is told the contrary.
     *
     * @return how many
     */
    public int undo(String planId, String by, String reason) {
        return engine.sunsets().undo(planId, by, reason);
    }
}
