// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import static io.reengage.activity.ActivityType.APP_OPENED;
import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.OPENED;
import static io.reengage.activity.ActivityType.PURCHASED;
import static io.reengage.activity.ActivityType.RECEIVED;
import static io.reengage.segment.Conditions.anyEngagement;
import static io.reengage.segment.Conditions.ignored;
import static io.reengage.segment.Conditions.inactive;
import static io.reengage.segment.People.NOW;
import static io.reengage.segment.People.aPerson;
import static io.reengage.segment.People.daysAgo;
import static io.reengage.segment.Span.days;
import static io.reengage.segment.Span.months;
import static io.reengage.segment.Verdict.IN;
import static io.reengage.segment.Verdict.OUT;
import static io.reengage.segment.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reengage.activity.ActivitySummary;
import io.reengage.activity.Observation;
import io.reengage.activity.Timeline;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InactiveTest {
    private static final Inactive HALF_A_YEAR = inactive(anyEngagement()).forAtLeast(days(180));

    @Test
    void silence_with_all_guards_met_is_in() {
        assertThat(aPerson().received(5).answer(HALF_A_YEAR)).isEqualTo(IN);
    }

    /** A1: any old signal instead of the last. */
    @Test
    void only_the_newest_signal_counts() {
        assertThat(aPerson().received(5).did(OPENED, daysAgo(400), daysAgo(20)).answer(HALF_A_YEAR))
                .isEqualTo(OUT);
        assertThat(aPerson().received(5).did(OPENED, daysAgo(400)).answer(HALF_A_YEAR))
                .isEqualTo(IN);
    }

    /** A2: people without any event are in if they were mailed and are old enough. */
    @Test
    void nobody_is_lost_for_lack_of_events() {
        assertThat(aPerson().received(5).answer(HALF_A_YEAR)).isEqualTo(IN);
        assertThat(aPerson().answer(HALF_A_YEAR)).isEqualTo(UNKNOWN);
        assertThat(aPerson().answer(HALF_A_YEAR.afterReceiving(0))).isEqualTo(IN);
    }

    /** A4: a new subscriber is not dormant. */
    @Test
    void who_joined_within_the_window_is_unknown() {
        People person = aPerson().received(5).who(p -> p.joinedAt(daysAgo(5)));

        assertThat(person.answer(inactive(anyEngagement()).forAtLeast(days(90))))
                .isEqualTo(UNKNOWN);
        assertThat(person.explain(HALF_A_YEAR).because()).startsWith("joined only 2026-06-10, 5 days ago");
    }

    @Test
    void who_joined_on_the_first_moment_of_the_window_is_old_enough() {
        assertThat(aPerson().received(5).who(p -> p.joinedAt(daysAgo(180))).answer(HALF_A_YEAR))
                .isEqualTo(IN);
        assertThat(aPerson()
                        .received(5)
                        .who(p -> p.joinedAt(daysAgo(180).plusMillis(999)))
                        .answer(HALF_A_YEAR))
                .isEqualTo(IN);
        assertThat(aPerson()
                        .received(5)
                        .who(p -> p.joinedAt(daysAgo(180).plusSeconds(1)))
                        .answer(HALF_A_YEAR))
                .isEqualTo(UNKNOWN);
    }

    @Test
    void who_joined_at_an_unknown_time_is_unknown() {
        People person = aPerson().received(5).who(p -> p.joinedAt(null));

        assertThat(person.explain(HALF_A_YEAR).verdict()).isEqualTo(UNKNOWN);
        assertThat(person.explain(HALF_A_YEAR).because()).isEqualTo("when the person joined is unknown");
    }

    /** A5: never mailed is not dormant. */
    @Test
    void who_received_too_few_messages_is_unknown() {
        assertThat(aPerson().received(4).answer(HALF_A_YEAR)).isEqualTo(UNKNOWN);
        assertThat(aPerson().received(4).explain(HALF_A_YEAR).because())
                .isEqualTo("received only 4 messages in the time, needs 5");
    }

    /** A5: messages of the last 24 hours do not count. */
    @Test
    void messages_nobody_had_time_to_answer_do_not_count() {
        People person = aPerson().received(4);

        assertThat(person.did(RECEIVED, daysAgo(1).plusSeconds(1)).answer(HALF_A_YEAR))
                .isEqualTo(UNKNOWN);
        assertThat(person.did(RECEIVED, daysAgo(1)).answer(HALF_A_YEAR)).isEqualTo(IN);
    }

    @Test
    void messages_from_before_the_window_do_not_count() {
        People person = aPerson().received(4);

        assertThat(person.did(RECEIVED, daysAgo(180).minusSeconds(1)).answer(HALF_A_YEAR))
                .isEqualTo(UNKNOWN);
        assertThat(person.did(RECEIVED, daysAgo(180)).answer(HALF_A_YEAR)).isEqualTo(IN);
    }

    @Test
    void a_signal_in_the_window_is_out_whatever_the_guards_say() {
        People person = aPerson()
                .who(p -> p.joinedAt(null))
                .observed(Observation.live(daysAgo(1), Set.of(OPENED)))
                .did(OPENED, daysAgo(3));

        assertThat(person.answer(HALF_A_YEAR)).isEqualTo(OUT);
    }

    /** A6: tracking off does not read as dormant. */
    @Test
    void without_any_observed_signal_nothing_is_known() {
        People person = aPerson().received(9).observed(new Observation(Map.of()));

        assertThat(person.answer(HALF_A_YEAR)).isEqualTo(UNKNOWN);
        assertThat(person.explain(HALF_A_YEAR).because()).isEqualTo("none of these signals is observed");
    }

    @Test
    void types_that_are_not_observed_are_left_aside_as_long_as_one_is() {
        People person = aPerson().received(5).observed(Observation.live(People.OBSERVED_SINCE, Set.of(CLICKED)));

        assertThat(person.answer(HALF_A_YEAR)).isEqualTo(IN);
    }

    @Test
    void a_record_that_begins_within_the_window_proves_no_silence() {
        People person = aPerson().received(5);

        assertThat(person.observed(Observation.live(daysAgo(180).plusSeconds(1), anyEngagement()))
                        .answer(HALF_A_YEAR))
                .isEqualTo(UNKNOWN);
        assertThat(person.explain(HALF_A_YEAR).because()).isEqualTo("signals are on record only since 2025-12-17");
        assertThat(person.observed(Observation.live(daysAgo(180), anyEngagement()))
                        .answer(HALF_A_YEAR))
                .isEqualTo(IN);
    }

    @Test
    void the_window_of_a_nightly_load_ends_where_the_load_does() {
        Inactive noOrder = inactive(PURCHASED).forAtLeast(days(30)).afterReceiving(0);
        People loadedYesterday = aPerson()
                .observed(Observation.through(People.OBSERVED_SINCE, daysAgo(1), Set.of(PURCHASED)))
                .did(PURCHASED, daysAgo(31));

        assertThat(loadedYesterday.answer(noOrder)).isEqualTo(OUT);
        assertThat(loadedYesterday.explain(noOrder).until()).isNull();
        assertThat(loadedYesterday
                        .observed(Observation.live(People.OBSERVED_SINCE, Set.of(PURCHASED)))
                        .answer(noOrder))
                .isEqualTo(IN);
    }

    /** A7: machine opens neither keep the dead alive nor hide the living. */
    @Test
    void machines_never_count_and_never_hide_people() {
        assertThat(aPerson().received(5).did(OPENED.machine(), daysAgo(1)).answer(HALF_A_YEAR))
                .isEqualTo(IN);
        assertThat(aPerson()
                        .received(5)
                        .did(OPENED.machine(), daysAgo(1))
                        .did(OPENED, daysAgo(2))
                        .answer(HALF_A_YEAR))
                .isEqualTo(OUT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inactive(OPENED.machine()).forAtLeast(days(1)))
                .withMessageContaining("not of a machine");
    }

    @Test
    void a_weekly_buyer_who_never_opens_a_mail_is_not_silent() {
        People buyer = aPerson().received(50).did(PURCHASED, daysAgo(3), daysAgo(10), daysAgo(17));

        for (Cadence each : Cadence.values()) {
            assertThat(buyer.answer(inactive(each))).as("%s", each).isEqualTo(OUT);
        }
        assertThat(buyer.answer(ignored())).isEqualTo(OUT);
        assertThat(buyer.answer(inactive(OPENED, CLICKED).forAtLeast(days(90)))).isEqualTo(IN);
    }

    /** A silent phone beside a busy tablet is one busy person. */
    @Test
    void signals_are_the_persons_whatever_the_device() {
        People person = aPerson()
                .received(9)
                .did(APP_OPENED, daysAgo(300), Map.of("device", "phone"))
                .did(APP_OPENED, daysAgo(2), Map.of("device", "tablet"));

        assertThat(person.answer(inactive(APP_OPENED).forAtLeast(days(30)))).isEqualTo(OUT);
    }

    @Test
    void what_a_machine_did_is_said_not_to_count() {
        People person = aPerson().received(5).did(OPENED, daysAgo(400)).did(OPENED.machine(), daysAgo(1));

        assertThat(person.explain(HALF_A_YEAR).because())
                .isEqualTo("last opened 2025-05-11, 400 days ago; needs 180 days;"
                        + " opened by a machine 2026-06-14, 1 day ago, which does not count;"
                        + " received 5 messages in the time");
        assertThat(person.explain(HALF_A_YEAR).because(Locale.JAPANESE)).contains("2026年6月14日（1日前）に機械による開封（数えない）");
        assertThat(person.did(OPENED, daysAgo(0)).explain(HALF_A_YEAR).because())
                .doesNotContain("machine");
    }

    /** A7: click-only mode. */
    @Test
    void only_the_named_signals_count() {
        assertThat(aPerson()
                        .received(5)
                        .did(OPENED, daysAgo(1))
                        .answer(inactive(CLICKED).forAtLeast(days(180))))
                .isEqualTo(IN);
    }

    /** A10: membership turns by the clock alone; both ends of the window belong to it. */
    @Test
    void the_last_moment_of_the_window_still_counts_and_the_next_second_does_not() {
        People person = aPerson().received(5).did(CLICKED, daysAgo(180));

        assertThat(person.answer(HALF_A_YEAR, NOW)).isEqualTo(OUT);
        assertThat(person.answer(HALF_A_YEAR, NOW.plusSeconds(1))).isEqualTo(IN);
        assertThat(person.explain(HALF_A_YEAR).until()).isEqualTo(NOW.plusSeconds(1));
    }

    /** A host that keeps the last time alone, and that after the moment of the question. */
    @Test
    void a_last_time_after_the_moment_of_the_question_hides_what_was_before_and_is_no_silence() {
        Timeline hidden = Timeline.of(2, NOW.plusSeconds(1), List.of(NOW.plusSeconds(1)));
        Profile known = aPerson().received(5).profile();
        Profile person = new Profile(
                known.subscriber(),
                known.activity().summary().union(ActivitySummary.of(Map.of(CLICKED, hidden))),
                known.observed(),
                known.fallbackZone());
        Segment silent = new Segment("silent", HALF_A_YEAR);

        assertThat(silent.evaluate(person, NOW)).isEqualTo(UNKNOWN);
        assertThat(silent.explain(person, NOW).verdict()).isEqualTo(UNKNOWN);
        assertThat(silent.evaluate(person, NOW.plusSeconds(1))).isEqualTo(OUT);
    }

    @Test
    void what_happens_after_the_moment_of_the_question_does_not_count() {
        assertThat(aPerson().received(5).did(CLICKED, NOW.plusSeconds(1)).answer(HALF_A_YEAR))
                .isEqualTo(IN);
    }

    @Test
    void parts_of_a_second_change_nothing() {
        People person = aPerson().received(5).did(CLICKED, daysAgo(180).plusNanos(100));

        assertThat(person.answer(HALF_A_YEAR, NOW.plusNanos(900))).isEqualTo(OUT);
    }

    /** B15: months are those of the person's calendar; the window begins at the same time on that person's wall. */
    @ParameterizedTest
    @CsvSource({
        "Pacific/Kiritimati, 2026-06-15T00:00, 2025-06-15T00:00",
        "Pacific/Niue, 2026-06-15T23:59, 2025-06-15T23:59",
        "Asia/Kathmandu, 2026-06-15T00:00, 2025-06-15T00:00",
        "Antarctica/McMurdo, 2026-04-05T12:00, 2025-04-05T12:00",
        "Australia/Lord_Howe, 2026-10-20T01:45, 2025-10-20T01:45",
        "America/Sao_Paulo, 2019-11-04T00:00, 2018-11-04T01:00",
        "Pacific/Apia, 2012-12-30T08:00, 2011-12-31T00:00",
        "Europe/Berlin, 2024-02-29T10:00, 2023-03-01T00:00",
    })
    void twelve_months_reach_back_to_the_same_time_of_day(String zone, LocalDateTime now, LocalDateTime windowStart) {
        Inactive rule = inactive(CLICKED).forAtLeast(months(12)).afterReceiving(0);
        Instant asOf = now.atZone(ZoneId.of(zone)).toInstant();
        Instant start = windowStart.atZone(ZoneId.of(zone)).toInstant();
        Observation always = Observation.live(Instant.parse("2000-01-01T00:00:00Z"), Set.of(CLICKED));
        People person = aPerson()
                .in(zone)
                .who(p -> p.joinedAt(Instant.parse("2001-01-01T00:00:00Z")))
                .observed(always);

        assertThat(person.did(CLICKED, start.minusSeconds(1)).answer(rule, asOf))
                .isEqualTo(IN);
        assertThat(person.did(CLICKED, start).answer(rule, asOf)).isEqualTo(OUT);
    }

    @Test
    void rules_that_would_mean_everybody_or_nothing_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Inactive(Set.of(), days(1), 5));
        assertThatIllegalArgumentException().isThrownBy(() -> inactive(CLICKED).forAtLeast(Span.NONE));
        assertThatIllegalArgumentException().isThrownBy(() -> HALF_A_YEAR.afterReceiving(-1));
    }

    @Test
    void what_must_be_known_covers_signals_and_messages() {
        assertThat(HALF_A_YEAR.need().types()).isEqualTo(People.everything());
        assertThat(HALF_A_YEAR.need().depth()).isGreaterThan(Inactive.DEFAULT_RECEIVED);
        assertThat(HALF_A_YEAR.afterReceiving(0).need().types()).isEqualTo(anyEngagement());
    }

    @Test
    void says_itself_in_words() {
        assertThat(HALF_A_YEAR.describe())
                .isEqualTo("inactive (any engagement) for at least 180 days after receiving 5 messages");
        assertThat(inactive(OPENED, CLICKED)
                        .forAtLeast(months(1))
                        .afterReceiving(0)
                        .describe())
                .isEqualTo("inactive (clicked, opened) for at least 1 month");
    }
}
