// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.measure;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lets contenders take turns, so that whatever else the machine does hits all of them alike. */
public final class Rounds {

    private Rounds() {}

    /**
     * Measures.
     *
     * @param clock counts the processor time of all processes involved
     * @param warmUps rounds that are not counted, at least 0
     * @param rounds rounds that are, at least 1
     * @return what each contender used, in their order
     * @throws IllegalStateException if a contender fails
     */
    public static List<Measured> measure(CpuClock clock, int warmUps, int rounds, List<Contender> contenders) {
        return measure(clock, warmUps, rounds, contenders, () -> {});
    }

    /**
     * The same.
     *
     * @param warm done after the rounds that do not count
     */
    public static List<Measured> measure(
            CpuClock clock, int warmUps, int rounds, List<Contender> contenders, Runnable warm) {
        Map<Contender, List<Sample>> samples = new LinkedHashMap<>();
        contenders.forEach(each -> samples.put(each, new ArrayList<>()));
        for (int left = warmUps + rounds; left > 0; left--) {
            int still = left;
            if (still == rounds) {
                warm.run();
            }
            samples.forEach((contender, measured) -> {
                if (still <= rounds + contender.warmUps(warmUps)) {
                    Sample sample = once(clock, contender);
                    if (still <= rounds) {
                        measured.add(sample);
                    }
                }
            });
        }
        return samples.entrySet().stream()
                .map(entry -> new Measured(entry.getKey().name(), entry.getValue()))
                .toList();
    }

    /** One round of one contender. */
    public static Sample once(CpuClock clock, Contender contender) {
        try {
            contender.prepare();
            if (clock.countsCollector()) {
                // so that nobody collects what another left
                System.gc();
            }
            long wall = System.nanoTime();
            long cpu = clock.nanos();
            long items = contender.run();
            return new Sample(items, clock.nanos() - cpu, System.nanoTime() - wall);
        } catch (SQLException | RuntimeException e) {
            throw new IllegalStateException(contender.name() + " failed", e);
        }
    }
}
