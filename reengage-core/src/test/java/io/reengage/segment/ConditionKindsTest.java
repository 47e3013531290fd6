// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import static io.reengage.activity.ActivityType.CARTED;
import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.PURCHASED;
import static io.reengage.activity.ActivityType.RECEIVED;
import static io.reengage.activity.ActivityType.VISITED;
import static io.reengage.segment.Conditions.abandoned;
import static io.reengage.segment.Conditions.activities;
import static io.reengage.segment.Conditions.anyEngagement;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.first;
import static io.reengage.segment.Conditions.ignored;
import static io.reengage.segment.Conditions.inactive;
import static io.reengage.segment.Conditions.last;
import static io.reengage.segment.Conditions.not;
import static io.reengage.segment.Conditions.overdue;
import static io.reengage.segment.Conditions.property;
import static io.reengage.segment.Conditions.sequence;
import static io.reengage.segment.Conditions.spent;
import static io.reengage.segment.Conditions.total;
import static io.reengage.segment.Conditions.unlikelyToReturn;
import static io.reengage.segment.Conditions.was;
import static io.reengage.segment.People.NOW;
import static io.reengage.segment.People.aPerson;
import static io.reengage.segment.People.daysAgo;
import static io.reengage.segment.Span.days;
import static io.reengage.segment.Span.hours;
import static io.reengage.segment.Span.months;
import static io.reengage.segment.Verdict.IN;
import static io.reengage.segment.Verdict.OUT;
import static io.reengage.segment.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reengage.activity.Activity;
import io.reengage.activity.Observation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every kind of condition on activity means, case by case. */
class ConditionKindsTest {
    private static final MatchingCount SHOES = did(PURCHASED)
            .where(property("category").is("shoes"))
            .where(property("value").moreThan(50));

    private static Instant hoursAgo(int hours) {
        return NOW.minus(Duration.ofHours(hours));
    }

    private static Map<String, String> shoes(String value) {
        return Map.of("category", "shoes", "value", value);
    }

    @Test
    void purchases_of_a_category_above_a_price_are_counted_in_a_window() {
        Condition twice = SHOES.atLeast(2).within(days(90));
        People buyer = aPerson().did(PURCHASED, daysAgo(10), shoes("50.01")).did(PURCHASED, daysAgo(80), shoes("900"));

        assertThat(buyer.answer(twice)).isEqualTo(IN);
        assertThat(buyer.answer(SHOES.atLeast(2).within(days(79)))).isEqualTo(OUT);
        assertThat(buyer.answer(SHOES.atLeast(3))).isEqualTo(OUT);
        assertThat(buyer.answer(SHOES.atMost(1))).isEqualTo(OUT);
        assertThat(aPerson().did(PURCHASED, daysAgo(10), shoes("50")).answer(SHOES))
                .isEqualTo(OUT);
        assertThat(aPerson()
                        .did(PURCHASED, daysAgo(10), Map.of("category", "hats", "value", "99"))
                        .answer(SHOES))
                .isEqualTo(OUT);
    }

    @Test
    void an_activity_that_does_not_say_makes_the_count_unknown_only_where_it_decides() {
        People silent =
                aPerson().did(PURCHASED, daysAgo(1), Map.of("value", "99")).did(PURCHASED, daysAgo(2), shoes("60"));

        assertThat(silent.answer(SHOES)).isEqualTo(IN);
        assertThat(silent.answer(SHOES.atLeast(2))).isEqualTo(UNKNOWN);
        assertThat(silent.explain(SHOES.atLeast(2)).because())
                .isEqualTo("seen once, but for 1 activity it is unclear whether it counts");
        assertThat(silent.answer(SHOES.atLeast(3))).isEqualTo(OUT);
    }

    @Test
    void what_needs_a_history_that_is_not_there_is_unknown_and_says_so() {
        List<Condition> needy = List.of(
                SHOES,
                spent().atLeast(1),
                sequence(CARTED).then(PURCHASED).within(days(1)),
                abandoned("cartId").after(hours(4)).without(PURCHASED),
                ignored(2).on("email"),
                last(PURCHASED).atLeast(days(1)).where(property("category").is("shoes")),
                new RfmScore(
                        Set.of(PURCHASED),
                        RfmScore.Measure.MONETARY,
                        List.of(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.TEN, BigDecimal.TEN),
                        1,
                        5),
                was(did(PURCHASED)).ago(days(30)));

        assertThat(needy).allSatisfy(condition -> {
            assertThat(condition.need().needsHistory()).isTrue();
            assertThat(aPerson().withoutHistory().answer(condition)).isEqualTo(UNKNOWN);
            assertThat(aPerson().withoutHistory().explain(condition).because()).isEqualTo("needs history");
        });
        assertThat(List.of(
                        did(PURCHASED).within(days(3)),
                        inactive(Cadence.WEEKLY),
                        ignored(),
                        overdue(PURCHASED).typically(days(9))))
                .noneMatch(condition -> condition.need().needsHistory());
    }

