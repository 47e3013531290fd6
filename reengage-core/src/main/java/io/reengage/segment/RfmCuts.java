// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the limits between the fifths of a population, person by person. Ties share the mean of their ranks, and the fifth is
 * {@code ceil(5 * rank / n)}, so people with the same number are in the same fifth and a fifth may be empty. Exact; the memory
 * grows with the different numbers seen, not with the people. Not for several threads at once.
 */
public final class RfmCuts {
    private final Set<ActivityType> types;
    private final Map<RfmScore.Measure, TreeMap<BigDecimal, Long>> counts = new EnumMap<>(RfmScore.Measure.class);
    private long people;

    /** @param types what is looked at, such as purchases */
    public RfmCuts(Set<ActivityType> types) {
        this.types = Set.copyOf(types);
        for (RfmScore.Measure each : RfmScore.Measure.values()) {
            counts.put(each, new TreeMap<>());
        }
    }

    /**
     * One more person who did it at least once.
     *
     * @param days whole days since the last time
     * @param times how often
     * @param money what it was worth in all
     */
    public void add(long days, long times, BigDecimal money) {
        people++;
        count(RfmScore.Measure.RECENCY, BigDecimal.valueOf(-days));
        count(RfmScore.Measure.FREQUENCY, BigDecimal.valueOf(times));
        count(RfmScore.Measure.MONETARY, money.stripTrailingZeros());
    }

    private void count(RfmScore.Measure measure, BigDecimal number) {
        counts.getOrDefault(measure, new TreeMap<>()).merge(number, 1L, Long::sum);
    }

    /**
     * The people of these fifths, 1 (worst) to 5 (best).
     *
     * @throws IllegalStateException if nobody was added
     */
    public RfmScore fifths(RfmScore.Measure measure, int from, int to) {
        return new RfmScore(types, measure, cuts(measure), from, to);
    }

    /** The four limits: the highest number of each fifth but the best. */
    public List<BigDecimal> cuts(RfmScore.Measure measure) {
        if (people == 0) {
            throw new IllegalStateException("fifths of nobody: add people first");
        }
        TreeMap<BigDecimal, Long> numbers = counts.getOrDefault(measure, new TreeMap<>());
        BigDecimal lowest = numbers.firstKey().subtract(BigDecimal.ONE);
        List<BigDecimal> cuts = new ArrayList<>(List.of(lowest, lowest, lowest, lowest));
        long below = 0;
        for (Map.Entry<BigDecimal, Long> each : numbers.entrySet()) {
            // twice the mean rank is 2 * below + count + 1, so that whole numbers suffice
            long fifth = -Math.floorDiv(-5 * (2 * below + each.getValue() + 1), 2 * people);
            for (int limit = (int) fifth; limit <= 4; limit++) {
                cuts.set(limit - 1, each.getKey());
            }
            below += each.getValue();
        }
        return List.copyOf(cuts);
    }
}
