// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import java.util.Locale;
import java.util.Objects;

/**
 * A date or an instant the host knows, held against now in the person's zone. A date is compared with today's date, an
 * instant to the millisecond, when somebody joined to the second. Text in ISO form, such as {@code 2026-03-31} or {@code
 * 2026-03-31T12:00:00Z}, will do. UNKNOWN where the attribute is missing or something else.
 *
 * @param path attribute name, with dots into nested maps
 * @param operator how it lies to now
 * @param span how far off; in whole days or months where the attribute is a date
 */
public record DateTest(String path, Operator operator, Span span) implements Condition {

    /** How a date lies to now. */
    public enum Operator {
        /** At most this long ago, and not later than now. */
        WITHIN_LAST,
        /** Longer ago than this. */
        LONGER_AGO,
        /** From now to this far ahead. */
        WITHIN_NEXT,
        /**
         * Its day of the year comes round today, or within so many days ahead. Who was born on 29 February has the 28th in
         * other years.
         */
        ANNIVERSARY;

        String key() {
            return "date." + name().toLowerCase(Locale.ROOT);
        }
    }

    public DateTest {
        Objects.requireNonNull(operator, "operator");
        if (path.isBlank()) {
            throw new IllegalArgumentException("attribute path is blank");
        }
        if (operator == Operator.ANNIVERSARY) {
            if (span.unit() != Span.Unit.DAYS || span.amount() > 180) {
                throw new IllegalArgumentException("an anniversary of " + path + " is looked for 0 to 180 days ahead");
            }
        } else {
            Span.requireSome("attribute " + path + ": a time", span);
        }
    }

    @Override
    public Phrase question() {
        return Phrase.of(operator.key() + (span.amount() == 0 ? ".today" : ""), path, span);
    }
}
