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

    private LedgerStore(RowStore rows) {
        this.rows = rows;
        rows.createSchema(Schema.TABLES);
    }

    public static LedgerStore inMemory(InstantSource clock) {
        return new LedgerStore(new MemoryRowStore(clock));
    }

    public static LedgerStore jdbc(DataSource dataSource, String prefix) {
        return new LedgerStore(new JdbcRowStore(dataSource, prefix));
    }

    /** A ledger over any row store. */
    static LedgerStore over(RowStore rows) {
        return new LedgerStore(rows);
    }

    /** The ledger behind a handle. */
    public static LedgerStore of(Ledger ledger) {
        return (LedgerStore) ledger;
    }

    /** Runs the work in one transaction, see {@link RowStore#transact(Function)}. */
    public <T> T transact(Function<Rows, T> work) {
        return rows.transact(work);
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
