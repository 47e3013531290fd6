// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.store;

import io.reengage.ledger.rows.Table;
import java.util.Objects;

/**
 * How many messages a run handed over on one day.
 *
 * @param run the campaign run
 * @param day the day in UTC, counted from 1970-01-01
 * @param messages how many, 0 or more; after a crash some of the last seconds may be missing
 */
public record Traffic(String run, long day, long messages) {

    public static final Table<Traffic> TABLE = Table.of(Traffic.class, "traffic")
            .text("run", Traffic::run)
            .big("day", Traffic::day)
            .big("messages", Traffic::messages)
            .key("run", "day")
            .build(row -> new Traffic(row.text("run"), row.big("day"), row.big("messages")));

    public Traffic {
        Objects.requireNonNull(run, "run");
    }
}
