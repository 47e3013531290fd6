// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import java.time.Instant;

/**
 * A segment got ready to be asked about many people at one moment. The answers are those of {@link
 * Segment#evaluate(Profile, Instant)}. Safe for any number of threads.
 */
public final class CompiledSegment {
    private final Check check;

    CompiledSegment(Condition condition, Instant asOf) {
        this.check = Checks.of(condition, asOf, null, false);
    }

    /** Whether the person belongs. */
    public Verdict evaluate(Profile person) {
        return check.of(person);
    }
}
