// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How often a person usually does something, see {@link Overdue}.
 *
 * @param last the last time
 * @param oldest the time the oldest known gap began
 * @param gaps how many gaps of the person's own are known
 * @param usual the usual gap, in milliseconds
 * @param due the last moment that is not overdue
 */
record Habit(Instant last, Instant oldest, int gaps, double usual, Instant due) {

    /** Empty for whoever never did it. */
    static Optional<Habit> of(Overdue rule, Profile person, Instant asOf) {
        List<Instant> times = new ArrayList<>();
        for (ActivityType type : rule.types()) {
            for (Instant time : person.activity().timeline(type).newest()) {
                if (!time.isAfter(asOf)) {
                    times.add(time);
                }
            }
        }
        if (times.isEmpty()) {
            return Optional.empty();
        }
        times.sort(Collections.reverseOrder());
        Instant last = times.get(0);
        Instant oldest = last;
        LocalDate day = last.atZone(person.zone()).toLocalDate();
        int gaps = 0;
        for (Instant each : times) {
            LocalDate its = each.atZone(person.zone()).toLocalDate();
            if (its.isBefore(day) && gaps < Overdue.GAPS) {
                gaps++;
                day = its;
                oldest = each;
            }
        }
        double typical = millis(last, rule.typical().after(last, person.zone()));
        int weight = gaps == 0 ? Math.max(1, rule.weight()) : rule.weight();
        double usual = (weight * typical + millis(oldest, last)) / (weight + gaps);
        return Optional.of(new Habit(last, oldest, gaps, usual, last.plusMillis((long)
                (usual * rule.factor().doubleValue()))));
    }

    /** Since when every time must be known for the habit to be as it is. */
    Instant needs() {
        return gaps == Overdue.GAPS ? oldest : Coverage.BEGINNING;
    }

    private static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toMillis();
    }

    Phrase words(Coverage record) {
        return Phrase.of("habit", record.ago(last), Math.round(usual / 86_400_000), gaps, record.day(due));
    }
}
