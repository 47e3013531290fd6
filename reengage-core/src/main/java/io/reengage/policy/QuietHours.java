// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.Optional;

/**
 * The hours of the person's day in which nothing is sent.
 *
 * @param from first quiet moment
 * @param to first moment after; earlier than {@code from} if the night lies between
 */
public record QuietHours(LocalTime from, LocalTime to) {

    public QuietHours {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        if (from.equals(to)) {
            throw new IllegalArgumentException("quiet from " + from + " to " + to + " would mean always or never");
        }
    }

    /** When quiet ends, if it is quiet now. Follows clock changes: a skipped hour ends it at the next existing moment. */
    Optional<Instant> endsAt(Instant now, ZoneId zone) {
        ZonedDateTime local = now.atZone(zone);
        LocalTime time = local.toLocalTime();
        boolean overnight = to.isBefore(from);
        boolean evening = !time.isBefore(from);
        boolean morning = time.isBefore(to);
        if (overnight ? !evening && !morning : !evening || !morning) {
            return Optional.empty();
        }
        LocalDate day = overnight && evening ? local.toLocalDate().plusDays(1) : local.toLocalDate();
        Instant end = day.atTime(to).atZone(zone).toInstant();
        return Optional.of(end).filter(later -> later.isAfter(now));
    }
}
