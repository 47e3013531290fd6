// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What both stores do alike: check, bring into the stored form, put into the order of the key, and guard the transaction. */
abstract class CheckedRows implements Rows {

    private final Thread owner = Thread.currentThread();
    private final Map<Table<?>, Integer> given = new HashMap<>();
    private boolean open = true;
    private @Nullable RuntimeException failure;

    @Override
    public final <R> List<R> insertNew(Table<R> table, List<R> rows) {
        List<Cells> given = taken(table, rows);
        Set<Cells> inserted =
                new HashSet<>(guarded(() -> given.isEmpty() ? List.of() : addFree(table, sorted(table, given))));
        List<R> answer = new ArrayList<>(inserted.size());
        for (int i = 0; i < given.size(); i++) {
            if (inserted.contains(given.get(i))) {
                answer.add(rows.get(i));
            }
        }
        return answer;
    }

    @Override
    public final <R> void insert(Table<R> table, List<R> rows) {
        List<Cells> cells = sorted(table, taken(table, rows));
        guarded(() -> cells.isEmpty() ? 0 : add(table, cells));
    }

    @Override
    public final <R> void insertSoon(Table<R> table, List<R> rows) {
        refuseUnsound();
        List<Cells> cells = sorted(table, taken(table, rows));
        if (!cells.isEmpty() && !addSoon(table, cells)) {
            guarded(() -> add(table, cells));
        }
    }

    @Override
    public final <R> void put(Table<R> table, List<R> rows) {
        refuseChanges(table);
        List<Cells> cells = sorted(table, taken(table, rows));
        guarded(() -> cells.isEmpty() ? 0 : replace(table, cells));
    }

    @Override
    public final <R> int update(Table<R> table, Where where, Assignments assignments) {
        refuseChanges(table);
        List<Assignments.Bound> bound = assignments.bind(table);
        return matching(table, where, List.of(), 0, selection -> change(selection, bound));
    }

    @Override
    public final <R> int delete(Table<R> table, Where where) {
        refuseChanges(table);
        return matching(table, where, List.of(), 0, this::remove);
    }

    @Override
    public final <R> List<R> select(Table<R> table, Where where, List<String> orderBy, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("The limit must not be negative: " + limit);
        }
        return matching(table, where, orderBy, List.<R>of(), selection -> rows(table, find(selection, limit)));
    }

    @Override
    public final <R> List<R> all(Table<R> table, Where where) {
        return matching(table, where, List.of(), List.<R>of(), selection -> rows(table, findAll(selection)));
    }

    @Override
    public final <R> List<R> lock(Table<R> table, Where where) {
        refuseChanges(table);
        return matching(table, where, List.of(), List.<R>of(), selection -> rows(table, seize(selection)));
    }

    static <R> List<R> rows(Table<R> table, List<Cells> found) {
        List<R> rows = new ArrayList<>(found.size());
        found.forEach(cells -> rows.add(table.row(cells)));
        return rows;
    }

    @Override
    public final <R> long count(Table<R> table, Where where) {
        return matching(table, where, List.of(), 0L, this::size);
    }

    /** Ends the use of this object; fails if an operation failed, whether or not the work let that through. */
    final void finish() {
        if (open && failure == null) {
            guarded(() -> true);
        }
        open = false;
        if (failure != null) {
            throw failure;
        }
    }

    /** How many rows were given to be inserted, by table. */
    final Map<Table<?>, Integer> given() {
        return given;
    }

    /** The reason to try again, even if the work made something else of it. */
    final Optional<RuntimeException> lostRace() {
        return failure instanceof RetryableConflict conflict ? Optional.of(conflict) : Optional.empty();
    }

    static String outOfRange(Table<?> table) {
        return "A sum is too large for its column of table " + table.name();
    }

    /** Inserts what is free and answers it; the rows come in the order of the key. */
    abstract List<Cells> addFree(Table<?> table, List<Cells> rows);

    /** Inserts all or fails; answers how many. */
    abstract int add(Table<?> table, List<Cells> rows);

    /** Inserts all with what is answered next, if that can be. */
    boolean addSoon(Table<?> table, List<Cells> rows) {
        return false;
    }

    /** Inserts or replaces all; answers how many. */
    abstract int replace(Table<?> table, List<Cells> rows);

    abstract int change(Selection<?> selection, List<Assignments.Bound> assignments);

    abstract int remove(Selection<?> selection);

    abstract List<Cells> find(Selection<?> selection, int limit);

    /** Finds all, in no order. */
    abstract List<Cells> findAll(Selection<?> selection);

    /** Finds rows and keeps others off them. */
    abstract List<Cells> seize(Selection<?> selection);

    abstract long size(Selection<?> selection);

    private <R, T> T matching(
            Table<R> table, Where where, List<String> orderBy, T none, Function<Selection<R>, T> operation) {
        Selection<R> selection = Selection.of(table, where, orderBy);
        return guarded(() -> selection.isEmpty() ? none : operation.apply(selection));
    }

    /** Answers what was asked before; each operation begins with it. */
    void answer() {}

    /** Runs an operation if the transaction is sound; if it fails, the transaction is not. */
    final <T> T guarded(Supplier<T> operation) {
        refuseUnsound();
        try {
            answer();
            return operation.get();
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    final void refuseUnsound() {
        if (!open || Thread.currentThread() != owner) {
            throw new IllegalStateException("Rows can only be used inside their transaction, on its thread");
        }
        if (failure != null) {
            throw new IllegalStateException("An operation of this transaction has failed already", failure);
        }
    }

    /** Beside the SQL that changes, a lock takes the right to change, too. */
    static void refuseChanges(Table<?> table) {
        if (table.appendOnly()) {
            throw new IllegalArgumentException("Rows of table " + table.name() + " stay as they were inserted");
        }
    }

    private <R> List<Cells> taken(Table<R> table, List<R> rows) {
        List<Cells> cells = new ArrayList<>(rows.size());
        rows.forEach(row -> cells.add(table.cells(row)));
        given.merge(table, rows.size(), Integer::sum);
        return cells;
    }

    private static List<Cells> sorted(Table<?> table, List<Cells> rows) {
        List<Cells> sorted = new ArrayList<>(rows);
        sorted.sort(table.key()::compare);
        return sorted;
    }
}
