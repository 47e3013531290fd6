// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * A wall clock in a zone, made to order as time does: of an hour shown twice the first is meant, and what falls into an hour
 * that is left out counts as the moment of the change.
 */
record WallClock(ZoneRules rules) {

    WallClock(ZoneId zone) {
        this(zone.getRules());
    }

    LocalDateTime shown(Instant moment) {
        return LocalDateTime.ofInstant(moment, rules.getOffset(moment));
    }

    Instant moment(LocalDateTime shown) {
        @Nullable ZoneOffsetTransition change = rules.getTransition(shown);
        if (change == null) {
            return shown.toInstant(rules.getOffset(shown));
        }
        return change.isGap() ? change.getInstant() : shown.toInstant(change.getOffsetBefore());
    }

    /** The first time shown that means this moment or a later one. */
    LocalDateTime first(Instant moment) {
        LocalDateTime shown = shown(moment);
        if (rules.isFixedOffset()) {
            return shown;
        }
        @Nullable ZoneOffsetTransition twice = rules.getTransition(shown);
        if (twice != null && rules.getOffset(moment).equals(twice.getOffsetAfter())) {
            return twice.getDateTimeBefore();
        }
        @Nullable ZoneOffsetTransition before = rules.previousTransition(moment.plusNanos(1));
        return before != null && before.isGap() && before.getInstant().equals(moment)
                ? before.getDateTimeBefore()
                : shown;
    }
}
