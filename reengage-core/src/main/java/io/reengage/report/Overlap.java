// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

/**
 * How two segments share people.
 *
 * @param both who belong to both
 * @param onlyFirst who belong to the first and not to the second
 * @param onlySecond who belong to the second and not to the first
 * @param neither who belong to neither
 * @param unknown about whom the record does not decide for one of the two at least
 */
public record Overlap(long both, long onlyFirst, long onlySecond, long neither, long unknown) {

    /** Everybody. */
    public long people() {
        return both + onlyFirst + onlySecond + neither + unknown;
    }
}
