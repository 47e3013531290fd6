// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.store;

import io.reengage.ledger.rows.Table;
import java.time.Instant;
import java.util.Objects;

/**
 * Somebody, or their provider, objected to a run; each person once a kind.
 *
 * @param run the campaign run
 * @param kind how
 * @param subscriberId who
 * @param at when it happened
 * @param sentAt when the message it is about was handed over; when it happened, if no such message is on record
 */
public record Setback(String run, Kind kind, String subscriberId, Instant at, Instant sentAt) {

    public static final Table<Setback> TABLE = Table.of(Setback.class, "setback")
            .text("run", Setback::run)
            .text("kind", each -> each.kind().name())
            .text("person", Setback::subscriberId)
            .grouped(Shards.NAME_LENGTH, Shards::name)
            .instant("at", Setback::at)
            .instant("sent_at", Setback::sentAt)
            .key("run", "kind", "person")
            .index("person")
            .build(row -> new Setback(
                    row.text("run"),
                    Kind.valueOf(row.text("kind")),
                    row.text("person"),
                    row.instant("at"),
                    row.instant("sent_at")));

    /** How people and providers object. */
    public enum Kind {
        COMPLAINT,
        HARD_BOUNCE,
        UNSUBSCRIBE
    }

    public Setback {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(subscriberId, "subscriberId");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(sentAt, "sentAt");
    }
}
