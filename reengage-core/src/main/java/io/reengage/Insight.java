// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import io.reengage.internal.Engine;
import io.reengage.ledger.AuditEntry;
import io.reengage.ledger.AuditTrail;
import io.reengage.report.CampaignReport;
import io.reengage.report.Story;
import java.util.List;

/** Answers questions: why, how many, what came of it. Writes nothing. */
public final class Insight {
    private final Engine engine;

    Insight(Engine engine) {
        this.engine = engine;
    }

    /** One person's story in one campaign: why in, why out, why not yet, when next. */
    public Story explain(String subscriberId, String campaign) {
        return engine.explain(subscriberId, campaign);
    }

    /** What the newest run of a campaign did and earned. */
    public CampaignReport report(String campaign) {
        return engine.report(campaign);
    }

    /** Writes every decision of the newest run as CSV, with a header line. */
    public void writeDecisions(String campaign, Appendable out) {
        engine.writeDecisions(campaign, out);
    }

    /**
     * The audit trail, oldest first.
     *
     * @param after id of the last line seen; {@code ""} for the beginning
     */
    public List<AuditEntry> audit(String after, int limit) {
        return engine.audit(after, limit);
    }

    /**
     * Writes the whole audit trail as JSON lines, oldest first, for {@link AuditTrail#verify(java.io.Reader,
     * AuditTrail.Anchor)}.
     *
     * @return how far it reaches: to be kept apart from the export, so that nobody can cut off its end unseen
     */
    public AuditTrail.Anchor exportAudit(Appendable out) {
        return engine.exportAudit(out);
    }
}
