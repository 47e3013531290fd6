// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.sunset;

import io.reengage.internal.node.Audit;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.ledger.SunsetPlan;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.policy.SunsetPolicy;
import java.time.Instant;

/** Lets a named person approve a plan, and holds one that something alarming has happened to. */
final class Approval {
    private final Settings settings;
    private final Plans plans;
    private final Audit audit;

    Approval(Settings settings, Plans plans, Audit audit) {
        this.settings = settings;
        this.plans = plans;
        this.audit = audit;
    }

    SunsetPlan approve(String planId, boolean inInstalments, String by, String reason) {
        if (by.isBlank()) {
            throw new IllegalArgumentException("a plan is approved by a named person");
        }
        plans.requireUnchanged(settings.ledger().transact(rows -> Plans.required(rows, planId)));
        return settings.ledger().transact(rows -> {
            Leases.lock(rows, Leases.HOST);
            SunsetPlan plan = Plans.required(rows, planId);
            boolean held = plan.status() == SunsetPlan.Status.HELD;
            if (plan.status() != SunsetPlan.Status.PROPOSED && !held) {
                throw new IllegalStateException("plan " + planId + " is " + plan.status() + " already");
            }
            Instant now = Audit.notBefore(rows, settings.now());
            requireFresh(rows, plan, now);
            SunsetPlan.Status status = status(plan, inInstalments);
            Assignments approved = Assignments.set("status", status.name())
                    .and("approved_by", by)
                    .and("approved_at", now)
                    .and("reason", reason);
            rows.update(
                    Schema.SUNSET_PLAN,
                    Where.all().eq("id", planId),
                    // who approves again has seen what became of those who went first
                    held ? approved.and("canary_passed_at", now) : approved);
            audit.write(rows, now, by, "sunset.approve", planId, reason + " (hash " + plan.hash() + ")");
            return Plans.required(rows, planId);
        });
    }

    private SunsetPlan.Status status(SunsetPlan plan, boolean inInstalments) {
        SunsetPolicy policy = settings.sunset();
        long most = policy.perRun().of(plan.listSize());
        if (most == 0) {
            throw new IllegalStateException("plan " + plan.id() + ": " + policy.perRun() + " of a list of "
                    + plan.listSize() + " is nobody: raise the limit");
        }
        if (plan.people() > most && !inInstalments) {
            throw new IllegalStateException("plan " + plan.id() + " names " + plan.people() + " people, "
                    + policy.perRun() + " of the list are " + most
                    + ": approve it in instalments, or raise the limit");
        }
        return plan.people() > most ? SunsetPlan.Status.APPROVED_IN_INSTALMENTS : SunsetPlan.Status.APPROVED;
    }

    /** What rests on an old look at people is not begun; what was begun may be ended. */
    void requireFresh(Rows rows, SunsetPlan plan, Instant now) {
        boolean old = now.isAfter(plan.madeAt().plus(settings.sunset().planValidFor()));
        if (old && Plans.left(rows, plan) == plan.people()) {
            throw new IllegalStateException("plan " + plan.id() + " is older than "
                    + settings.sunset().planValidFor() + " and nothing of it was applied: make a new one");
        }
    }

    /** Stops an approved plan until it is approved again; whether it was this call that did. */
    boolean hold(SunsetPlan plan, String why) {
        return settings.ledger().transact(rows -> {
            Leases.lock(rows, Leases.HOST);
            if (!Plans.required(rows, plan.id()).isApproved()) {
                return false;
            }
            Instant now = Audit.notBefore(rows, settings.now());
            rows.update(
                    Schema.SUNSET_PLAN,
                    Where.all().eq("id", plan.id()),
                    Assignments.set("status", SunsetPlan.Status.HELD.name()).and("reason", why));
            audit.write(rows, now, Audit.ENGINE, "sunset.hold", plan.id(), why);
            return true;
        });
    }
}
