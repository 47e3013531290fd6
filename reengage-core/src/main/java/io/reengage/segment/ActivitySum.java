// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivityType;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a number adds up to over some activities, such as money spent in 90 days. Needs the history. UNKNOWN where an
 * activity does not say the number, or where values of more than one currency would be added. In an exit, a conversion or a
 * sparing clause the sum starts at the enrollment.
 *
 * @param of what is added up
 * @param property the property that holds the number, such as {@link io.reengage.activity.Activity#VALUE}
 * @param bound whether {@code amount} is the least or the most
 * @param amount the limit
 * @param within the window; {@code null} for ever
 */
public record ActivitySum(
        Selection of,
        String property,
        ActivityCount.Bound bound,
        BigDecimal amount,
        @Nullable Span within) implements Condition {

    public ActivitySum {
        Objects.requireNonNull(of, "of");
        Objects.requireNonNull(bound, "bound");
        Objects.requireNonNull(amount, "amount");
        if (property.isBlank()) {
            throw new IllegalArgumentException("the property to add up has no name");
        }
        Span.requireSome("a sum", within);
    }

    /** Only those with this property too. */
    public ActivitySum where(AttributeTest test) {
        return new ActivitySum(of.where(test), property, bound, amount, within);
    }

    /** Added up from this long ago up to now. */
    public ActivitySum within(Span window) {
        return new ActivitySum(of, property, bound, amount, window);
    }

    @Override
    public ActivityNeed need() {
        return of.history(within);
    }

    @Override
    public Phrase question() {
        String most = bound == ActivityCount.Bound.AT_LEAST ? ".least" : ".most";
        Phrase sum = property.equals(Activity.VALUE) && of.equals(Selection.of(Set.of(ActivityType.PURCHASED)))
                ? Phrase.of("spent" + most, amount)
                : Phrase.of("sum" + most, property, of.words(), amount);
        return within == null ? sum : Phrase.of("within", sum, within);
    }
}
