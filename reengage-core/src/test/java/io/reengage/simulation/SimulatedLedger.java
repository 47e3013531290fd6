// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import io.reengage.ledger.LedgerException;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.RowStore;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Table;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Lease;
import io.reengage.ledger.store.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One process's way to the shared ledger, on which everything can happen that happens between a process and its database. */
final class SimulatedLedger implements RowStore {
    private final RowStore shared;
    private final NodeProcess process;
    private final Simulation simulation;

    SimulatedLedger(RowStore shared, NodeProcess process, Simulation simulation) {
        this.shared = shared;
        this.process = process;
        this.simulation = simulation;
    }

    /** Ends a transaction without a trace. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Undone() {
            super("undone", null, false, false);
        }
    }

    @Override
    public <T> T transact(Function<Rows, T> work) {
        process.require();
        String point = simulation.point(work);
        Optional<Fault> fault = simulation.pass(point, true);
        fault.ifPresent(each -> before(each, work));
        boolean timesOut =
                fault.filter(each -> each.kind() == Fault.Kind.TIMEOUT).isPresent();
        int statements = timesOut ? fault.orElseThrow().id() % 5 : Integer.MAX_VALUE;
        T result = shared.transact(rows -> {
            Statements counted = new Statements(rows, statements);
            T answer = work.apply(counted);
            if (timesOut) {
                throw new LedgerException("the commit timed out and was not done");
            }
            return answer;
        });
        simulation.committed(point);
        fault.ifPresent(this::after);
        return result;
    }

    private <T> void before(Fault fault, Function<Rows, T> work) {
        switch (fault.kind()) {
            case CRASH_BEFORE -> process.crash();
            case FROZEN_BEFORE -> simulation.freeze(fault, process);
            case RETRIED -> undone(work);
            case NOT_APPLIED -> {
                undone(work);
                throw new LedgerException("the connection was lost during the commit: its outcome is unknown");
            }
            default -> {}
        }
    }

    private <T> void undone(Function<Rows, T> work) {
        try {
            shared.transact(rows -> {
                T ignored = work.apply(new Statements(rows, Integer.MAX_VALUE));
                throw new Undone();
            });
        } catch (Undone e) {
            return;
        }
    }

    private void after(Fault fault) {
        switch (fault.kind()) {
            case CRASH_AFTER -> process.crash();
            case FROZEN_AFTER -> simulation.freeze(fault, process);
            case LOST_ANSWER ->
                throw new LedgerException("the connection was lost during the commit: its outcome is unknown");
            default -> {}
        }
    }

    @Override
    public Instant now() {
        return shared.now();
    }

    @Override
    public void createSchema(List<Table<?>> tables) {
        shared.createSchema(tables);
    }

    @Override
    public void close() {}

    /** Statements of one transaction, one of which may fail. Only shards with people in them exist. */
    private final class Statements implements Rows {
        private final Rows rows;
        private int left;

        private Statements(Rows rows, int left) {
            this.rows = rows;
            this.left = left;
        }

        private void count() {
            if (left-- == 0) {
                throw new LedgerException("a statement timed out");
            }
        }

        private void write() {
            count();
            simulation.wrote();
        }

        @Override
        public <R> List<R> insertNew(Table<R> table, List<R> given) {
            write();
            List<R> wanted = table.name().equals(Schema.LEASE.name())
                    ? given.stream()
                            .filter(row -> simulation.exists(((Lease) row).id()))
                            .toList()
                    : given;
            return rows.insertNew(table, wanted);
        }

        @Override
        public <R> void insert(Table<R> table, List<R> given) {
            write();
            rows.insert(table, given);
        }

        @Override
        public <R> void put(Table<R> table, List<R> given) {
            write();
            rows.put(table, given);
        }

        @Override
        public <R> int update(Table<R> table, Where where, Assignments assignments) {
            write();
            return rows.update(table, where, assignments);
        }

        @Override
        public <R> int delete(Table<R> table, Where where) {
            write();
            return rows.delete(table, where);
        }

        @Override
        public <R> List<R> select(Table<R> table, Where where, List<String> orderBy, int limit) {
            count();
            return rows.select(table, where, orderBy, limit);
        }

        @Override
        public <R> List<R> all(Table<R> table, Where where) {
            count();
            return rows.all(table, where);
        }

        @Override
        public <R> List<R> lock(Table<R> table, Where where) {
            write();
            return rows.lock(table, where);
        }

        @Override
        public <R> long count(Table<R> table, Where where) {
            count();
            return rows.count(table, where);
        }
    }
}
