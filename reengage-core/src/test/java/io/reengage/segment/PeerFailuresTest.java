// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.OPENED;
import static io.reengage.activity.ActivityType.PURCHASED;
import static io.reengage.activity.ActivityType.RECEIVED;
import static io.reengage.segment.Conditions.allOf;
import static io.reengage.segment.Conditions.anyEngagement;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.inSegment;
import static io.reengage.segment.Conditions.inactive;
import static io.reengage.segment.Conditions.not;
import static io.reengage.segment.People.NOW;
import static io.reengage.segment.People.aPerson;
import static io.reengage.segment.People.daysAgo;
import static io.reengage.segment.Span.days;
import static io.reengage.segment.Verdict.IN;
import static io.reengage.segment.Verdict.OUT;
import static io.reengage.segment.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Failures seen in other tools (the numbers are those of our list), each with a test that it is not ours. */
class PeerFailuresTest {
    private static final Inactive HALF_A_YEAR = inactive(OPENED, CLICKED).forAtLeast(days(180));
    private static final Inactive NINETY_DAYS = inactive(Cadence.WEEKLY);

    @Test
    void a1_the_last_open_counts_not_any_old_one() {
        People person = aPerson().received(10).did(OPENED, daysAgo(400), daysAgo(20));

        assertThat(person.answer(HALF_A_YEAR)).isEqualTo(OUT);
        assertThat(aPerson().received(10).did(OPENED, daysAgo(400)).answer(HALF_A_YEAR))
                .isEqualTo(IN);
    }

    @Test
    void a2_people_without_events_are_in_only_if_mailed_and_old_enough() {
        assertThat(aPerson().received(10).answer(HALF_A_YEAR)).isEqualTo(IN);
        assertThat(aPerson().answer(HALF_A_YEAR)).isEqualTo(UNKNOWN);
        assertThat(aPerson().received(10).who(p -> p.joinedAt(daysAgo(100))).answer(HALF_A_YEAR))
                .isEqualTo(UNKNOWN);
    }

    @Test
    void a4_who_joined_five_days_ago_is_never_dormant_in_ninety() {
        assertThat(aPerson().received(10).who(p -> p.joinedAt(daysAgo(5))).answer(NINETY_DAYS))
                .isEqualTo(UNKNOWN);
    }

    @Test
    void a5_it_takes_messages_in_the_window_and_those_of_the_last_day_do_not_count() {
        assertThat(aPerson().received(5).answer(NINETY_DAYS)).isEqualTo(IN);
        assertThat(aPerson()
                        .received(4)
                        .did(RECEIVED, NOW.minus(Duration.ofHours(23)))
                        .answer(NINETY_DAYS))
                .isEqualTo(UNKNOWN);
        assertThat(aPerson()
                        .received(4)
                        .did(RECEIVED, NOW.minus(Duration.ofHours(24)))
                        .answer(NINETY_DAYS))
                .isEqualTo(IN);
    }

    @Test
    void a6_without_tracking_nobody_is_dormant_unless_another_signal_is_watched() {
        People untracked = aPerson().received(10);

        assertThat(untracked
                        .observed(Observation.live(People.OBSERVED_SINCE, Set.of(RECEIVED)))
                        .answer(HALF_A_YEAR))
                .isEqualTo(UNKNOWN);
        assertThat(untracked
                        .observed(Observation.live(People.OBSERVED_SINCE, Set.of(RECEIVED, PURCHASED)))
                        .answer(inactive(anyEngagement()).forAtLeast(days(180))))
                .isEqualTo(IN);
    }

    @Test
    void a7_machine_opens_keep_nobody_alive_and_hide_nobody() {
        People machine = aPerson().received(10).did(OPENED.machine(), daysAgo(1));
        People human = aPerson().received(10).did(OPENED.machine(), daysAgo(1)).did(OPENED, daysAgo(1));

        assertThat(machine.answer(HALF_A_YEAR)).isEqualTo(IN);
        assertThat(human.answer(HALF_A_YEAR)).isEqualTo(OUT);
        assertThat(human.answer(inactive(CLICKED).forAtLeast(days(180))))
                .as("clicks only")
                .isEqualTo(IN);
        assertThat(machine.answer(did(OPENED.machine()))).as("kept on record").isEqualTo(IN);
    }

