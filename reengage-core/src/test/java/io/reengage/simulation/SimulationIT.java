// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.ledger.rows.JdbcRowStore;
import io.reengage.ledger.rows.RowStore;
import java.time.Duration;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;

/** Many thousand small histories; with {@code -Psoak} a million. */
class SimulationIT {
    private static final int HISTORIES = Integer.getInteger("reengage.simulation.histories", 20_000);
    private static final long FIRST = Long.getLong("reengage.simulation.seed", 1);
    private static final int ON_A_DATABASE = 40;

    @Test
    void whateverFailsWhereverTheEngineKeepsItsPromises() {
        Statistics statistics = new Statistics();
        long before = System.nanoTime();
        Histories.run(FIRST, HISTORIES, statistics);
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        System.out.println("seeds " + FIRST + " and on, " + took.toSeconds() + " s\n" + statistics.report());
        assertThat(statistics.gaps())
                .as("places and faults that never came together")
                .isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameHistory() {
        for (long seed = FIRST; seed < FIRST + 100; seed++) {
            long hash = Simulation.run(History.of(seed), new Statistics()).hash();
            assertThat(Simulation.run(History.of(seed), new Statistics()).hash())
                    .as("seed %d", seed)
                    .isEqualTo(hash);
        }
    }

    @Test
    void aDatabaseKeepsThemAsMemoryDoes() {
        for (long seed = FIRST; seed < FIRST + ON_A_DATABASE; seed++) {
            Simulation.Outcome inMemory = Simulation.run(History.of(seed), new Statistics());
            try (RowStore rows = new JdbcRowStore(
                    JdbcConnectionPool.create("jdbc:h2:mem:simulation" + seed + ";DB_CLOSE_DELAY=-1", "", ""),
                    JdbcRowStore.DEFAULT_PREFIX)) {
                Simulation.Outcome onDatabase = Simulation.run(History.of(seed), new Statistics(), rows);
                assertThat(onDatabase.violation()).as("seed %d", seed).isNull();
                assertThat(onDatabase.hash()).as("seed %d", seed).isEqualTo(inMemory.hash());
            }
        }
    }
}
