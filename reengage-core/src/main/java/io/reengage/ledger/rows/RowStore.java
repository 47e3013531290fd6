// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Tables of rows with transactions: the whole of what the ledger needs from a database. */
public interface RowStore extends AutoCloseable {

    /**
     * Runs the work in one transaction: all of it is kept, or nothing.
     *
     * <p>A transaction that loses against another one (serialization failure, deadlock, lock timeout, race for a key) is
     * undone and the work is run again, a bounded number of times; so the work must have no other effects. Whatever the
     * work throws undoes the transaction and is passed on. A failed operation spoils the transaction, even if the work
     * swallows the exception.
     *
     * @throws LedgerConflictException if the work wrote a row that was there already
     * @throws io.reengage.ledger.LedgerException if the database failed; the message says so if the outcome is unknown
     * @throws IllegalStateException if called from inside a transaction of the same store, or after {@link #close}
     */
    <T> T transact(Function<Rows, T> work);

    /** The store's own clock, in milliseconds: the database's where there is one. */
    Instant now();

    /**
     * Creates the tables and indexes that are absent. Repeatable, and safe when several nodes start at once.
     *
     * @throws io.reengage.ledger.LedgerException if the tables belong to another version of the library
     */
    void createSchema(List<Table<?>> tables);

    @Override
    void close();
}
