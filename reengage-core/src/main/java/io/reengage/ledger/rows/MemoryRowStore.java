// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static java.util.Objects.requireNonNull;

import io.reengage.ledger.LedgerException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Keeps rows in memory, in sorted trees per index; one transaction at a time. Promises nothing after the end of the
 * process.
 */
public final class MemoryRowStore implements RowStore {

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, MemoryTable> tables = new HashMap<>();
    private boolean closed;

    public MemoryRowStore(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public <T> T transact(Function<Rows, T> work) {
        requireNonNull(work, "work");
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("A transaction of this store is already running on this thread");
        }
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("The store is closed");
            }
            return new Transaction().run(work);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public void createSchema(List<Table<?>> described) {
        lock.lock();
        try {
            described.forEach(this::table);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            tables.clear();
        } finally {
            lock.unlock();
        }
    }

    private MemoryTable table(Table<?> table) {
        MemoryTable found = tables.computeIfAbsent(table.name(), ignored -> new MemoryTable(table));
        if (found.table() != table) {
            throw new IllegalArgumentException("Table " + table.name() + " is described twice; keep one instance");
        }
        return found;
    }

    private record Change(MemoryTable table, Cells cells, boolean added) {

        void apply() {
            if (added) {
                table.add(cells);
            } else {
                table.remove(cells);
            }
        }

        void undo() {
            new Change(table, cells, !added).apply();
        }
    }

    private final class Transaction extends CheckedRows {

        private final List<Change> changes = new ArrayList<>();

        <T> T run(Function<Rows, T> work) {
            boolean done = false;
            try {
                T result = work.apply(this);
                finish();
                done = true;
                return result;
            } finally {
                if (!done) {
                    undo();
                }
            }
        }

        private void undo() {
            for (int i = changes.size() - 1; i >= 0; i--) {
                changes.get(i).undo();
            }
        }

        private void change(MemoryTable table, Cells cells, boolean added) {
            Change change = new Change(table, cells, added);
            changes.add(change);
            change.apply();
        }

        private void addOrFail(MemoryTable table, Cells cells) {
            if (!table.isFree(cells)) {
                throw new LedgerConflictException(table.table().name());
            }
            change(table, cells, true);
        }

        @Override
        List<Cells> addFree(Table<?> described, List<Cells> rows) {
            MemoryTable table = table(described);
            List<Cells> added = new ArrayList<>();
            for (Cells row : rows) {
                if (table.isFree(row)) {
                    change(table, row, true);
                    added.add(row);
                }
            }
            return added;
        }

        @Override
        int add(Table<?> described, List<Cells> rows) {
            MemoryTable table = table(described);
            rows.forEach(row -> addOrFail(table, row));
            return rows.size();
        }

        @Override
        int replace(Table<?> described, List<Cells> rows) {
            MemoryTable table = table(described);
            for (Cells row : rows) {
                table.sameKey(row).ifPresent(old -> change(table, old, false));
                addOrFail(table, row);
            }
            return rows.size();
        }

        @Override
        int change(Selection<?> selection, List<Assignments.Bound> assignments) {
            MemoryTable table = table(selection.table());
            List<Cells> found = table.find(selection, Integer.MAX_VALUE);
            for (Cells old : found) {
                Cells changed = changed(old, assignments, table.table());
                change(table, old, false);
                addOrFail(table, changed);
            }
            return found.size();
        }

        private static Cells changed(Cells old, List<Assignments.Bound> assignments, Table<?> table) {
            try {
                return old.with(assignments);
            } catch (ArithmeticException e) {
                throw new LedgerException(outOfRange(table), e);
            }
        }

        @Override
        int remove(Selection<?> selection) {
            MemoryTable table = table(selection.table());
            List<Cells> found = table.find(selection, Integer.MAX_VALUE);
            found.forEach(row -> change(table, row, false));
            return found.size();
        }

        /** Nobody else is at work. */
        @Override
        List<Cells> seize(Selection<?> selection) {
            return findAll(selection);
        }

        @Override
        List<Cells> findAll(Selection<?> selection) {
            return find(selection, Integer.MAX_VALUE);
        }

        @Override
        List<Cells> find(Selection<?> selection, int limit) {
            return table(selection.table()).find(selection, limit);
        }

        @Override
        long size(Selection<?> selection) {
            return table(selection.table()).size(selection);
        }
    }
}
