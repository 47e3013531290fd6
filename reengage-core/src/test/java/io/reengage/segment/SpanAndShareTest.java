// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpanAndShareTest {

    /** B15, B18: days and months by the person's calendar, hours by the stopwatch. */
    @ParameterizedTest
    @CsvSource({
        "P1D, Australia/Lord_Howe, 2026-10-05T02:10, 2026-10-04T02:30",
        "P1D, Europe/Berlin, 2026-03-30T02:30, 2026-03-29T03:00",
        "P1D, Europe/Berlin, 2026-10-26T02:30, 2026-10-25T02:30",
        "PT24H, Europe/Berlin, 2026-03-30T02:30, 2026-03-29T01:30",
        "P1D, America/Sao_Paulo, 2018-11-05T00:00, 2018-11-04T01:00",
        "P1D, Pacific/Apia, 2011-12-31T10:00, 2011-12-31T00:00",
        "P1M, Asia/Kathmandu, 2026-03-31T10:00, 2026-03-01T00:00",
        "P1M, Pacific/Kiritimati, 2026-03-28T23:00, 2026-02-28T23:00",
        "P12M, Pacific/Niue, 2028-02-29T10:00, 2027-03-01T00:00",
    })
    void reaches_back_in_the_zone(String span, String name, LocalDateTime from, LocalDateTime to) {
        ZoneId zone = ZoneId.of(name);

        assertThat(Span.parse(span).before(from.atZone(zone).toInstant(), zone))
                .isEqualTo(to.atZone(zone).toInstant());
    }

    @Test
    void stands_still_while_the_clock_repeats_an_hour() {
        ZoneId zone = ZoneId.of("Europe/Berlin");
        Instant repeating = Instant.parse("2026-10-25T01:15:00Z");
        Instant start = Instant.parse("2026-10-23T01:00:00Z");

        assertThat(Span.days(2).before(repeating, zone)).isEqualTo(start);
        assertThat(Span.days(2).before(repeating.plusSeconds(600), zone)).isEqualTo(start);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "P1W", "P-1D", "P1.5D", "PT1S", "P1D2H", "P1M1D", "PT1D", "P1H", "1 day", "P1Y"})
    void other_units_and_mixtures_are_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Span.parse(text));
    }

    @Test
    void months_and_minutes_are_told_apart() {
        assertThat(Span.parse("P5M")).isEqualTo(Span.months(5)).hasToString("5 months");
        assertThat(Span.parse("PT5M")).isEqualTo(Span.minutes(5));
        assertThat(Span.days(1)).hasToString("1 day");
    }

    @Test
    void a_hundred_years_are_the_most() {
        assertThat(Span.months(1200).amount()).isEqualTo(1200);
        assertThatIllegalArgumentException().isThrownBy(() -> Span.months(1201));
        assertThatIllegalArgumentException().isThrownBy(() -> Span.days(-1));
    }

    @Test
    void shares_are_between_nobody_and_everybody() {
        assertThat(Share.percent(7.1)).isEqualTo(new Share(0.071)).hasToString("7.1 %");
        assertThat(Share.percent(2).of(149)).isEqualTo(2);
        assertThat(Share.percent(10).of(30)).isEqualTo(3);
        assertThat(new Share(-0.0)).isEqualTo(Share.NONE);
        assertThatIllegalArgumentException().isThrownBy(() -> Share.percent(101));
        assertThatIllegalArgumentException().isThrownBy(() -> new Share(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> Share.percent(Double.NaN));
    }
}