    @Test
    void money_adds_up_in_one_currency_only() {
        People person = aPerson()
                .did(PURCHASED, daysAgo(5), Map.of("value", "30.10", "currency", "EUR"))
                .did(PURCHASED, daysAgo(6), Map.of("value", "19.90", "currency", "EUR"));

        assertThat(person.answer(spent().atLeast(50))).isEqualTo(IN);
        assertThat(person.answer(spent().atLeast(50.01))).isEqualTo(OUT);
        assertThat(person.answer(spent().atMost(50))).isEqualTo(IN);
        assertThat(person.answer(spent().atLeast(50).within(days(5)))).isEqualTo(OUT);
        assertThat(person.explain(spent().atLeast(50)).because()).isEqualTo("50.00 EUR over 2 activities");
        People abroad = person.did(PURCHASED, daysAgo(7), Map.of("value", "5000", "currency", "JPY"));
        assertThat(abroad.answer(spent().atLeast(50))).isEqualTo(UNKNOWN);
        assertThat(abroad.answer(spent().atLeast(50).where(property("currency").is("EUR"))))
                .isEqualTo(IN);
        assertThat(person.did(PURCHASED, daysAgo(1)).answer(spent().atLeast(1))).isEqualTo(UNKNOWN);
    }

    /** To add 1 to it would take a thousand million digits. */
    @Test
    void a_number_no_memory_holds_is_no_number() {
        People person = aPerson()
                .did(VISITED, daysAgo(2), Map.of("points", "1e999999999"))
                .did(VISITED, daysAgo(1), Map.of("points", "1"));

        assertThat(person.answer(total("points", activities(VISITED)).atLeast(5)))
                .isEqualTo(UNKNOWN);
        assertThat(person.answer(did(VISITED).where(property("points").atLeast(5))))
                .isEqualTo(UNKNOWN);
    }

    @Test
    void first_and_last_times_have_an_age() {
        People person = aPerson().did(PURCHASED, daysAgo(100), daysAgo(40));

        assertThat(person.answer(last(PURCHASED).atLeast(days(40)))).isEqualTo(IN);
        assertThat(person.answer(last(PURCHASED).atLeast(days(41)))).isEqualTo(OUT);
        assertThat(person.answer(last(PURCHASED).atMost(days(40)))).isEqualTo(IN);
        assertThat(person.answer(first(PURCHASED).atLeast(days(100)))).isEqualTo(IN);
        assertThat(person.answer(first(PURCHASED).atMost(days(99)))).isEqualTo(OUT);
        assertThat(aPerson().answer(last(PURCHASED).atLeast(days(1)))).isEqualTo(OUT);
        People nightly = person.observed(Observation.through(People.OBSERVED_SINCE, hoursAgo(9), People.everything()));
        assertThat(nightly.answer(last(PURCHASED).atLeast(days(40)))).isEqualTo(UNKNOWN);
        assertThat(nightly.answer(first(PURCHASED).atLeast(days(100)))).isEqualTo(IN);
    }

    @Test
    void a_sequence_is_this_and_then_that_in_time() {
        Condition bought = sequence(CARTED).then(PURCHASED).within(days(3));
        Condition left = sequence(CARTED).notThen(PURCHASED).within(days(3));
        People quick = aPerson().did(CARTED, daysAgo(10)).did(PURCHASED, daysAgo(7));
        People slow =
                aPerson().did(CARTED, daysAgo(10)).did(PURCHASED, daysAgo(7).plusSeconds(1));
        People fresh = aPerson().did(CARTED, daysAgo(2));
        People backwards = aPerson().did(CARTED, daysAgo(5)).did(PURCHASED, daysAgo(6));

        assertThat(List.of(quick.answer(bought), quick.answer(left))).containsExactly(IN, OUT);
        assertThat(List.of(slow.answer(bought), slow.answer(left))).containsExactly(OUT, IN);
        assertThat(List.of(fresh.answer(bought), fresh.answer(left))).containsExactly(OUT, OUT);
        assertThat(List.of(backwards.answer(bought), backwards.answer(left))).containsExactly(OUT, IN);
        assertThat(slow.answer(
                        sequence(CARTED).notThen(PURCHASED).within(days(3)).inTheLast(days(9))))
                .isEqualTo(OUT);
        Selection shoes = activities(CARTED).where(property("category").is("shoes"));
        assertThat(slow.answer(sequence(shoes).notThen(PURCHASED).within(days(3))))
                .isEqualTo(UNKNOWN);
    }

