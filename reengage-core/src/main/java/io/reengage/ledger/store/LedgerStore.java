// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.store;

import io.reengage.ledger.Ledger;
import io.reengage.ledger.rows.JdbcOptions;
import io.reengage.ledger.rows.JdbcRowStore;
import io.reengage.ledger.rows.MemoryRowStore;
import io.reengage.ledger.rows.RowStore;
import io.reengage.ledger.rows.Rows;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.function.Function;
import javax.sql.DataSource;

/** The ledger as the engine sees it: rows and transactions. */
public final class LedgerStore implements Ledger {
    private final RowStore rows;

    private LedgerStore(RowStore rows) {
        this.rows = rows;
        rows.createSchema(Schema.TABLES, Migrations.ALL);
    }

    public static LedgerStore inMemory(InstantSource clock) {
        return new LedgerStore(new MemoryRowStore(clock));
    }

    public static LedgerStore jdbc(DataSource dataSource, String prefix) {
        return new LedgerStore(new JdbcRowStore(dataSource, prefix));
    }

    /** A ledger in the host's database. */
    public static LedgerStore jdbc(DataSource dataSource, JdbcOptions options) {
        return new LedgerStore(new JdbcRowStore(dataSource, options));
    }

    /** What {@link #jdbc(DataSource, JdbcOptions)} would execute to create or change tables, for the host to execute. */
    public static String ddl(DataSource dataSource, JdbcOptions options) {
        return new JdbcRowStore(dataSource, options).ddl(Schema.TABLES, Migrations.ALL);
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

    /**
     * Runs the work inside the host's open transaction, see {@link RowStore#within(Connection, Function)}.
     *
     * @throws io.reengage.ledger.TransactionLostException if the host has to roll back and run its transaction again
     */
    public <T> T within(Connection connection, Function<Rows, T> work) {
        return rows.within(connection, work);
    }

    /**
     * Whether what was committed survives a crash, as far as the database's settings tell; otherwise messages may be sent
     * twice after one. False in memory, and where the host allowed losing commits and the database may.
     */
    public boolean keepsCommits() {
        return rows.keepsCommits();
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
