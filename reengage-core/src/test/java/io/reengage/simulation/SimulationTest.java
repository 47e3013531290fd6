// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A few hundred histories, for the inner loop; the many are run by {@code SimulationIT}. */
class SimulationTest {
    private static final int HISTORIES = Integer.getInteger("reengage.simulation.quick", 300);
    private static final long FIRST = Long.getLong("reengage.simulation.seed", 1);

    @Test
    void whateverFailsWhereverTheEngineKeepsItsPromises() {
        Statistics statistics = new Statistics();
        Histories.run(FIRST, HISTORIES, statistics);
        System.out.println(statistics.report());
    }

    @Test
    void theSameSeedGivesTheSameHistory() {
        for (long seed = 1; seed <= 20; seed++) {
            long hash = Simulation.run(History.of(seed), new Statistics()).hash();
            assertThat(Simulation.run(History.of(seed), new Statistics()).hash())
                    .as("seed %d", seed)
                    .isEqualTo(hash);
        }
    }
}
