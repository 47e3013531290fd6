// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

/** What the interval of a difference, treated minus control, allows to say. */
public enum Conclusion {
    /** The whole interval lies above zero. */
    HIGHER,

    /** The whole interval lies below zero. */
    LOWER,

    /** The interval includes zero, or there is none. This does not prove that there is no difference. */
    NOT_SHOWN;

    static Conclusion of(Interval difference) {
        if (difference.low() > 0) {
            return HIGHER;
        }
        return difference.high() < 0 ? LOWER : NOT_SHOWN;
    }
}
