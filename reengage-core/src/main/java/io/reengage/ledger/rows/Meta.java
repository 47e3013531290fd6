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

    /** The version of the tables, a number from 1. */
    static final String SCHEMA_VERSION = "schema_version";

    /** Whose ledger it is; empty if there is only one. */
    static final String TENANT = "tenant";
}
