// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.activity.ActivityTimes;
import io.reengage.activity.Observation;
import io.reengage.segment.Condition;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;

/**
 * A condition, and all that its answer hangs on beside the people.
 *
 * @param condition who is meant
 * @param asOf the moment of the question; activity after it does not count
 * @param fallbackZone the zone of people whose own is missing or unknown
 * @param observed when which activity is on record
 * @param evidence where activity is on record
 */
public record Question(
        Condition condition, Instant asOf, ZoneId fallbackZone, Observation observed, Evidence evidence) {

    /** Where activity is on record, as seen from the store. */
    public enum Evidence {
        /** In the store's own tables, and nowhere else. */
        HERE,
        /** There, and perhaps more of it elsewhere, as in the ledger: a lack of it here proves nothing. */
        HERE_AND_ELSEWHERE,
        /** Elsewhere: what the store holds does not count. */
        ELSEWHERE
    }

    public Question {
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(fallbackZone, "fallbackZone");
        Objects.requireNonNull(observed, "observed");
        Objects.requireNonNull(evidence, "evidence");
        asOf = ActivityTimes.second(asOf);
    }

    /** The same about another condition. */
    public Question about(Condition other) {
        return new Question(other, asOf, fallbackZone, observed, evidence);
    }
}
