// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.node;

import io.reengage.ledger.AuditEntry;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.store.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Writes the audit trail, in the same transaction as what it tells of. */
public final class Audit {
    public static final String ENGINE = "engine";

    private final String node;
    private final AtomicLong counter = new AtomicLong();

    public Audit(String node) {
        this.node = node;
    }

    public void write(Rows rows, Instant at, String actor, String act, String subject, String detail) {
        String id = String.format(
                Locale.ROOT,
                "%013d-%s-%06d",
                at.toEpochMilli(),
                Keys.of(node).substring(0, 8),
                counter.incrementAndGet());
        rows.put(Schema.AUDIT, List.of(new AuditEntry(id, at, actor, act, subject, detail)));
    }
}
