// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger;

import io.reengage.ledger.store.LedgerStore;
import java.time.InstantSource;
import javax.sql.DataSource;

/**
 * Where everything decided and done is kept. A handle only: it is made here and given to the front door, which alone reads
 * and writes it. Closing it does not close the data source it was made from.
 */
public sealed interface Ledger extends AutoCloseable permits LedgerStore {

    /** Prefix of the library's table names unless said otherwise. */
    String DEFAULT_PREFIX = "reengage_";

    /** A ledger that promises nothing after the process ends: for trying things and for tests. */
    static Ledger inMemory() {
        return LedgerStore.inMemory(InstantSource.system());
    }

    /** A ledger in memory whose own clock is this one. */
    static Ledger inMemory(InstantSource clock) {
        return LedgerStore.inMemory(clock);
    }

    /**
     * A ledger in the host's database, in tables of its own named {@code reengage_...}, which are created if absent.
     *
     * @param dataSource H2 or PostgreSQL; needs the right to create tables
     * @throws LedgerException if the database is not one the library knows, or is set to lose commits
     */
    static Ledger jdbc(DataSource dataSource) {
        return jdbc(dataSource, DEFAULT_PREFIX);
    }

    /**
     * The same with another prefix, so that two ledgers can share a database.
     *
     * @param prefix letters, digits and {@code _}, starting with a letter
     */
    static Ledger jdbc(DataSource dataSource, String prefix) {
        return LedgerStore.jdbc(dataSource, prefix);
    }

    /**
     * A ledger in the host's database with a choice of schema, prefix and tenant, and of who creates the tables; ends with
     * {@link LedgerBuilder#open}.
     *
     * @param dataSource H2 or PostgreSQL; stays the host's and is never closed
     */
    static LedgerBuilder over(DataSource dataSource) {
        return new LedgerBuilder(dataSource);
    }

    @Override
    void close();
}
