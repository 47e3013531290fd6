// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reengage.policy.ContactPolicy.Deferral;
import io.reengage.segment.Share;
import io.reengage.segment.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContactPolicyTest {
    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
    private static final ContactPolicy DEFAULTS = ContactPolicy.ofDefaults();

    @Test
    void who_was_not_contacted_may_be_contacted_now() {
        assertThat(DEFAULTS.defer(List.of(), false, NOW, ZoneOffset.UTC)).isEmpty();
    }

    @Test
    void a_contact_counts_until_the_full_window_has_passed() {
        List<Instant> contacts = List.of(NOW.minus(Duration.ofHours(16)));

        assertThat(DEFAULTS.defer(contacts, false, NOW.minusMillis(1), ZoneOffset.UTC))
                .contains(new Deferral(NOW, "frequency cap"));
        assertThat(DEFAULTS.defer(contacts, false, NOW, ZoneOffset.UTC)).isEmpty();
    }

    /** E46: every cap must leave room, in whatever order contacts come. */
    @Test
    void the_strictest_cap_decides() {
        List<Instant> contacts =
                List.of(NOW.minus(Duration.ofDays(6)), NOW.minus(Duration.ofHours(10)), NOW.minus(Duration.ofDays(9)));

        assertThat(DEFAULTS.defer(contacts, false, NOW, ZoneOffset.UTC))
                .contains(new Deferral(NOW.plus(Duration.ofDays(1)), "frequency cap"));
    }

    @Test
    void who_wants_fewer_gets_one_in_thirty_days() {
        List<Instant> contacts = List.of(NOW.minus(Duration.ofDays(29)));

        assertThat(DEFAULTS.defer(contacts, false, NOW, ZoneOffset.UTC)).isEmpty();
        assertThat(DEFAULTS.defer(contacts, true, NOW, ZoneOffset.UTC))
                .map(Deferral::until)
                .contains(NOW.plus(Duration.ofDays(1)));
    }

    @Test
    void a_cap_that_ends_in_the_night_waits_for_the_morning() {
        ContactPolicy policy = ContactPolicy.builder()
                .atMost(1, Span.hours(12))
                .quietHours(LocalTime.of(22, 0), LocalTime.of(8, 0))
                .build();

        assertThat(policy.defer(List.of(NOW), false, NOW, ZoneOffset.UTC))
                .contains(new Deferral(Instant.parse("2026-06-16T08:00:00Z"), "frequency cap, then quiet hours"));
        assertThat(policy.defer(List.of(), false, Instant.parse("2026-06-15T22:00:00Z"), ZoneOffset.UTC))
                .contains(new Deferral(Instant.parse("2026-06-16T08:00:00Z"), "quiet hours"));
    }

    /** B15, B18: quiet hours are those of the wall clock, over gaps, overlaps and a day that never was. */
    @ParameterizedTest
    @CsvSource({
        "22:00, 08:00, Asia/Kathmandu, 2026-06-15T16:14:59Z, ",
        "22:00, 08:00, Asia/Kathmandu, 2026-06-15T16:15:00Z, 2026-06-16T08:00",
        "22:00, 08:00, Asia/Kathmandu, 2026-06-16T02:14:59Z, 2026-06-16T08:00",
        "22:00, 08:00, Asia/Kathmandu, 2026-06-16T02:15:00Z, ",
        "12:00, 14:00, Pacific/Niue, 2026-06-15T23:30:00Z, 2026-06-15T14:00",
        "12:00, 14:00, Pacific/Niue, 2026-06-16T01:00:00Z, ",
        "22:00, 02:30, Europe/Berlin, 2026-03-29T00:30:00Z, 2026-03-29T03:00",
        "23:00, 00:00, America/Sao_Paulo, 2018-11-04T02:30:00Z, 2018-11-04T01:00",
        "22:00, 08:00, Pacific/Apia, 2011-12-30T09:00:00Z, 2011-12-31T08:00",
    })
    void quiet_hours_follow_the_persons_clock(
            LocalTime from, LocalTime to, ZoneId zone, Instant now, LocalDateTime end) {
        assertThat(new QuietHours(from, to).endsAt(now, zone))
                .isEqualTo(
                        Optional.ofNullable(end).map(local -> local.atZone(zone).toInstant()));
    }

    @Test
    void a_repeated_quiet_hour_is_quiet_twice() {
        ZoneId zone = ZoneId.of("Europe/Berlin");
        QuietHours quiet = new QuietHours(LocalTime.of(22, 0), LocalTime.of(2, 30));

        assertThat(quiet.endsAt(Instant.parse("2026-10-25T00:15:00Z"), zone))
                .contains(Instant.parse("2026-10-25T00:30:00Z"));
        assertThat(quiet.endsAt(Instant.parse("2026-10-25T01:15:00Z"), zone))
                .contains(Instant.parse("2026-10-25T01:30:00Z"));
    }

    @Test
    void rules_that_would_mean_never_or_always_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FrequencyCap(0, Span.days(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new FrequencyCap(1, Span.NONE));
        assertThatIllegalArgumentException().isThrownBy(() -> new QuietHours(LocalTime.NOON, LocalTime.NOON));
    }

    @Test
    void a_sunset_is_limited_per_run_and_per_week() {
        SunsetPolicy defaults = SunsetPolicy.ofDefaults();

        assertThat(defaults.perRun()).isEqualTo(Share.percent(2));
        assertThat(defaults.atMost(Share.percent(1), Share.percent(1)).perWeek())
                .isEqualTo(Share.percent(1));
        assertThat(defaults.finaliseAfter(Span.days(60)).finaliseAfter()).isEqualTo(Span.days(60));
        assertThatIllegalArgumentException().isThrownBy(() -> defaults.atMost(Share.NONE, Share.percent(5)));
        assertThatIllegalArgumentException().isThrownBy(() -> defaults.atMost(Share.percent(6), Share.percent(5)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SunsetPolicy(
                        defaults.perRun(), defaults.perWeek(), defaults.finaliseAfter(), Duration.ZERO));
    }

    @Test
    void a_sunset_is_limited_per_domain_but_never_below_the_share_of_each_run() {
        SunsetPolicy defaults = SunsetPolicy.ofDefaults();

        assertThat(defaults.perDomain()).isEqualTo(Share.percent(10));
        assertThat(defaults.perDomain(Share.percent(4)).perDomain()).isEqualTo(Share.percent(4));
        assertThat(defaults.atMost(Share.percent(20), Share.percent(30)).perDomain())
                .isEqualTo(Share.percent(20));
        assertThat(defaults.perDomain(Share.percent(4))
                        .finaliseAfter(Span.days(60))
                        .withoutCanary()
                        .perDomain())
                .isEqualTo(Share.percent(4));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> defaults.perDomain(Share.percent(1)))
                .withMessage("perDomain 1 % must not be below perRun 2 %");
    }
}
