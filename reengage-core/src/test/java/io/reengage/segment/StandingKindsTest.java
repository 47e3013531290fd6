// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import static io.reengage.segment.Conditions.attribute;
import static io.reengage.segment.Conditions.consented;
import static io.reengage.segment.Conditions.listed;
import static io.reengage.segment.Conditions.livesIn;
import static io.reengage.segment.Conditions.sample;
import static io.reengage.segment.Conditions.speaks;
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

import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Subscription;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every kind of condition on where a person stands means, case by case. */
class StandingKindsTest {

    private static People with(String name, Object value) {
        return aPerson().who(p -> p.attribute(name, value));
    }

    @ParameterizedTest
    @CsvSource({
        "CONTAINS, GOLD, IN",
        "CONTAINS, silver, OUT",
        "STARTS_WITH, the i, IN",
        "STARTS_WITH, gold, OUT",
        "ENDS_WITH, CLUB, IN",
        "ENDS_WITH, gold, OUT",
        "MATCHES, the*CLUB, IN",
        "MATCHES, *g?ld*, IN",
        "MATCHES, gold, OUT",
        "MATCHES, *, IN",
        "MATCHES, the istanbul gold club?, OUT"
    })
    void texts_are_compared_letter_case_aside(AttributeTest.Operator operator, String wanted, Verdict verdict) {
        Condition test = new AttributeTest("plan", operator, List.of(wanted));

        assertThat(with("plan", "The Istanbul Gold Club").answer(test)).isEqualTo(verdict);
        assertThat(aPerson().answer(test)).isEqualTo(UNKNOWN);
        assertThat(with("plan", 7).answer(test)).isEqualTo(UNKNOWN);
        assertThat(with("plan", "GR\u00dcSSE").answer(attribute("plan").contains("gr\u00fcsse")))
                .isEqualTo(IN);
    }

    @Test
    void a_path_leads_through_maps_and_lists() {
        People person = with("pets", List.of(Map.of("kind", "cat", "age", 3), Map.of("kind", "dog")))
                .who(p -> p.attribute("a", Map.of("b", Map.of("c", 5))));

        assertThat(person.answer(attribute("pets.kind").is("dog"))).isEqualTo(IN);
        assertThat(person.answer(attribute("pets.kind").in("cow", "cat"))).isEqualTo(IN);
        assertThat(person.answer(attribute("pets.kind").startsWith("D"))).isEqualTo(IN);
        assertThat(person.answer(attribute("pets.kind").contains("do"))).isEqualTo(OUT);
        assertThat(person.answer(attribute("pets.age").atLeast(3))).isEqualTo(IN);
        assertThat(person.answer(attribute("pets.name").exists())).isEqualTo(OUT);
        assertThat(person.answer(attribute("a.b.c").is(5))).isEqualTo(IN);
    }

    /** At noon of 15 June in UTC it is the 16th in Kiritimati and the 15th in Niue. */
    @ParameterizedTest
    @CsvSource({
        "2026-06-15, UTC, IN",
        "2026-06-16, UTC, OUT",
        "2026-06-16, Pacific/Kiritimati, IN",
        "2026-06-15, Pacific/Niue, IN",
        "1990-06-15, UTC, OUT"
    })
    void a_date_within_the_last_days_goes_by_the_persons_calendar(LocalDate date, String zone, Verdict verdict) {
        assertThat(with("renewal", date).in(zone).answer(attribute("renewal").withinLast(days(30))))
                .isEqualTo(verdict);
        assertThat(with("renewal", date.toString())
                        .in(zone)
                        .answer(attribute("renewal").withinLast(days(30))))
                .isEqualTo(verdict);
    }

    @Test
    void dates_and_instants_lie_before_and_after_now() {
        Condition recent = attribute("at").withinLast(days(30));
        Condition old = attribute("at").longerAgoThan(days(30));
        Condition soon = attribute("at").withinNext(days(30));

        assertThat(with("at", LocalDate.of(2026, 5, 16)).answer(recent)).isEqualTo(IN);
        assertThat(with("at", LocalDate.of(2026, 5, 15)).answer(recent)).isEqualTo(OUT);
        assertThat(with("at", LocalDate.of(2026, 5, 15)).answer(old)).isEqualTo(IN);
        assertThat(with("at", LocalDate.of(2026, 7, 15)).answer(soon)).isEqualTo(IN);
        assertThat(with("at", LocalDate.of(2026, 7, 16)).answer(soon)).isEqualTo(OUT);
        assertThat(with("at", daysAgo(30)).answer(recent)).isEqualTo(IN);
        assertThat(with("at", daysAgo(30).minusMillis(1)).answer(old)).isEqualTo(IN);
        assertThat(with("at", NOW.plusSeconds(1)).answer(recent)).isEqualTo(OUT);
        assertThat(with("at", NOW.plusSeconds(1)).answer(soon)).isEqualTo(IN);
        assertThat(with("at", "soon").answer(soon)).isEqualTo(UNKNOWN);
        assertThat(with("at", Instant.parse("2026-06-14T23:30:00Z"))
                        .in("Asia/Tokyo")
                        .answer(attribute("at").is(LocalDate.of(2026, 6, 15))))
                .isEqualTo(IN);
        assertThat(with("at", LocalDate.of(2026, 1, 1)).answer(attribute("at").lessThan(LocalDate.of(2026, 1, 2))))
                .isEqualTo(IN);
    }

