// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/** Runs many histories, and makes the first that fails as short as it goes. */
final class Histories {

    /** A long run says now and then how far it is, so that one that is ended early has said something. */
    private static final int SAYING = 50_000;

    private Histories() {}

    /**
     * Runs the histories of these seeds on all processors; every history stays within one thread.
     *
     * @throws AssertionError for the first broken promise found, with the shortest history that breaks it
     */
    static void run(long firstSeed, int number, Statistics statistics) {
        LongStream.range(firstSeed, firstSeed + number)
                .parallel()
                .mapToObj(Histories::run)
                .forEach(each -> {
                    synchronized (statistics) {
                        statistics.add(each);
                        if (statistics.histories % SAYING == 0) {
                            System.out.println(statistics.histories + " histories, no promise broken");
                        }
                    }
                });
    }

    private static Statistics run(long seed) {
        Statistics statistics = new Statistics();
        History history = History.of(seed);
        Violation violation = Simulation.run(history, statistics).violation();
        if (violation == null) {
            return statistics;
        }
        History small = shrunk(history, violation.promise());
        Violation again = Simulation.run(small, new Statistics()).violation();
        throw new AssertionError(
                "seed " + seed + " breaks " + (again == null ? violation : again).getMessage() + "\n" + small.snippet(),
                violation);
    }

    /** Leaves out command after command and fault after fault, larger stretches first, as long as the promise breaks. */
    static History shrunk(History history, String promise) {
        List<Integer> kept = new ArrayList<>(history.ids());
        for (int stretch = Math.max(1, kept.size() / 2); stretch >= 1; stretch /= 2) {
            for (int from = kept.size() - stretch; from >= 0; from -= stretch) {
                Set<Integer> fewer = new HashSet<>(kept);
                kept.subList(from, from + stretch).forEach(fewer::remove);
                if (breaks(history.keeping(fewer), promise)) {
                    kept.retainAll(fewer);
                }
                from = Math.min(from, kept.size());
            }
        }
        return history.keeping(new HashSet<>(kept));
    }

    private static boolean breaks(History history, String promise) {
        Violation violation = Simulation.run(history, new Statistics()).violation();
        return violation != null && violation.promise().equals(promise);
    }
}
