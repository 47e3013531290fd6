// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.segments;

import io.reengage.examples.benchmarks.measure.Contender;
import java.sql.SQLException;
import java.util.BitSet;

/** One way to find whom the {@link Rule} means; keeps whom it found. */
abstract class Matcher implements Contender {
    private final String name;
    private final int people;
    private final int passes;
    private final BitSet found = new BitSet();

    /**
     * @param people the first so many of the population
     * @param passes how often a round goes over them, so that it lasts long enough for the clock
     */
    Matcher(String name, int people, int passes) {
        this.name = name;
        this.people = people;
        this.passes = passes;
    }

    /** Goes over everybody once. */
    abstract void pass(BitSet into) throws SQLException;

    @Override
    public final long run() throws SQLException {
        for (int i = 0; i < passes; i++) {
            found.clear();
            pass(found);
        }
        return (long) people * passes;
    }

    @Override
    public final String name() {
        return name;
    }

    /**
     * @throws IllegalStateException if it found others among its people than those meant
     */
    final void mustHaveFound(BitSet meant) {
        if (!found.equals(meant.get(0, people))) {
            throw new IllegalStateException(name + " found " + found.cardinality() + " of " + people
                    + " people, not the " + meant.get(0, people).cardinality() + " who are meant");
        }
    }
}
