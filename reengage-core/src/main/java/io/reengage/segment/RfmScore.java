// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivityType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A person's fifth among all people by recency, frequency or money: 5 is best. The limits between the fifths are part of the
 * condition; {@link RfmCuts} finds them in a population. Whoever never did it is OUT. Money needs the history.
 *
 * @param types what is looked at, such as purchases
 * @param measure recency in whole days, number of times, or sum of {@link io.reengage.activity.Activity#VALUE}
 * @param cuts four limits in rising order; a number above k of them is in the (k+1)-th fifth. Recency counts negative, as
 *     {@code -days}, so that later is higher
 * @param from the lowest fifth that belongs, 1 to 5
 * @param to the highest fifth that belongs, {@code from} to 5
 */
public record RfmScore(Set<ActivityType> types, Measure measure, List<BigDecimal> cuts, int from, int to)
        implements Condition {

    /** What people are ordered by. */
    public enum Measure {
        RECENCY,
        FREQUENCY,
        MONETARY
    }

    public RfmScore {
        types = Set.copyOf(types);
        cuts = List.copyOf(cuts);
        Objects.requireNonNull(measure, "measure");
        if (types.isEmpty()) {
            throw new IllegalArgumentException("RFM of no activity type: name at least one");
        }
        if (cuts.size() != 4) {
            throw new IllegalArgumentException("fifths have 4 limits, not " + cuts.size());
        }
        for (int i = 1; i < cuts.size(); i++) {
            if (cuts.get(i).compareTo(cuts.get(i - 1)) < 0) {
                throw new IllegalArgumentException("the limits of RFM fifths do not rise at place " + (i + 1));
            }
        }
        if (from < 1 || to < from || to > 5) {
            throw new IllegalArgumentException("fifths " + from + " to " + to + " are not within 1 to 5");
        }
    }

    /** The fifth of a number, 1 to 5. */
    static int fifth(List<BigDecimal> cuts, BigDecimal number) {
        return 1 + (int) cuts.stream().filter(cut -> number.compareTo(cut) > 0).count();
    }

    @Override
    public ActivityNeed need() {
        return switch (measure) {
            case RECENCY -> new ActivityNeed(types, 1);
            case FREQUENCY, MONETARY -> Selection.of(types).history(null);
        };
    }

    @Override
    public Phrase question() {
        Object fifths = from == to ? Phrase.of("rfm.one", from) : Phrase.of("rfm.some", from, to);
        return Phrase.of("rfm." + measure.name().toLowerCase(Locale.ROOT), Phrase.or(new TreeSet<>(types)), fifths);
    }
}