    @Test
    void a_cart_is_abandoned_once_left_alone_and_never_beyond_the_record() {
        Condition rule = abandoned("cartId").after(hours(4)).without(PURCHASED);
        Map<String, String> one = Map.of(Activity.CART, "1");
        Map<String, String> two = Map.of(Activity.CART, "2");

        assertThat(aPerson().did(CARTED, hoursAgo(4), one).answer(rule)).isEqualTo(IN);
        assertThat(aPerson().did(CARTED, hoursAgo(3), one).answer(rule)).isEqualTo(OUT);
        assertThat(aPerson()
                        .did(CARTED, hoursAgo(9), one)
                        .did(CARTED, hoursAgo(1), one)
                        .answer(rule))
                .isEqualTo(OUT);
        assertThat(aPerson()
                        .did(CARTED, hoursAgo(9), one)
                        .did(CARTED, hoursAgo(1), two)
                        .answer(rule))
                .isEqualTo(IN);
        assertThat(aPerson()
                        .did(CARTED, hoursAgo(9), one)
                        .did(PURCHASED, hoursAgo(8), one)
                        .answer(rule))
                .isEqualTo(OUT);
        assertThat(aPerson()
                        .did(CARTED, hoursAgo(9), one)
                        .did(PURCHASED, hoursAgo(8), two)
                        .answer(rule))
                .isEqualTo(IN);
        assertThat(aPerson()
                        .did(CARTED, hoursAgo(9), one)
                        .did(PURCHASED, hoursAgo(8))
                        .answer(rule))
                .isEqualTo(OUT);
        assertThat(aPerson().did(CARTED, daysAgo(8), one).answer(rule)).isEqualTo(OUT);
        assertThat(aPerson()
                        .did(CARTED, hoursAgo(9), one)
                        .answer(abandoned("cartId")
                                .touchedBy(VISITED)
                                .after(hours(4))
                                .without(PURCHASED)))
                .isEqualTo(OUT);
    }

    @Test
    void purchases_loaded_at_night_never_make_a_cart_look_abandoned() {
        Condition rule = abandoned("cartId").after(hours(4)).without(PURCHASED);
        People shopper = aPerson().did(CARTED, hoursAgo(9), Map.of(Activity.CART, "1"));
        Observation nightly = Observation.live(People.OBSERVED_SINCE, List.of(CARTED))
                .union(Observation.through(People.OBSERVED_SINCE, hoursAgo(12), List.of(PURCHASED)));

        assertThat(shopper.observed(nightly).answer(rule)).isEqualTo(UNKNOWN);
        assertThat(shopper.explain(rule).because()).contains("'purchased' is on record only through");
    }

    @Test
    void so_many_messages_in_a_row_without_a_signal_are_ignored() {
        assertThat(aPerson().received(11).answer(ignored())).isEqualTo(IN);
        assertThat(aPerson().received(10).answer(ignored())).isEqualTo(OUT);
        People once = aPerson().did(CLICKED, daysAgo(400));
        assertThat(once.received(15).answer(ignored())).isEqualTo(OUT);
        assertThat(once.received(16).answer(ignored())).isEqualTo(IN);
        assertThat(aPerson().received(12).did(CLICKED, daysAgo(29)).answer(ignored(2)))
                .isEqualTo(OUT);
        assertThat(aPerson().did(RECEIVED, hoursAgo(23), daysAgo(3)).answer(ignored(2)))
                .isEqualTo(OUT);
        assertThat(aPerson()
                        .received(12)
                        .observed(Observation.live(daysAgo(10), People.everything()))
                        .answer(ignored(11)))
                .isEqualTo(UNKNOWN);
        Map<String, String> push = Map.of(Activity.CHANNEL, "push");
        People pushed = aPerson().did(RECEIVED, daysAgo(3), push).did(RECEIVED, daysAgo(2), push);
        assertThat(pushed.answer(ignored(2).on("push"))).isEqualTo(IN);
        assertThat(pushed.answer(ignored(1).on("email"))).isEqualTo(OUT);
    }

