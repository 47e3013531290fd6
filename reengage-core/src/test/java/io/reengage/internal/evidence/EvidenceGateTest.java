// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.ledger.EvidenceFinding.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each check with the last facts that are fine and the first that are not. */
class EvidenceGateTest {
    private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");

    private static PlanFacts plan(long people, List<Long> earlier, long list, PlanFacts.Before before, int unseen) {
        return new PlanFacts(List.of(), people, earlier, list, before, List.of(), pages(unseen));
    }

    private static PlanFacts.Pages pages(int unseen, PlanFacts.Domain... domains) {
        return new PlanFacts.Pages(100, unseen, List.of(domains));
    }

    private static LiveFacts live(long sent, boolean heard, int asked, int gone, long surelySent, long unknown) {
        return new LiveFacts(sent, heard, asked, gone, surelySent, unknown, Map.of(), "");
    }

    @ParameterizedTest
    @CsvSource({"299, false, false", "300, false, true", "5000, true, false"})
    void hearingNothingOfManyMessagesIsADeadFeed(long sent, boolean heard, boolean red) {
        assertThat(EvidenceGate.of(live(sent, heard, 0, 0, 0, 0)).containsKey(Kind.DEAD_FEED))
                .isEqualTo(red);
    }

    @ParameterizedTest
    @CsvSource({"10, true", "9, true", "13, true", "14, false", "40, false"})
    void farFewerAnswersThanTheWeeksBeforeAreDoubtful(long answers, boolean red) {
        List<PlanFacts.Week> weeks = new ArrayList<>(List.of(new PlanFacts.Week(1000, answers)));
        List.of(38L, 42L, 55L).forEach(each -> weeks.add(new PlanFacts.Week(1000, each)));
        assertThat(EvidenceGate.of(
                                new PlanFacts(weeks, 10, List.of(), 1000, PlanFacts.Before.NONE, List.of(), pages(0)))
                        .containsKey(Kind.FEWER_ANSWERS))
                .isEqualTo(red);
    }

    @Test
    void fewWeeksOrFewExpectedAnswersShowNothing() {
        List<PlanFacts.Week> few = List.of(
                new PlanFacts.Week(1000, 0),
                new PlanFacts.Week(1000, 9),
                new PlanFacts.Week(1000, 9),
                new PlanFacts.Week(1000, 9));
        for (List<PlanFacts.Week> weeks : List.of(few, few.subList(0, 3))) {
            assertThat(EvidenceGate.of(
                            new PlanFacts(weeks, 10, List.of(), 1000, PlanFacts.Before.NONE, List.of(), pages(0))))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"400, 14, false", "400, 13, true", "400, 0, true", "100, 0, true", "99, 0, false"})
    void aProviderWhosePeopleAreFarMoreSilentThanAllOthersIsDoubtful(long people, long alive, boolean red) {
        List<PlanFacts.Provider> providers = List.of(
                new PlanFacts.Provider("one.example", 450, 50),
                new PlanFacts.Provider("other.example", 450, 50),
                new PlanFacts.Provider("silent.example", people - alive, alive));
        assertThat(EvidenceGate.of(new PlanFacts(
                                List.of(), 10, List.of(), 1000, PlanFacts.Before.NONE, providers, pages(0)))
                        .containsKey(Kind.SILENT_PROVIDER))
                .isEqualTo(red);
    }

    @ParameterizedTest
    @CsvSource({"40, 40, false", "41, 40, true", "10, 9, true", "9, 1, false"})
    void moreOfOneDomainInOneGoThanTheLimitIsDoubtful(long atOnce, long most, boolean red) {
        PlanFacts.Pages pages = pages(
                0,
                new PlanFacts.Domain("fine.example", 200, 400, 4_000),
                new PlanFacts.Domain("many.example", atOnce, most, 400));
        assertThat(EvidenceGate.of(new PlanFacts(
                                List.of(), 10, List.of(), 10_000, PlanFacts.Before.NONE, List.of(), pages))
                        .getOrDefault(Kind.MANY_AT_ONE_DOMAIN, ""))
                .isEqualTo(
                        red
                                ? "about " + atOnce + " of the 400 people at many.example would be retired in one go,"
                                        + " at most " + most + " may: does mail arrive there?"
                                : "");
    }

