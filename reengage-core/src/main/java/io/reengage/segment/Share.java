// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import java.math.BigDecimal;

/**
 * A part of a whole.
 *
 * @param value from 0 (nobody) to 1 (everybody)
 */
public record Share(double value) {

    /** Nobody. */
    public static final Share NONE = new Share(0);

    public Share {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("a share of " + value + " is not between 0 and 1");
        }
        value += 0.0; // no negative zero
    }

    /** So many in a hundred, 0 to 100. */
    public static Share percent(double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException(percent + " percent is not between 0 and 100");
        }
        return new Share(BigDecimal.valueOf(percent).movePointLeft(2).doubleValue());
    }

    /** This part of a count, rounded down. */
    public long of(long count) {
        return (long) Math.floor(value * count + 1e-9);
    }

    @Override
    public String toString() {
        double percent = Math.round(value * 10_000) / 100.0;
        return (percent == Math.rint(percent) ? String.valueOf((long) percent) : String.valueOf(percent)) + " %";
    }
}
