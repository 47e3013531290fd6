// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.OPENED;
import static io.reengage.activity.ActivityType.PURCHASED;
import static io.reengage.activity.ActivityType.VISITED;
import static io.reengage.segment.Conditions.allOf;
import static io.reengage.segment.Conditions.anyOf;
import static io.reengage.segment.Conditions.attribute;
import static io.reengage.segment.Conditions.consented;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.not;
import static io.reengage.segment.Conditions.subscribed;
import static io.reengage.segment.People.NOW;
import static io.reengage.segment.People.aPerson;
import static io.reengage.segment.People.daysAgo;
import static io.reengage.segment.Span.days;
import static io.reengage.segment.Span.hours;
import static io.reengage.segment.Verdict.IN;
import static io.reengage.segment.Verdict.OUT;
import static io.reengage.segment.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reengage.activity.Observation;
import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Subscription;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private static final Condition YES = attribute("vip").is(true);
    private static final Condition NO = attribute("vip").is(false);
    private static final Condition MAYBE = attribute("nowhere").is(true);

    private static People vip() {
        return aPerson().who(p -> p.attribute("vip", true));
    }

    @Test
    void an_activity_is_not_after_whatever_else_lies_in_its_second() {
        People person = aPerson().did(CLICKED, NOW.plusMillis(999));

        assertThat(person.answer(did(CLICKED).within(hours(1)), NOW)).isEqualTo(IN);
        assertThat(person.answer(
                        did(CLICKED).within(hours(1)), NOW.plusSeconds(3600).plusMillis(1)))
                .isEqualTo(IN);
        assertThat(person.answer(did(CLICKED).within(hours(1)), NOW.plusSeconds(3601)))
                .isEqualTo(OUT);
        assertThat(person.answer(did(CLICKED).within(hours(1)), NOW.minusMillis(1)))
                .isEqualTo(OUT);
    }

    @Test
    void all_of_any_of_and_not_follow_kleene() {
        assertThat(vip().answer(allOf(YES, YES))).isEqualTo(IN);
        assertThat(vip().answer(allOf(YES, MAYBE))).isEqualTo(UNKNOWN);
        assertThat(vip().answer(allOf(MAYBE, NO))).isEqualTo(OUT);
        assertThat(vip().answer(anyOf(NO, NO))).isEqualTo(OUT);
        assertThat(vip().answer(anyOf(NO, MAYBE))).isEqualTo(UNKNOWN);
        assertThat(vip().answer(anyOf(MAYBE, YES))).isEqualTo(IN);
        assertThat(vip().answer(not(YES))).isEqualTo(OUT);
        assertThat(vip().answer(not(NO))).isEqualTo(IN);
        assertThat(vip().answer(not(MAYBE))).isEqualTo(UNKNOWN);
    }

    /** A13: an empty rule is an error, never everyone. */
    @Test
    void rules_of_nothing_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(Conditions::allOf).withMessageContaining("everybody");
        assertThatIllegalArgumentException().isThrownBy(Conditions::anyOf).withMessageContaining("nobody");
        assertThatIllegalArgumentException().isThrownBy(() -> subscribed(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> consented(""));
        assertThatIllegalArgumentException().isThrownBy(() -> attribute("").exists());
        assertThatIllegalArgumentException().isThrownBy(() -> attribute("a").in());
        assertThatIllegalArgumentException().isThrownBy(() -> did(CLICKED).within(Span.NONE));
        assertThatIllegalArgumentException().isThrownBy(() -> did(CLICKED).atLeast(0));
        assertThatIllegalArgumentException().isThrownBy(() -> did(CLICKED).atMost(ActivityCount.MOST_TIMES + 1));
    }

    @Test
    void subscribed_needs_both_the_list_and_the_consent() {
        Instant then = daysAgo(300);
        Consent consent = new Consent("newsletter", true, then, "form 3");
        Subscription on = new Subscription("newsletter", Subscription.Status.SUBSCRIBED, then);
        Subscription retired = new Subscription("newsletter", Subscription.Status.RETIRED, then);

        assertThat(aPerson().who(p -> p.consent(consent).subscription(on)).answer(subscribed("newsletter")))
                .isEqualTo(IN);
        assertThat(aPerson().who(p -> p.consent(consent)).answer(subscribed("newsletter")))
                .isEqualTo(OUT);
        assertThat(aPerson().who(p -> p.subscription(on)).answer(subscribed("newsletter")))
                .isEqualTo(OUT);
        assertThat(aPerson().who(p -> p.consent(consent).subscription(retired)).explain(subscribed("newsletter")))
                .extracting(Explanation::verdict, Explanation::because)
                .containsExactly(OUT, "agreed 2025-08-19, 300 days ago; retired since 2025-08-19, 300 days ago");
        assertThat(aPerson().explain(subscribed("newsletter")).because())
                .isEqualTo("no consent on record; never on the list");
    }

    @Test
    void consented_asks_for_the_word_alone() {
        assertThat(aPerson()
                        .who(p -> p.consent(new Consent("sms", true, NOW, "")))
                        .answer(consented("sms")))
                .isEqualTo(IN);
        assertThat(aPerson()
                        .who(p -> p.consent(new Consent("sms", false, NOW, "")))
                        .answer(consented("sms")))
                .isEqualTo(OUT);
        assertThat(aPerson().answer(consented("sms"))).isEqualTo(OUT);
    }

    @Test
    void a_missing_attribute_is_unknown_except_to_exists() {
        assertThat(aPerson().answer(attribute("a").is("x"))).isEqualTo(UNKNOWN);
        assertThat(aPerson().answer(attribute("a").in("x", "y"))).isEqualTo(UNKNOWN);
        assertThat(aPerson().answer(attribute("a").lessThan(1))).isEqualTo(UNKNOWN);
        assertThat(aPerson().answer(attribute("a").contains("x"))).isEqualTo(UNKNOWN);
        assertThat(aPerson().answer(attribute("a").exists())).isEqualTo(OUT);
        assertThat(vip().answer(attribute("vip").exists())).isEqualTo(IN);
        assertThat(aPerson().explain(attribute("a").is("x")).because()).isEqualTo("no value on record");
    }

    @Test
    void equality_compares_numbers_by_value_and_never_across_kinds() {
        People person =
                aPerson().who(p -> p.attribute("n", 1).attribute("t", "1").attribute("d", 0.1));

        assertThat(person.answer(attribute("n").is(new BigDecimal("1.00")))).isEqualTo(IN);
        assertThat(person.answer(attribute("d").is(new BigDecimal("0.1")))).isEqualTo(IN);
        assertThat(person.answer(attribute("n").is(2))).isEqualTo(OUT);
        assertThat(person.answer(attribute("t").is(1))).isEqualTo(OUT);
        assertThat(person.answer(attribute("t").in("0", "1"))).isEqualTo(IN);
        assertThat(person.answer(attribute("t").in("0", "2"))).isEqualTo(OUT);
    }

    @Test
    void order_is_asked_of_numbers_texts_instants_and_dates() {
        People person = aPerson()
                .who(p -> p.attribute("n", 5L)
                        .attribute("t", "m")
                        .attribute("i", NOW)
                        .attribute("d", LocalDate.parse("2026-02-01")));

        assertThat(person.answer(attribute("n").lessThan(5))).isEqualTo(OUT);
        assertThat(person.answer(attribute("n").atMost(5))).isEqualTo(IN);
        assertThat(person.answer(attribute("n").atLeast(5))).isEqualTo(IN);
        assertThat(person.answer(attribute("n").moreThan(5))).isEqualTo(OUT);
        assertThat(person.answer(attribute("n").moreThan(4.9))).isEqualTo(IN);
        assertThat(person.answer(attribute("t").lessThan("n"))).isEqualTo(IN);
        assertThat(person.answer(attribute("i").atMost(NOW))).isEqualTo(IN);
        assertThat(person.answer(attribute("d").moreThan(LocalDate.parse("2026-01-31"))))
                .isEqualTo(IN);
    }

    @Test
    void kinds_without_a_common_order_are_unknown() {
        People person = aPerson()
                .who(p -> p.attribute("t", "5").attribute("nan", Double.NaN).attribute("b", true));

        assertThat(person.answer(attribute("t").lessThan(6))).isEqualTo(UNKNOWN);
        assertThat(person.answer(attribute("nan").lessThan(6))).isEqualTo(UNKNOWN);
        assertThat(person.answer(attribute("b").contains("x"))).isEqualTo(UNKNOWN);
        assertThat(person.explain(attribute("t").lessThan(6)).because()).contains("cannot be compared");
        assertThatIllegalArgumentException().isThrownBy(() -> attribute("b").lessThan(true));
        assertThatIllegalArgumentException().isThrownBy(() -> attribute("b").is(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> attribute("b").is(List.of()));
    }

    @Test
    void contains_looks_into_lists_and_texts() {
        People person = aPerson().who(p -> p.attribute("tags", List.of("a", 2)).attribute("t", "abc"));

        assertThat(person.answer(attribute("tags").contains("a"))).isEqualTo(IN);
        assertThat(person.answer(attribute("tags").contains(2.0))).isEqualTo(IN);
        assertThat(person.answer(attribute("tags").contains("b"))).isEqualTo(OUT);
        assertThat(person.answer(attribute("t").contains("bc"))).isEqualTo(IN);
        assertThat(person.answer(attribute("t").contains("cb"))).isEqualTo(OUT);
    }

    @Test
    void dots_lead_into_maps_and_a_name_with_dots_goes_first() {
        People person = aPerson()
                .who(p -> p.language("ja")
                        .attribute("address", Map.of("country", "JP"))
                        .attribute("a.b", "whole"));

        assertThat(person.answer(attribute("address.country").is("JP"))).isEqualTo(IN);
        assertThat(person.answer(attribute("address.city").is("JP"))).isEqualTo(UNKNOWN);
        assertThat(person.answer(attribute("address.country.x").is("JP"))).isEqualTo(UNKNOWN);
        assertThat(person.answer(attribute("a.b").is("whole"))).isEqualTo(IN);
        assertThat(person.answer(attribute("language").is("ja"))).isEqualTo(IN);
        assertThat(person.answer(attribute("joinedAt").lessThan(NOW))).isEqualTo(IN);
    }

    @Test
    void counts_are_compared_with_the_number_asked_for() {
        People person = aPerson().did(CLICKED, daysAgo(1), daysAgo(9)).did(OPENED, daysAgo(40));

        assertThat(person.answer(did(CLICKED).atLeast(2))).isEqualTo(IN);
        assertThat(person.answer(did(CLICKED).atLeast(3))).isEqualTo(OUT);
        assertThat(person.answer(did(CLICKED, OPENED).atLeast(3))).isEqualTo(IN);
        assertThat(person.answer(did(CLICKED).atMost(1))).isEqualTo(OUT);
        assertThat(person.answer(did(CLICKED).atMost(2))).isEqualTo(IN);
        assertThat(person.answer(did(VISITED).never())).isEqualTo(IN);
        assertThat(person.answer(did(OPENED).never())).isEqualTo(OUT);
        assertThat(person.explain(did(CLICKED, OPENED).atLeast(3)).because()).isEqualTo("seen 3 times");
    }

    /** A9, A10: the window decides, to the second, and nothing but the clock turns it. */
    @Test
    void a_window_includes_both_its_ends() {
        People person = aPerson().did(CLICKED, daysAgo(30));
        Condition lately = did(CLICKED).within(days(30));

        assertThat(person.answer(lately)).isEqualTo(IN);
        assertThat(person.answer(did(CLICKED).within(days(29)))).isEqualTo(OUT);
        assertThat(person.answer(lately, NOW.plusSeconds(1))).isEqualTo(OUT);
        assertThat(person.answer(lately, daysAgo(30))).isEqualTo(IN);
        assertThat(person.answer(lately, daysAgo(30).minusSeconds(1))).isEqualTo(OUT);
        assertThat(person.explain(lately).until()).isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void what_is_not_on_record_is_not_known_not_to_have_happened() {
        People unobserved = aPerson().observed(new Observation(Map.of()));
        People late = aPerson().observed(Observation.live(daysAgo(10), Set.of(PURCHASED)));

        assertThat(unobserved.answer(did(PURCHASED))).isEqualTo(UNKNOWN);
        assertThat(unobserved.answer(did(PURCHASED).never())).isEqualTo(UNKNOWN);
        assertThat(unobserved.did(PURCHASED, daysAgo(1)).answer(did(PURCHASED))).isEqualTo(IN);
        assertThat(late.answer(did(PURCHASED).never())).isEqualTo(UNKNOWN);
        assertThat(late.answer(did(PURCHASED).never().within(days(10)))).isEqualTo(IN);
        assertThat(late.explain(did(PURCHASED)).because()).contains("on record only since 2026-06-05");
        assertThat(unobserved.explain(did(VISITED)).because()).isEqualTo("none seen, but 'visited' is not observed");
    }

    @Test
    void beyond_a_nightly_load_only_what_was_seen_is_known() {
        People person = aPerson().observed(Observation.through(People.OBSERVED_SINCE, daysAgo(1), Set.of(PURCHASED)));

        assertThat(person.answer(did(PURCHASED).never().within(days(5)))).isEqualTo(UNKNOWN);
        assertThat(person.explain(did(PURCHASED)).because()).contains("on record only through");
        assertThat(person.did(PURCHASED, daysAgo(2)).answer(did(PURCHASED).never()))
                .isEqualTo(OUT);
        assertThat(person.answer(did(PURCHASED).within(days(5)))).isEqualTo(IN);
    }

    @Test
    void times_that_are_no_longer_kept_are_unknown_not_absent() {
        People person = aPerson().keepingOnly(2).did(CLICKED, daysAgo(3), daysAgo(2), daysAgo(1));

        assertThat(person.answer(did(CLICKED).atLeast(3))).isEqualTo(UNKNOWN);
        assertThat(person.answer(did(CLICKED).atMost(2).within(days(60)))).isEqualTo(UNKNOWN);
        assertThat(person.answer(did(CLICKED).atLeast(2).within(days(1)))).isEqualTo(OUT);
        assertThat(person.explain(did(CLICKED).atLeast(3)).because()).contains("older times are not kept");
    }

    @Test
    void since_counts_from_the_enrollment_on() {
        People person = aPerson().did(CLICKED, daysAgo(9));

        assertThat(Segment.since(daysAgo(9), did(CLICKED), person.profile(), NOW))
                .isEqualTo(IN);
        assertThat(Segment.since(daysAgo(9).plusSeconds(1), did(CLICKED), person.profile(), NOW))
                .isEqualTo(OUT);
        assertThat(Segment.since(daysAgo(20), did(CLICKED).within(days(3)), person.profile(), NOW))
                .isEqualTo(OUT);
        assertThat(Segment.since(daysAgo(1), anyOf(did(CLICKED), did(VISITED).never()), person.profile(), NOW))
                .isEqualTo(IN);
    }

    /** A campaign may start in the very second in which recording began. */
    @Test
    void the_second_in_which_a_record_begins_counts_as_covered() {
        Instant begin = daysAgo(5).plusMillis(700);
        People person = aPerson().observed(Observation.live(begin, Set.of(CLICKED)));

        assertThat(Segment.since(begin.plusMillis(4), did(CLICKED), person.profile(), NOW))
                .isEqualTo(OUT);
        assertThat(Segment.since(begin.minusSeconds(1), did(CLICKED), person.profile(), NOW))
                .isEqualTo(UNKNOWN);
    }

    @Test
    void the_explanation_tells_the_facts_of_every_part() {
        Explanation why = vip().did(CLICKED, daysAgo(3))
                .explain(allOf(
                        YES, not(did(CLICKED).within(days(7))), attribute("age").atLeast(18)));

        assertThat(why.text()).isEqualTo("""
                        OUT  all of (until 2026-06-19 12:00:01 UTC)
                          IN  vip is true: it is true
                          OUT  not (until 2026-06-19 12:00:01 UTC)
                            IN  clicked at least once within 7 days: seen once since 2026-06-08 (until 2026-06-19 12:00:01 UTC)
                          UNKNOWN  age at least 18: no value on record
                        """);
    }

    @Test
    void the_whole_turns_only_when_the_verdict_of_the_whole_does() {
        People person = aPerson().did(CLICKED, daysAgo(3)).who(p -> p.attribute("vip", false));

        assertThat(person.explain(allOf(YES, did(CLICKED).within(days(7)))).until())
                .isNull();
    }

    /** B17: an unknown zone drops nobody. */
    @Test
    void an_unknown_zone_falls_back() {
        ZoneId fallback = ZoneId.of("Asia/Tokyo");

        assertThat(aPerson().in("Mars/Base").profile(fallback).zone()).isEqualTo(fallback);
        assertThat(aPerson().in("").profile(fallback).zone()).isEqualTo(fallback);
        assertThat(aPerson().in(null).profile(fallback).zone()).isEqualTo(fallback);
        assertThat(aPerson().in("Europe/Kiev").profile(fallback).zone()).isEqualTo(ZoneId.of("Europe/Kiev"));
    }
}
