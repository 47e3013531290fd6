// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row with every kind of column. */
record Visit(
        int shard,
        String person,
        long run,
        @Nullable String address,
        @Nullable String note,
        @Nullable Integer count,
        @Nullable BigDecimal spent,
        boolean open,
        @Nullable Instant due) {

    static final Table<Visit> TABLE = Table.of(Visit.class, "visit")
            .integer("shard", Visit::shard)
            .text("person", Visit::person)
            .big("run", Visit::run)
            .text("address", Visit::address)
            .nullable()
            .text("note", Visit::note)
            .nullable()
            .integer("count", Visit::count)
            .nullable()
            .decimal("spent", Visit::spent)
            .nullable()
            .flag("open", Visit::open)
            .instant("due", Visit::due)
            .nullable()
            .key("shard", "person", "run")
            .index("run", "due")
            .unique("run", "address")
            .build(row -> new Visit(
                    row.integer("shard"),
                    row.text("person"),
                    row.big("run"),
                    row.textOrNull("address"),
                    row.textOrNull("note"),
                    row.integerOrNull("count"),
                    row.decimalOrNull("spent"),
                    row.flag("open"),
                    row.instantOrNull("due")));

    static Visit of(String person) {
        return new Visit(1, person, 7, null, null, null, null, true, null);
    }

    Visit inShard(int other) {
        return new Visit(other, person, run, address, note, count, spent, open, due);
    }

    Visit inRun(long other) {
        return new Visit(shard, person, other, address, note, count, spent, open, due);
    }

    Visit at(@Nullable String other) {
        return new Visit(shard, person, run, other, note, count, spent, open, due);
    }

    Visit noted(@Nullable String other) {
        return new Visit(shard, person, run, address, other, count, spent, open, due);
    }

    Visit counted(@Nullable Integer other) {
        return new Visit(shard, person, run, address, note, other, spent, open, due);
    }

    Visit spending(@Nullable String other) {
        return new Visit(
                shard, person, run, address, note, count, other == null ? null : new BigDecimal(other), open, due);
    }

    Visit closed() {
        return new Visit(shard, person, run, address, note, count, spent, false, due);
    }

    Visit due(@Nullable Instant other) {
        return new Visit(shard, person, run, address, note, count, spent, open, other);
    }
}
