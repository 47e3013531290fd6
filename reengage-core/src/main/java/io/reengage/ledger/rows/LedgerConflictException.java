// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

/** A row was written although its primary key, or its entry in a unique index, was taken. */
public final class LedgerConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String table;

    LedgerConflictException(String table) {
        super("A row of table " + table + " already exists (same primary key, or same entry in a unique index)");
        this.table = table;
    }

    /** The name of the table, without the store's prefix. */
    public String table() {
        return table;
    }
}
