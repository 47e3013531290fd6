// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.store;

import io.reengage.ledger.Ledger;
import io.reengage.ledger.rows.JdbcRowStore;
import io.reengage.ledger.rows.MemoryRowStore;
import io.reengage.ledger.rows.RowStore;
import io.reengage.ledger.rows.Rows;
import java.time.InstantSource;
import java.util.function.Function;
import javax.sql.DataSource;

/** The ledger as the engine sees it: rows and transactions. */
public final class LedgerStore implements Ledger {
    private final RowStore rows;
    private final boolean durable;

    private LedgerStore(RowStore rows, boolean durable) {
        this.rows = rows;
        this.durable = durable;
        rows.createSchema(Schema.TABLES);
    }

    public static LedgerStore inMemory(InstantSource clock) {
        return new LedgerStore(new MemoryRowStore(clock), false);
    }

    public static LedgerStore jdbc(DataSource dataSource, String prefix) {
        return new LedgerStore(new JdbcRowStore(dataSource, prefix), true);
    }

    /** A ledger over any row store. */
    static LedgerStore over(RowStore rows) {
        return new LedgerStore(rows, rows instanceof JdbcRowStore);
    }

    /** The ledger behind a handle. */
    public static LedgerStore of(Ledger ledger) {
        return (LedgerStore) ledger;
    }

    /** Runs the work in one transaction, see {@link RowStore#transact(Function)}. */
    public <T> T transact(Function<Rows, T> work) {
        return rows.transact(work);
    }

    /** Whether what is committed is there after the process ends; checked when the database was opened. */
    public boolean isDurable() {
        return durable;
    }

    /** The database's clock. */
    public InstantSource clock() {
        return rows::now;
    }

    @Override
    public void close() {
        rows.close();
    }
}
