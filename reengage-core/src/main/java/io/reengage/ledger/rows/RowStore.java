// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import java.sql.Connection;
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

    /**
     * Runs the work inside the caller's open transaction: it is kept if the caller commits, and only then. Neither commits
     * nor rolls back, and runs the work once. Whatever is thrown leaves the transaction fit for nothing but a rollback.
     *
     * @param connection to the database of the store, with auto-commit off; used by this thread only, meanwhile
     * @throws io.reengage.ledger.TransactionLostException if the transaction lost against another one: roll it back and
     *     run all of it again
     * @throws LedgerConflictException if the work wrote a row that was there already
     * @throws IllegalArgumentException if the connection commits by itself, or is to another kind of database
     * @throws UnsupportedOperationException if the store has no database
     * @throws IllegalStateException if called from inside a transaction of the same store, or after {@link #close}
     */
    default <T> T within(Connection connection, Function<Rows, T> work) {
        throw new UnsupportedOperationException("A ledger in memory cannot take part in a transaction of a database;"
                + " use one in the database, such as Ledger.jdbc(dataSource)");
    }

    /** Whether what was committed is still there after a crash, as far as the store's settings tell. */
    default boolean keepsCommits() {
        return false;
    }

    /** The store's own clock, in milliseconds: the database's where there is one. */
    Instant now();

    /**
     * Creates the tables and indexes that are absent. Repeatable, and safe when several nodes start at once.
     *
     * @throws io.reengage.ledger.LedgerException if the tables belong to a later version of the library, to another
     *     tenant, or are not as they should be and cannot be made so
     */
    void createSchema(List<Table<?>> tables);

    /**
     * The same, after bringing tables of an earlier version to this one.
     *
     * @param tables as they are in the last version
     * @param migrations from version 2 on, in order, without a gap
     */
    default void createSchema(List<Table<?>> tables, List<Migration> migrations) {
        createSchema(tables);
    }

    @Override
    void close();
}
