// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.policy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
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
        Instant end = now;
        while (quiet(end.atZone(zone).toLocalTime())) {
            end = nextEnd(end, zone);
        }
        return end.equals(now) ? Optional.empty() : Optional.of(end);
    }

    private boolean quiet(LocalTime time) {
        return to.isBefore(from)
                ? !time.isBefore(from) || time.isBefore(to)
                : !time.isBefore(from) && time.isBefore(to);
    }

    /** When the clock next shows {@code to}, or has skipped it. */
    private Instant nextEnd(Instant now, ZoneId zone) {
        ZonedDateTime local = now.atZone(zone);
        LocalDateTime end = local.toLocalDate().atTime(to);
        if (!end.isAfter(local.toLocalDateTime())) {
            end = end.plusDays(1);
        }
        ZoneOffsetTransition change = zone.getRules().getTransition(end);
        if (change != null && change.isGap()) {
            return change.getInstant();
        }
        Instant first = end.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
        return first.isAfter(now)
                ? first
                : end.atZone(zone).withLaterOffsetAtOverlap().toInstant();
    }
}