    @Test
    void overdue_is_beyond_the_persons_own_gap() {
        Condition rule = overdue(PURCHASED).typically(days(30));
        // own gaps of 10 days, shrunk to (2 * 30 + 3 * 10) / 5 = 18; overdue after 36
        assertThat(aPerson()
                        .did(PURCHASED, daysAgo(67), daysAgo(57), daysAgo(47), daysAgo(37))
                        .answer(rule))
                .isEqualTo(IN);
        assertThat(aPerson()
                        .did(PURCHASED, daysAgo(66), daysAgo(56), daysAgo(46), daysAgo(36))
                        .answer(rule))
                .isEqualTo(OUT);
        assertThat(aPerson().did(PURCHASED, daysAgo(61)).answer(rule)).isEqualTo(IN);
        assertThat(aPerson().did(PURCHASED, daysAgo(59)).answer(rule)).isEqualTo(OUT);
        assertThat(aPerson()
                        .did(PURCHASED, daysAgo(61), daysAgo(61).plusSeconds(5))
                        .answer(rule))
                .isEqualTo(IN);
        assertThat(aPerson().answer(rule)).isEqualTo(OUT);
        assertThat(aPerson().did(PURCHASED, daysAgo(61)).explain(rule).because())
                .isEqualTo("last 2026-04-15, 61 days ago; usual gap 30 days (own gaps known: 0); due until 2026-06-14");
    }

    @Test
    void a_habit_of_which_too_few_times_are_kept_is_unknown() {
        Condition rule = overdue(PURCHASED).typically(days(30));
        Instant[] often =
                IntStream.rangeClosed(37, 60).mapToObj(People::daysAgo).toArray(Instant[]::new);

        assertThat(aPerson().keepingOnly(3).did(PURCHASED, often).explain(rule).because())
                .contains("older times are not kept");
        assertThat(aPerson().keepingOnly(10).did(PURCHASED, often).answer(rule)).isEqualTo(IN);
    }

    @Test
    void a_scorer_that_says_nothing_is_unknown() {
        assertThat(aPerson().answer(unlikelyToReturn("nobody").within(days(90)).below(1)))
                .isEqualTo(UNKNOWN);
    }

    @Test
    void stages_follow_each_other_and_are_empty_where_nothing_is_known() {
        Lifecycle weekly = Cadence.WEEKLY.lifecycle();

        for (int days : new int[] {0, 44, 46, 89, 91, 179, 181, 900}) {
            Profile person = aPerson().did(CLICKED, daysAgo(days)).profile();
            Lifecycle.Stage expected = days < 45
                    ? Lifecycle.Stage.ACTIVE
                    : days < 90 ? Lifecycle.Stage.LAPSING : days < 180 ? Lifecycle.Stage.DORMANT : Lifecycle.Stage.LOST;
            assertThat(weekly.stage(person, NOW)).as("%d days", days).contains(expected);
        }
        assertThat(weekly.stage(aPerson().who(p -> p.joinedAt(daysAgo(3))).profile(), NOW))
                .isEmpty();
        assertThat(List.of(Cadence.values()))
                .extracting(Cadence::silence)
                .containsExactly(days(30), days(90), days(180), days(365));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Lifecycle(anyEngagement(), days(9), days(9), days(10)))
                .withMessageContaining("do not follow each other");
    }

    @Test
    void how_things_stood_is_answered_by_what_was_done_until_then() {
        Condition dormant = inactive(CLICKED).forAtLeast(days(90)).afterReceiving(0);
        People back = aPerson().did(CLICKED, daysAgo(200), daysAgo(10));

        assertThat(back.answer(dormant)).isEqualTo(OUT);
        assertThat(back.answer(was(dormant).ago(days(30)))).isEqualTo(IN);
        assertThat(back.answer(was(dormant).ago(days(120)))).isEqualTo(OUT);
        assertThat(back.answer(was(dormant).at(daysAgo(30)))).isEqualTo(IN);
        assertThat(back.answer(was(dormant).at(NOW.plusSeconds(1)))).isEqualTo(UNKNOWN);
        assertThat(back.answer(was(Conditions.inSegment(new Segment("dormant", dormant)))
                        .ago(days(30))))
                .isEqualTo(IN);
        assertThat(back.explain(was(dormant).ago(days(30))).parts().get(0).because())
                .isEqualTo("last clicked 2025-11-27, 170 days ago; needs 90 days");
    }

    @Test
    void consent_of_then_counts_if_it_has_not_changed_and_attributes_are_of_now() {
        People person = aPerson().who(p -> p.attribute("vip", true).subscribed("newsletter", daysAgo(50), "form"));
        Condition consented = new Consented("newsletter");

        assertThat(person.answer(was(consented).ago(days(49)))).isEqualTo(IN);
        assertThat(person.answer(was(consented).ago(months(2)))).isEqualTo(UNKNOWN);
        assertThat(person.answer(was(not(Conditions.attribute("vip").is(true))).ago(days(1))))
                .isEqualTo(UNKNOWN);
    }
}
