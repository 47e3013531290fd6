// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.node;

import io.reengage.ledger.AuditEntry;
import io.reengage.ledger.AuditTrail;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.AuditHead;
import io.reengage.ledger.store.LedgerStore;
import io.reengage.ledger.store.Schema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the audit trail, in the same transaction as what it tells of. All nodes write one chain: a writer holds its end from
 * the first line to the end of the transaction, so whatever needs other locks should take them before.
 */
public final class Audit {
    public static final String ENGINE = "engine";

    /** What the trail calls all campaigns together. */
    public static final String ALL = "all";

    private static final int PAGE = 1000;
    private static final Where HEAD = Where.all().eq("id", AuditHead.ID);

    public Audit() {}

    /** What is to be told of one subject. */
    public record Act(String act, String subject, String detail) {}

    /** Makes the row all writers share. */
    public static void create(Rows rows) {
        rows.insertNew(AuditHead.TABLE, List.of(AuditHead.EMPTY));
    }

    public void write(Rows rows, Instant at, String actor, String act, String subject, String detail) {
        write(rows, at, actor, List.of(new Act(act, subject, detail)));
    }

    /** Writes several lines in this order. */
    public void write(Rows rows, Instant at, String actor, List<Act> acts) {
        if (acts.isEmpty()) {
            return;
        }
        AuditHead head = locked(rows);
        Instant when = at.truncatedTo(ChronoUnit.MILLIS);
        List<AuditEntry> entries = new ArrayList<>();
        String previous = head.hash();
        for (Act each : acts) {
            String id = AuditTrail.id(head.lines() + entries.size() + 1);
            AuditEntry entry =
                    AuditEntry.following(previous, id, when, actor, each.act(), each.subject(), each.detail());
            entries.add(entry);
            previous = entry.hash();
        }
        rows.insert(Schema.AUDIT, entries);
        rows.update(
                AuditHead.TABLE,
                HEAD,
                Assignments.set("lines", head.lines() + entries.size())
                        .and("hash", previous)
                        .and("at", when.isAfter(head.at()) ? when : head.at()));
    }

    private static AuditHead locked(Rows rows) {
        rows.update(AuditHead.TABLE, HEAD, Assignments.set("fence", 0L));
        return head(rows);
    }

    private static AuditHead head(Rows rows) {
        return rows.select(AuditHead.TABLE, HEAD, List.of(), 1).get(0);
    }

    /** This moment, or the latest that any line names: a clock set back opens nothing that was over. */
    public static Instant notBefore(Rows rows, Instant now) {
        Instant latest = head(rows).at();
        return latest.isAfter(now) ? latest : now;
    }

    /** Lines after the one with this id, oldest first. */
    public static List<AuditEntry> read(Rows rows, String after, int limit) {
        return rows.select(Schema.AUDIT, Where.all().above("id", after), List.of("id"), limit);
    }

    /** Writes every line there is now as JSON; how far that reaches. */
    public static AuditTrail.Anchor export(LedgerStore ledger, Appendable out) {
        AuditHead end = ledger.transact(Audit::head);
        String last = "";
        String until = AuditTrail.id(end.lines());
        while (last.compareTo(until) < 0 && end.lines() > 0) {
            String after = last;
            List<AuditEntry> page = ledger.transact(rows ->
                    rows.select(Schema.AUDIT, Where.all().above("id", after).atMost("id", until), List.of("id"), PAGE));
            if (page.isEmpty()) {
                break;
            }
            page.forEach(entry -> AuditTrail.write(entry, out));
            last = page.get(page.size() - 1).id();
        }
        return new AuditTrail.Anchor(end.lines(), end.hash());
    }
}