    /** Behind a privacy proxy a reader's own opens look like a machine's; whoever wishes to spare such people can. */
    @Test
    void a7_readers_whom_a_proxy_hides_can_be_spared() {
        Condition spared =
                allOf(HALF_A_YEAR, did(OPENED.machine()).within(days(180)).never());
        People hidden = aPerson()
                .received(10)
                .did(OPENED.machine(), daysAgo(1))
                .observed(Observation.live(People.OBSERVED_SINCE, Set.of(RECEIVED, OPENED, CLICKED, OPENED.machine())));

        assertThat(hidden.answer(HALF_A_YEAR)).as("machines count for nothing").isEqualTo(IN);
        assertThat(hidden.answer(spared)).as("machines count as a maybe").isEqualTo(OUT);
        assertThat(hidden.answer(spared, NOW.plus(Duration.ofDays(200)))).isEqualTo(UNKNOWN);
    }

    @Provide
    Arbitrary<Condition> trees() {
        return Trees.conditions();
    }

    @Property(tries = 100)
    void a8_a_segment_and_its_negation_split_the_population(@ForAll("trees") Condition tree) {
        for (People person : population()) {
            Verdict verdict = person.answer(tree);
            assertThat(person.answer(not(tree))).isEqualTo(verdict.negate());
        }
    }

    private static List<People> population() {
        List<People> people = new ArrayList<>();
        for (ActivityType type : Trees.TYPES) {
            people.add(aPerson().did(type, daysAgo(2), daysAgo(40)));
            people.add(aPerson().received(9).did(type, daysAgo(300)).withoutHistory());
        }
        return people;
    }

    @Test
    void a9_another_window_is_another_condition_with_another_result() {
        ActivityCount narrow = did(CLICKED).within(days(30));
        ActivityCount wide = did(CLICKED).within(days(31));
        People person = aPerson().did(CLICKED, daysAgo(31));

        assertThat(narrow).isNotEqualTo(wide);
        assertThat(List.of(person.answer(narrow), person.answer(wide))).containsExactly(OUT, IN);
        assertThat(Conditions.was(narrow).ago(days(1)))
                .as("the end alone moved")
                .isNotEqualTo(Conditions.was(narrow).ago(days(2)));
        assertThat(List.of(
                        person.answer(Conditions.was(wide).ago(days(1))),
                        person.answer(Conditions.was(wide).ago(days(32)))))
                .containsExactly(IN, OUT);
    }

    @Test
    void a10_membership_turns_by_the_clock_alone() {
        People person = aPerson().did(CLICKED, NOW).received(40);
        Condition clicked = did(CLICKED).within(days(30));
        Instant end = NOW.plus(Duration.ofDays(30));

        assertThat(person.answer(clicked, end)).isEqualTo(IN);
        assertThat(person.answer(clicked, end.plusSeconds(1))).isEqualTo(OUT);
        assertThat(person.explain(clicked).until()).isEqualTo(end.plusSeconds(1));
    }

    @Test
    void a11_asked_at_any_moment_the_answer_is_that_of_the_moment() {
        People person = aPerson().did(CLICKED, daysAgo(10));
        Condition quiet = inactive(CLICKED).forAtLeast(days(10)).afterReceiving(0);

        assertThat(person.answer(quiet, NOW)).isEqualTo(OUT);
        assertThat(person.answer(quiet, NOW.plusSeconds(1))).isEqualTo(IN);
    }

    @Test
    void a13_an_empty_rule_is_an_error_and_never_everybody() {
        assertThatIllegalArgumentException().isThrownBy(Conditions::allOf);
        assertThatIllegalArgumentException().isThrownBy(Conditions::anyOf);
        assertThatIllegalArgumentException().isThrownBy(() -> new Selection(Set.of(), List.of()));
        assertThat(aPerson().answer(inSegment("nobody knows it"))).isEqualTo(UNKNOWN);
    }

