// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Wall clocks and texts of them are compared as the moments they stand for. */
class WallClockProperties {
    private static final List<Instant> CHANGES = List.of(
            Instant.parse("2018-11-04T03:00:00Z"),
            Instant.parse("2018-02-18T02:00:00Z"),
            Instant.parse("2024-04-06T15:00:00Z"),
            Instant.parse("2024-10-05T15:30:00Z"),
            Instant.parse("2011-12-30T10:00:00Z"));

    @Provide
    Arbitrary<Instant> moments() {
        Arbitrary<Long> near = Arbitraries.longs().between(-3 * 3_600_000L, 3 * 3_600_000L);
        return Combinators.combine(Arbitraries.of(CHANGES), Arbitraries.oneOf(near, Arbitraries.of(0L, -1L, 1L)))
                .as(Instant::plusMillis);
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(Stream.of("America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia", "UTC", "+05:45")
                .map(ZoneId::of)
                .toList());
    }

    @Property(tries = 3000)
    void a_time_shown_stands_before_a_moment_exactly_if_it_shows_less(
            @ForAll("moments") Instant moment,
            @ForAll("moments") Instant other,
            @ForAll("zones") ZoneId zone,
            @ForAll @IntRange(min = -90, max = 90) int minutes) {
        WallClock clock = new WallClock(zone);
        LocalDateTime inTheTable = clock.shown(other).plusMinutes(minutes);
        assertThat(inTheTable.isBefore(clock.first(moment)))
                .isEqualTo(clock.moment(inTheTable).isBefore(moment));
    }

    @Property(tries = 3000)
    void texts_order_as_the_times_they_show(
            @ForAll("moments") Instant moment, @ForAll("moments") Instant other, @ForAll("written") String pattern) {
        LocalDateTime time = LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
        LocalDateTime stored = LocalDateTime.ofInstant(other, ZoneOffset.UTC);
        String text = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(stored);
        TextClock clock = TextClock.of(text).orElseThrow();
        LocalDateTime read = clock.read(text);
        assertThat(text.compareTo(clock.write(time)) < 0).isEqualTo(read.isBefore(time));
    }

    @Provide
    Arbitrary<String> written() {
        return Arbitraries.of(
                "uuuu-MM-dd HH:mm:ss",
                "uuuu-MM-dd HH:mm:ss.SSS",
                "uuuu-MM-dd HH:mm:ss.SSSSSS",
                "uuuu-MM-dd'T'HH:mm:ss'Z'",
                "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'",
                "uuuu-MM-dd HH:mm:ss.S'+00:00'");
    }
}
