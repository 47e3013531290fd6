// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What can be done with rows inside one transaction; valid only there, and only on its thread.
 *
 * <p>What is stored may be a little coarser than what was given: instants are cut to milliseconds, decimals get four
 * digits. Text that a database could not keep unchanged (NUL, half a surrogate pair, too long) is refused with {@link
 * IllegalArgumentException}, as is a column or a kind of value the table does not have. Rows that are written together
 * are written in the order of their keys.
 */
public interface Rows {

    /** Inserts the rows whose primary key and unique entries are free, and answers those, in the order given. */
    <R> List<R> insertNew(Table<R> table, List<R> rows);

    /**
     * Inserts rows that must be new.
     *
     * @throws LedgerConflictException if one is not
     */
    <R> void insert(Table<R> table, List<R> rows);

    /**
     * Inserts rows, or replaces those with the same primary key; among equals the last one stays.
     *
     * @throws LedgerConflictException if another row has the same entry in a unique index
     */
    <R> void put(Table<R> table, List<R> rows);

    /**
     * Changes columns outside the primary key in all matching rows and answers how many matched. A count of one is the
     * proof of a compare-and-set.
     *
     * @throws LedgerConflictException if a unique index would get a second equal entry
     */
    <R> int update(Table<R> table, Where where, Assignments assignments);

    /** Deletes all matching rows and answers how many there were. */
    <R> int delete(Table<R> table, Where where);

    /**
     * Answers the first matching rows, in ascending order of the columns named and then of the primary key; nulls come
     * first, text is ordered by code points (on H2: by UTF-16 units).
     *
     * @param limit the most rows wanted
     */
    <R> List<R> select(Table<R> table, Where where, List<String> orderBy, int limit);

    /** Answers all matching rows, in no order: the database is free to find them by whatever index is the shortest way. */
    <R> List<R> all(Table<R> table, Where where);

    /**
     * Answers all matching rows in the order of their keys, as they are once nobody else is changing or locking them, and keeps
     * others from doing so until the transaction ends.
     */
    <R> List<R> lock(Table<R> table, Where where);

    /** Answers the number of matching rows. */
    <R> long count(Table<R> table, Where where);

    /**
     * Asks what {@link #all} answers, to be read later in this transaction. Whatever was asked is answered together, before
     * anything of it is read or anything else is done: it costs one way to the database and back.
     */
    default <R> Supplier<List<R>> ask(Table<R> table, Where where) {
        List<R> rows = all(table, where);
        return () -> rows;
    }

    /** Changes what {@link #update} changes, and tells later how many matched, as {@link #ask} does. */
    default <R> IntSupplier askUpdate(Table<R> table, Where where, Assignments assignments) {
        int number = update(table, where, assignments);
        return () -> number;
    }

    /** Deletes what {@link #delete} deletes, and tells later how many there were, as {@link #ask} does. */
    default <R> IntSupplier askDelete(Table<R> table, Where where) {
        int number = delete(table, where);
        return () -> number;
    }

    /** Inserts what {@link #insert} inserts, together with what is asked next, or at the end of the transaction. */
    default <R> void insertSoon(Table<R> table, List<R> rows) {
        insert(table, rows);
    }

    /** Asks what {@link #count} answers, as {@link #ask} does. */
    default <R> LongSupplier askCount(Table<R> table, Where where) {
        long number = count(table, where);
        return () -> number;
    }
}