    @Test
    void a14_segments_of_segments_are_answered_afresh_and_circles_refused() {
        Segment clickers = new Segment("clickers", did(CLICKED).within(days(30)));
        Segment others = new Segment("others", not(inSegment("clickers")));
        Segment buyers = new Segment("buyers", allOf(inSegment("others"), did(PURCHASED)));
        Catalog catalog = Catalog.of(List.of(buyers, others, clickers), List.of());
        Condition asked = catalog.resolve(inSegment("buyers"));
        People person = aPerson().did(PURCHASED, daysAgo(9));

        assertThat(person.answer(asked)).isEqualTo(IN);
        assertThat(person.did(CLICKED, daysAgo(1)).answer(asked)).isEqualTo(OUT);
        assertThat(person.explain(asked).text()).contains("in segment 'clickers'");
        assertThat(asked.need().types()).contains(CLICKED, PURCHASED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Catalog.of(List.of(new Segment("me", not(inSegment("me")))), List.of()))
                .withMessageContaining("me -> me");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Catalog.of(
                        List.of(
                                new Segment("a", not(inSegment("b"))),
                                new Segment(
                                        "b",
                                        allOf(
                                                did(CLICKED),
                                                Conditions.was(inSegment("c")).ago(days(1)))),
                                new Segment("c", inSegment("a"))),
                        List.of()))
                .withMessageContaining("a -> b -> c -> a");
    }

    /** Sixteen levels, each asking twice for the one below, would be 65,536 conditions. */
    @Test
    void a14_segments_that_would_explode_are_refused() {
        List<Segment> tower = new ArrayList<>(List.of(new Segment("s0", did(CLICKED))));
        for (int i = 1; i <= 16; i++) {
            tower.add(new Segment("s" + i, allOf(inSegment("s" + (i - 1)), inSegment("s" + (i - 1)))));
        }

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Catalog.of(tower, List.of()))
                .withMessageContaining("more than " + Catalog.MOST_CONDITIONS);
        assertThat(aPerson()
                        .did(CLICKED, NOW)
                        .answer(Catalog.of(tower.subList(0, 12), List.of()).resolve(inSegment("s11"))))
                .isEqualTo(IN);
    }

    @ParameterizedTest
    @FieldSource("io.reengage.segment.OddZones#NAMES")
    void b15_days_are_those_of_the_persons_own_calendar(String zone) {
        ZoneId there = ZoneId.of(zone);
        Instant clicked =
                LocalDateTime.parse("2026-06-10T00:00:00").atZone(there).toInstant();
        Instant midnight =
                LocalDateTime.parse("2026-06-15T00:00:00").atZone(there).toInstant();
        People person = aPerson().in(zone).did(CLICKED, clicked).who(p -> p.attribute("day", midnight));
        Condition five = did(CLICKED).within(days(5));
        Condition today = Conditions.attribute("day").anniversaryToday();

        assertThat(person.answer(five, midnight)).isEqualTo(IN);
        assertThat(person.answer(five, midnight.plusSeconds(1))).isEqualTo(OUT);
        Instant birthday =
                LocalDateTime.parse("2027-06-15T00:00:00").atZone(there).toInstant();
        assertThat(person.answer(today, birthday.minusMillis(1))).isEqualTo(OUT);
        assertThat(person.answer(today, birthday)).isEqualTo(IN);
    }

    @Test
    void b16_days_later_keep_the_hour() {
        ZoneId tokyo = ZoneId.of("Asia/Tokyo");
        Instant saturday = LocalDateTime.parse("2026-06-13T18:13").atZone(tokyo).toInstant();

        assertThat(days(2).after(saturday, tokyo).atZone(tokyo).toLocalDateTime())
                .isEqualTo(LocalDateTime.parse("2026-06-15T18:13"));
    }

    @Test
    void b17_an_unknown_zone_falls_back_and_an_old_name_works() {
        Profile lost = aPerson().in("Mars/Olympus").profile(ZoneOffset.ofHours(9));

        assertThat(lost.zone()).isEqualTo(ZoneOffset.ofHours(9));
        assertThat(lost.zoneKnown()).isFalse();
        assertThat(aPerson().in(null).profile().zoneKnown()).isFalse();
        assertThat(aPerson().in("Europe/Kiev").profile().zone().getId()).isEqualTo("Europe/Kiev");
        assertThat(aPerson().in("Europe/Kiev").profile().zoneKnown()).isTrue();
    }

    @Provide
    Arbitrary<String> defaultZones() {
        return Arbitraries.of("UTC", "Pacific/Kiritimati", "America/Sao_Paulo");
    }

    @Property(tries = 60)
    void b19_the_zone_of_the_machine_changes_nothing(
            @ForAll("trees") Condition tree, @ForAll("defaultZones") String zone) {
        String before = aPerson()
                .in("Asia/Kathmandu")
                .did(CLICKED, daysAgo(3))
                .explain(tree)
                .text();
        TimeZone own = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            assertThat(aPerson()
                            .in("Asia/Kathmandu")
                            .did(CLICKED, daysAgo(3))
                            .explain(tree)
                            .text())
                    .isEqualTo(before);
        } finally {
            TimeZone.setDefault(own);
        }
    }
}
