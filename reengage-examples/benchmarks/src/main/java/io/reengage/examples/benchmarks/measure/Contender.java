// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.measure;

import java.sql.SQLException;

/** One of those that are compared. Used by one thread. */
public interface Contender extends AutoCloseable {

    /** What the table calls it. */
    String name();

    /** Gets ready for the next round; not measured. */
    default void prepare() throws SQLException {}

    /** Does one round's work, measured, and says for how many items. */
    long run() throws SQLException;

    /**
     * Rounds this one needs before any counts.
     *
     * @param usual what is thought enough for most
     */
    default int warmUps(int usual) {
        return usual;
    }

    /** Lets go of what it holds. */
    @Override
    default void close() {}
}