    /** A source that keeps seconds tells of a moment before, one that keeps milliseconds of one after. */
    @Test
    void who_joined_later_in_the_very_second_of_the_question_has_joined() {
        People person = aPerson().who(p -> p.joinedAt(NOW.plusMillis(700)));

        assertThat(person.answer(attribute("joinedAt").withinLast(days(1)), NOW.plusMillis(200)))
                .isEqualTo(IN);
        assertThat(person.answer(attribute("joinedAt").withinLast(days(1)), NOW.minusMillis(1)))
                .isEqualTo(OUT);
        assertThat(person.answer(attribute("joinedAt").withinNext(days(1)), NOW.plusMillis(900)))
                .isEqualTo(IN);
        assertThat(person.explain(attribute("joinedAt").withinLast(days(1))).until())
                .isEqualTo(NOW.plusSeconds(86_401));
    }

    @ParameterizedTest
    @CsvSource({
        "1990-06-15, 2026-06-15T00:00:00Z, 0, IN",
        "1990-06-15, 2026-06-15T23:59:59Z, 0, IN",
        "1990-06-15, 2026-06-16T00:00:00Z, 0, OUT",
        "1990-06-15, 2026-06-08T12:00:00Z, 7, IN",
        "1990-06-15, 2026-06-07T12:00:00Z, 7, OUT",
        "1990-01-02, 2026-12-30T12:00:00Z, 7, IN",
        "1992-02-29, 2026-02-28T12:00:00Z, 0, IN",
        "1992-02-29, 2028-02-28T12:00:00Z, 0, OUT",
        "1992-02-29, 2028-02-29T12:00:00Z, 0, IN",
        "2026-06-15, 2026-06-15T12:00:00Z, 0, OUT"
    })
    void birthdays_come_round_every_year(LocalDate born, Instant now, int ahead, Verdict verdict) {
        assertThat(with("born", born).answer(attribute("born").anniversaryWithin(days(ahead)), now))
                .isEqualTo(verdict);
    }

    @Test
    void consent_has_a_channel_an_age_and_evidence() {
        People person = aPerson()
                .who(p -> p.consent(new Consent("news", true, daysAgo(100), "Form 7, double opt-in"))
                        .consent(new Consent("news/sms", false, daysAgo(5), "STOP"))
                        .consent(new Consent("offers", true, daysAgo(1), "")));

        assertThat(person.answer(consented("news").on("email"))).isEqualTo(IN);
        assertThat(person.answer(consented("news").on("sms"))).isEqualTo(OUT);
        assertThat(person.answer(consented("news").withinLast(days(100)))).isEqualTo(IN);
        assertThat(person.answer(consented("news").withinLast(days(99)))).isEqualTo(OUT);
        assertThat(person.answer(consented("news").evidencedBy("DOUBLE"))).isEqualTo(IN);
        assertThat(person.answer(consented("news").evidencedBy("letter"))).isEqualTo(OUT);
        assertThat(person.answer(consented("offers"))).isEqualTo(IN);
        assertThat(person.answer(consented("offers").proven())).isEqualTo(OUT);
        assertThat(person.answer(consented("never").on("sms"))).isEqualTo(OUT);
    }

    @Test
    void where_somebody_stands_on_a_list_and_for_how_long() {
        People retired =
                aPerson().who(p -> p.subscription(new Subscription("vip", Subscription.Status.RETIRED, daysAgo(30))));

        assertThat(retired.answer(listed("vip"))).isEqualTo(OUT);
        assertThat(retired.answer(listed("vip", Subscription.Status.RETIRED))).isEqualTo(IN);
        assertThat(retired.answer(listed("vip", Subscription.Status.RETIRED).forAtLeast(days(30))))
                .isEqualTo(IN);
        assertThat(retired.answer(listed("vip", Subscription.Status.RETIRED).forAtMost(days(29))))
                .isEqualTo(OUT);
        assertThat(retired.answer(listed("other", Subscription.Status.RETIRED))).isEqualTo(OUT);
    }

    @Test
    void country_and_language() {
        assertThat(with("country", "jp").answer(livesIn("DE", "JP"))).isEqualTo(IN);
        assertThat(with("address", Map.of("country", "SE")).answer(livesIn("JP")))
                .isEqualTo(OUT);
        assertThat(aPerson().who(p -> p.language("ja")).answer(livesIn("JP"))).isEqualTo(UNKNOWN);
        assertThat(aPerson().who(p -> p.language("en-GB")).answer(speaks("EN"))).isEqualTo(IN);
        assertThat(aPerson().who(p -> p.language("en")).answer(speaks("en-GB"))).isEqualTo(OUT);
        assertThat(aPerson().who(p -> p.language("eng")).answer(speaks("en"))).isEqualTo(OUT);
        assertThat(aPerson().answer(speaks("en"))).isEqualTo(UNKNOWN);
    }

    /** The positions are those of the published scheme: SHA-256 of salt, colon and id, the top 53 bits. */
    @ParameterizedTest
    @CsvSource({"1, 0.03561848444283677", "2, 0.7837351752257329", "user1@example.com, 0.24598162728349626"})
    void a_sample_is_the_same_people_for_ever(String id, double position) {
        assertThat(new Sample("winback-2024-q1", new Share(position + 1e-12)).holds(id))
                .isTrue();
        assertThat(new Sample("winback-2024-q1", new Share(position - 1e-12)).holds(id))
                .isFalse();
    }

    @Test
    void what_means_nobody_or_nothing_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> sample(Share.NONE, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> sample(Share.percent(1), " "));
        assertThatIllegalArgumentException().isThrownBy(() -> livesIn("Japan"));
        assertThatIllegalArgumentException().isThrownBy(() -> attribute("a").withinLast(days(0)));
        assertThatIllegalArgumentException().isThrownBy(() -> attribute("a").anniversaryWithin(months(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Was(listed("x"), null, null));
    }
}
