// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

/**
 * How many people got which verdict.
 *
 * @param in who belong
 * @param out who do not
 * @param unknown about whom the record does not decide
 */
public record VerdictCount(long in, long out, long unknown) {

    /** Nobody. */
    public static final VerdictCount NONE = new VerdictCount(0, 0, 0);

    /** One person more. */
    public VerdictCount plus(Verdict verdict) {
        return switch (verdict) {
            case IN -> new VerdictCount(in + 1, out, unknown);
            case OUT -> new VerdictCount(in, out + 1, unknown);
            case UNKNOWN -> new VerdictCount(in, out, unknown + 1);
        };
    }

    /** Both together. */
    public VerdictCount plus(VerdictCount other) {
        return new VerdictCount(in + other.in, out + other.out, unknown + other.unknown);
    }

    /** Everybody. */
    public long people() {
        return in + out + unknown;
    }
}