    @Test
    void oneProviderAloneShowsNothing() {
        List<PlanFacts.Provider> alone = List.of(new PlanFacts.Provider("one.example", 4_000, 0));
        assertThat(EvidenceGate.of(
                        new PlanFacts(List.of(), 10, List.of(), 1000, PlanFacts.Before.NONE, alone, pages(0))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"300, 1000, false", "301, 1000, true", "1000, 10000, true", "299, 299, false", "500, 999, true"})
    void farMorePeopleThanByEarlierPlansOrHalfOfTheListAreDoubtful(long people, long list, boolean red) {
        assertThat(EvidenceGate.of(plan(people, List.of(90L, 100L, 5000L), list, PlanFacts.Before.NONE, 0))
                        .containsKey(Kind.MANY_CANDIDATES))
                .isEqualTo(red);
    }

    @ParameterizedTest
    @CsvSource({
        "1100, 0, 10, false",
        "1101, 0, 10, true",
        "900, 0, 10, false",
        "899, 0, 10, true",
        "850, 50, 10, false",
        "849, 50, 10, true",
        "1300, 0, 90, false",
        "1301, 0, 90, true"
    })
    void aListThatChangedByMoreThanATenthAMonthIsDoubtful(long list, long retired, int days, boolean red) {
        PlanFacts.Before before = new PlanFacts.Before(1000, retired, Duration.ofDays(days));
        assertThat(EvidenceGate.of(plan(10, List.of(), list, before, 0)).containsKey(Kind.LIST_CHANGED))
                .isEqualTo(red);
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, true"})
    void pagesThatLeavePeopleOutAreDoubtful(int unseen, boolean red) {
        assertThat(EvidenceGate.of(plan(100, List.of(), 1000, PlanFacts.Before.NONE, unseen))
                        .containsKey(Kind.PAGES_INCOMPLETE))
                .isEqualTo(red);
    }

    @ParameterizedTest
    @CsvSource({"100, 10, false", "99, 10, true", "12, 9, false"})
    void manyPeopleGoneAreDoubtful(int asked, int gone, boolean red) {
        assertThat(EvidenceGate.of(live(0, true, asked, gone, 0, 0)).containsKey(Kind.PEOPLE_GONE))
                .isEqualTo(red);
    }

    @ParameterizedTest
    @CsvSource({"190, 10, false", "189, 10, true", "0, 9, false"})
    void manyMessagesOfUnknownFateAreDoubtful(long sent, long unknown, boolean red) {
        assertThat(EvidenceGate.of(live(0, true, 0, 0, sent, unknown)).containsKey(Kind.UNKNOWN_OUTCOMES))
                .isEqualTo(red);
    }

    @ParameterizedTest
    @CsvSource({"20, 0, 60, true", "19, 0, 60, false", "20, 0, 64, false", "20, 141, 60, true", "20, 150, 60, false"})
    void aStormOfRefusedAddressesAtOneProviderIsDoubtful(int storm, int others, int minutes, boolean red) {
        List<Instant> times = new ArrayList<>();
        IntStream.range(0, storm).forEach(i -> times.add(NOW.plus(Duration.ofSeconds(60L * minutes * i / storm))));
        IntStream.range(0, others).forEach(i -> times.add(NOW.minus(Duration.ofMinutes(61 + 28L * i))));
        LiveFacts facts = new LiveFacts(0, true, 0, 0, 0, 0, Map.of("mail.example", times), "");
        assertThat(EvidenceGate.of(facts).containsKey(Kind.BOUNCE_STORM)).isEqualTo(red);
    }

    @Test
    void aLeapOfTheClockIsAFinding() {
        assertThat(EvidenceGate.of(new LiveFacts(0, true, 0, 0, 0, 0, Map.of(), "leapt")))
                .isEqualTo(Map.of(Kind.CLOCK_JUMPED, "leapt"));
    }
}
