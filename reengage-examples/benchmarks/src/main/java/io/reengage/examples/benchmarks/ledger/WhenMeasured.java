// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.ledger;

import io.reengage.examples.benchmarks.measure.Contender;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A contender with a switch that is on only while it is measured, so that getting ready takes no longer than it has to. */
record WhenMeasured(Contender contender, AtomicBoolean on) implements Contender {

    @Override
    public String name() {
        return contender.name();
    }

    @Override
    public void prepare() throws SQLException {
        contender.prepare();
    }

    @Override
    public long run() throws SQLException {
        on.set(true);
        try {
            return contender.run();
        } finally {
            on.set(false);
        }
    }

    @Override
    public void close() {
        contender.close();
    }
}
