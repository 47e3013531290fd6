// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.store;

/**
 * One fact about the ledger as a whole.
 *
 * @param name what
 * @param value its value
 */
public record Setting(String name, String value) {

    /** When the ledger was made, in ISO form. */
    public static final String CREATED_AT = "created_at";
    /** The environment it belongs to. */
    public static final String ENVIRONMENT = "environment";
    /** Secret that address fingerprints are salted with, in hex. */
    public static final String SALT = "salt";
    /** Why everything is stopped; absent or empty if nothing is. */
    public static final String STOPPED = "stopped";
    /** The time zone rules that the node that began last goes by, as the JDK names them. */
    public static final String TIME_ZONE_RULES = "time_zone_rules";
    /** How far the nodes have counted while they worked. */
    public static final String PULSE = "pulse";
}
