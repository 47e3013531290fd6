// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.segment.Span;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where a window begins: at one moment, or for a calendar span and people in any zone between two.
 *
 * @param earliest where it begins for nobody earlier
 * @param latest where it begins for nobody later
 */
record Window(Instant earliest, Instant latest) {

    /** Counting from the beginning of time. */
    static final Window EVER = new Window(Instant.MIN, Instant.MIN);

    /** Every zone by name, and offsets by the hour as far as they go. */
    private static final List<ZoneId> ZONES = Stream.concat(
                    ZoneId.getAvailableZoneIds().stream().sorted().map(ZoneId::of),
                    IntStream.rangeClosed(-18, 18).mapToObj(ZoneOffset::ofHours))
            .toList();

    static Window before(Span span, Instant end, ZoneId zone) {
        Instant start = span.before(end, zone);
        return new Window(start, start);
    }

    /** For people in any zone. Offsets between whole hours shift a window by less than a day. */
    static Window anywhere(Span span, Instant end) {
        List<Instant> starts =
                ZONES.stream().map(zone -> span.before(end, zone)).sorted().toList();
        return new Window(
                starts.get(0).minus(1, ChronoUnit.DAYS),
                starts.get(starts.size() - 1).plus(1, ChronoUnit.DAYS));
    }

    boolean exact() {
        return earliest.equals(latest);
    }

    boolean ever() {
        return earliest.equals(Instant.MIN);
    }
}
