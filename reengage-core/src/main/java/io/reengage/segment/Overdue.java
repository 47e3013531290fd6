// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivityType;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Longer silent than usual for this very person. The usual gap is the mean of the person's newest {@link #GAPS} gaps, shrunk
 * to the population's, which counts as much as {@code weight} gaps of the person's own: with n gaps it is
 * {@code (weight * typical + sum of gaps) / (weight + n)}. Several times on one day of the person's count as one. Overdue is
 * who is silent for more than {@code factor} times that. Whoever never did it is OUT.
 *
 * <p>The silence ends where the record does, so a nightly load postpones the verdict and never distorts it.
 *
 * @param types what is usually done again
 * @param typical the population's gap
 * @param factor how many usual gaps of silence it takes, above 0 and at most 100
 * @param weight how many gaps the population's counts for, 0 to 100
 */
public record Overdue(Set<ActivityType> types, Span typical, BigDecimal factor, int weight) implements Condition {

    /** Usual gaps of silence unless said otherwise. */
    public static final BigDecimal DEFAULT_FACTOR = BigDecimal.valueOf(2);
    /** What the population's gap counts for unless said otherwise. */
    public static final int DEFAULT_WEIGHT = 2;
    /** How many of a person's newest gaps are looked at. */
    public static final int GAPS = 8;

    public Overdue {
        types = Set.copyOf(types);
        Objects.requireNonNull(typical, "typical");
        Span.requireSome("a typical gap", typical);
        if (types.isEmpty()) {
            throw new IllegalArgumentException("overdue of no activity type: name at least one");
        }
        if (factor.signum() <= 0 || factor.compareTo(BigDecimal.valueOf(100)) > 0) {
            throw new IllegalArgumentException("overdue by a factor of " + factor + ": use one above 0, at most 100");
        }
        if (weight < 0 || weight > 100) {
            throw new IllegalArgumentException("the population counts for " + weight + " gaps: use 0 to 100");
        }
    }

    /** Silent for more than this many usual gaps. */
    public Overdue times(double gaps) {
        return new Overdue(types, typical, BigDecimal.valueOf(gaps), weight);
    }

    /** The population's gap counts for so many. */
    public Overdue weighing(int gaps) {
        return new Overdue(types, typical, factor, gaps);
    }

    @Override
    public ActivityNeed need() {
        return new ActivityNeed(types, 3 * (GAPS + 1));
    }

    @Override
    public Phrase question() {
        return Phrase.of("overdue", Phrase.or(new TreeSet<>(types)), factor, typical);
    }
}
