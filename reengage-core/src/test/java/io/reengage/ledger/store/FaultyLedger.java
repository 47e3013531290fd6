// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.store;

import io.reengage.ledger.Ledger;
import io.reengage.ledger.rows.Migration;
import io.reengage.ledger.rows.RowStore;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Table;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** A ledger with something before and after each transaction, such as a power cut. */
public final class FaultyLedger {

    private FaultyLedger() {}

    /** What happens around a transaction; either may throw. */
    public interface Fault {
        void before();

        /** After the commit: the answer is lost, the work is not. */
        void after();
    }

    public static Ledger over(RowStore store, Fault fault) {
        return LedgerStore.over(new RowStore() {
            @Override
            public <T> T transact(Function<Rows, T> work) {
                fault.before();
                T result = store.transact(work);
                fault.after();
                return result;
            }

            @Override
            public Instant now() {
                return store.now();
            }

            @Override
            public void createSchema(List<Table<?>> tables) {
                store.createSchema(tables);
            }

            @Override
            public void createSchema(List<Table<?>> tables, List<Migration> migrations) {
                store.createSchema(tables, migrations);
            }

            @Override
            public <T> T within(Connection connection, Function<Rows, T> work) {
                return store.within(connection, work);
            }

            @Override
            public boolean keepsCommits() {
                return store.keepsCommits();
            }

            @Override
            public void close() {
                store.close();
            }
        });
    }
}
