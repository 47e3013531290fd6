// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A random but repeatable assignment of units, such as subscribers, to variants: the same salt, unit and weights give
 * the same variant on every machine, and two salts give independent assignments.
 *
 * <p>A unit's position is made of the first 53 bits of {@code SHA-256(salt + ":" + unit)}, in UTF-8, read as a fraction
 * of 1.
 *
 * @param salt the name of this assignment, not empty, unique for each experiment and never used again
 */
public record Assignment(String salt) {

    /** The version of the way positions are computed, to be stored with what was assigned: 1. */
    public static final int SCHEME = 1;

    private static final int DROPPED_BITS = Long.SIZE - 53;
    private static final double UNIT_OF_LAST_BIT = 0x1p-53;

    /**
     * Checks the salt.
     *
     * @throws IllegalArgumentException if the salt is empty
     */
    public Assignment {
        if (salt.isEmpty()) {
            throw new IllegalArgumentException("the salt must not be empty: without it experiments share their arms");
        }
    }

    /** The unit's position, uniform over [0, 1). */
    public double position(String unit) {
        byte[] hash = sha256().digest((salt + ":" + unit).getBytes(UTF_8));
        return (ByteBuffer.wrap(hash).getLong() >>> DROPPED_BITS) * UNIT_OF_LAST_BIT;
    }

    /**
     * The index of the variant the unit belongs to. The variants share [0, 1) in their order, each according to its
     * weight. So a variant that grows only takes units from its neighbours, and one that grows at the cost of the next
     * takes units from that one alone.
     *
     * @param unit what is assigned, such as the id of a subscriber
     * @param weights the weights of the variants, 0 or more and not all 0; only their ratios matter, and a variant of
     *     weight 0 gets no unit
     * @throws IllegalArgumentException if the weights are none, negative, not finite or all 0
     */
    public int pick(String unit, double... weights) {
        double total = total(weights);
        double position = position(unit) * total;
        double end = 0;
        int picked = 0;
        for (int variant = 0; variant < weights.length; variant++) {
            if (weights[variant] > 0) {
                picked = variant;
                end += weights[variant];
                if (position < end) {
                    return picked;
                }
            }
        }
        return picked; // only rounding leads here: the position is the very last
    }

    private static double total(double[] weights) {
        double total = 0;
        for (double weight : weights) {
            total += weight >= 0 ? weight : Double.NaN;
        }
        if (!(total > 0) || Double.isInfinite(total)) {
            throw new IllegalArgumentException(
                    "weights must be finite, 0 or more and not all 0 " + Arrays.toString(weights));
        }
        return total;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform lacks SHA-256, which every one must have", e);
        }
    }
}
