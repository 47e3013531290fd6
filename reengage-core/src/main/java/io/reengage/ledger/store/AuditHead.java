// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.store;

import io.reengage.ledger.rows.Table;
import java.time.Instant;

/**
 * The end of the audit trail, in the one row every writer passes through.
 *
 * @param id always 1
 * @param lines how many lines there are
 * @param hash hash of the last one
 * @param at the latest moment any line names
 * @param fence changed to hold the row
 */
public record AuditHead(int id, long lines, String hash, Instant at, long fence) {
    public static final Table<AuditHead> TABLE = Table.of(AuditHead.class, "audit_head")
            .integer("id", AuditHead::id)
            .big("lines", AuditHead::lines)
            .text("hash", AuditHead::hash)
            .instant("at", AuditHead::at)
            .big("fence", AuditHead::fence)
            .key("id")
            .build(row -> new AuditHead(
                    row.integer("id"), row.big("lines"), row.text("hash"), row.instant("at"), row.big("fence")));

    public static final int ID = 1;

    /** Of a trail without lines. */
    public static final AuditHead EMPTY = new AuditHead(ID, 0, "", Instant.EPOCH, 0);
}
