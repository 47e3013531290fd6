// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

/** A fact about the ledger as a whole, such as the version of its tables. */
public record Meta(String key, String value) {

    /** Every store that has a schema has this table. */
    public static final Table<Meta> TABLE = Table.of(Meta.class, "meta")
            .text("key", Meta::key)
            .text("value", Meta::value)
            .key("key")
            .build(row -> new Meta(row.text("key"), row.text("value")));

    /** The version of the tables, under the key {@code schema_version}. */
    static final Meta SCHEMA_VERSION = new Meta("schema_version", "1");
}
