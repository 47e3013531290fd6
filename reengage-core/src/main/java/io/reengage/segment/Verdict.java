// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

/** The answer to "does this person belong?", by Kleene's three-valued logic. */
public enum Verdict {
    /** Belongs. */
    IN,
    /** Does not belong. */
    OUT,
    /** The record does not say. Never enough to contact or to retire anybody. */
    UNKNOWN;

    static Verdict of(boolean in) {
        return in ? IN : OUT;
    }

    public Verdict and(Verdict other) {
        if (this == OUT || other == OUT) {
            return OUT;
        }
        return this == IN && other == IN ? IN : UNKNOWN;
    }

    public Verdict or(Verdict other) {
        return negate().and(other.negate()).negate();
    }

    public Verdict negate() {
        return switch (this) {
            case IN -> OUT;
            case OUT -> IN;
            case UNKNOWN -> UNKNOWN;
        };
    }
}
