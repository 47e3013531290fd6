// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.sunset;

import io.reengage.internal.evidence.EvidenceDesk;
import io.reengage.internal.node.Audit;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.People;
import io.reengage.internal.run.Runs;
import io.reengage.ledger.EvidenceFinding;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.SunsetPlan;
import io.reengage.ledger.SunsetProgress;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import java.util.List;

/** Nominate, plan, approve, apply, undo: nobody is retired without all of these, and nobody beyond the limits. */
public final class SunsetDesk {
    private final Settings settings;
    private final PlanMaker maker;
    private final Approval approval;
    private final Application application;
    private final Undo undo;
    private final EvidenceDesk evidence;

    public SunsetDesk(Settings settings, Runs runs, People people, Sunset sunset, SunsetWatch watch, Audit audit) {
        this.settings = settings;
        this.evidence = new EvidenceDesk(settings, audit);
        Plans plans = new Plans(settings, runs);
        this.maker = new PlanMaker(settings, runs, plans, evidence, audit);
        this.approval = new Approval(settings, plans, audit);
        Canary canary = new Canary(settings, watch, audit);
        this.application = new Application(settings, runs, people, plans, approval, canary, evidence, sunset);
        this.undo = new Undo(settings, sunset, audit);
    }

    /** Fixes who is nominated now. */
    public SunsetPlan plan(String campaign) {
        return maker.plan(campaign);
    }

    public List<SunsetMember> members(String planId, String after, int limit) {
        return settings.ledger()
                .transact(rows -> rows.select(
                        Schema.SUNSET_MEMBER,
                        Where.all().eq("plan", planId).above("person", after),
                        List.of("person"),
                        limit));
    }

    /** What is doubtful about the evidence as of now, overruled or not. */
    public List<EvidenceFinding> evidence(String planId) {
        SunsetPlan plan = settings.ledger().transact(rows -> Plans.required(rows, planId));
        return evidence.refresh(plan, plan.people());
    }

    public EvidenceFinding overrule(String planId, EvidenceFinding.Kind kind, String by, String reason) {
        return evidence.overrule(planId, kind, by, reason);
    }

    public SunsetPlan approve(String planId, boolean inInstalments, String by, String reason) {
        return approval.approve(planId, inInstalments, by, reason);
    }

    /** Retires as many as the limits allow, each person looked at once more. */
    public SunsetProgress apply(String planId) {
        return application.apply(planId);
    }

    public int undo(String planId, String by, String reason) {
        return undo.undo(planId, by, reason);
    }
}
