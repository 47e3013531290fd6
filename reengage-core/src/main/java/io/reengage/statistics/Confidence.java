// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

/** The probability, strictly between 0 and 1, with which an interval is to cover the truth. */
final class Confidence {

    private Confidence() {}

    /** The probability left outside on either side of a two-sided interval. */
    static double tail(double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "confidence must lie strictly between 0 and 1, for example 0.95, but is " + confidence);
        }
        return (1 - confidence) / 2;
    }
}
