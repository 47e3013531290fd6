// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import io.reengage.ledger.rows.JdbcOptions;
import io.reengage.ledger.rows.JdbcRowStore;
import io.reengage.ledger.rows.MemoryRowStore;
import io.reengage.ledger.rows.Postgres;
import io.reengage.ledger.rows.RowStore;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcConnectionPool;

/** Where a ledger can be kept. */
enum Database {
    MEMORY,
    H2,
    POSTGRESQL;

    private static final AtomicInteger OPENED = new AtomicInteger();

    /** A new, empty one. */
    RowStore open(InstantSource clock) {
        return switch (this) {
            case MEMORY -> new MemoryRowStore(clock);
            case H2 ->
                new JdbcRowStore(
                        JdbcConnectionPool.create(
                                "jdbc:h2:mem:engine" + OPENED.incrementAndGet() + ";DB_CLOSE_DELAY=-1", "", ""),
                        JdbcOptions.ofDefaults());
            case POSTGRESQL ->
                new JdbcRowStore(
                        Postgres.shared().pool(), JdbcOptions.ofDefaults().withSchema(Postgres.newSchema()));
        };
    }
}
