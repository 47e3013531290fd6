// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.Visit.What;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Visits of one message, judged together. A visit is written as: seconds since delivery, what, link, who. */
class VisitsTogetherTest {
    private static final Instant DELIVERED = Instant.parse("2026-03-02T08:00:00Z");
    private static final String BROWSER =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
    private static final Map<String, Visitor> WHO = Map.of(
            "browser", visitor(BROWSER, null),
            "cloud", visitor(BROWSER, Networks.Kind.DATA_CENTRE),
            "filter", visitor(BROWSER, Networks.Kind.SCANNER),
            "relay", visitor(BROWSER, Networks.Kind.IMAGE_PROXY),
            "apple", visitor("Mozilla/5.0", Networks.Kind.IMAGE_PROXY),
            "gmail",
                    visitor(
                            "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
                            null),
            "gmail-ahead",
                    visitor(
                            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
                                    + " Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0",
                            null),
            "barracuda", visitor("Barracuda Sentinel (EE)", null));

    private static Visitor visitor(String agent, Networks.@Nullable Kind network) {
        return Visitor.of("GET", Map.of("User-Agent", agent), network);
    }

    private static Visit visit(String words) {
        String[] word = words.strip().split(" +", -1);
        Duration after = Duration.ofSeconds(Long.parseLong(word[0]));
        What what = What.valueOf(word[1]);
        String[] link = word[2].split("/", -1);
        return new Visit(
                what,
                link[0],
                link.length > 1 ? Integer.parseInt(link[1]) : 0,
                DELIVERED.plus(after),
                Objects.requireNonNull(WHO.get(word[3])),
                after);
    }

    private static List<MachineVisits.Verdict> judge(List<Integer> signs, String... visits) {
        return MachineVisits.judge(
                Arrays.stream(visits).map(VisitsTogetherTest::visit).toList(),
                signs.stream().map(DELIVERED::plusSeconds).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3600 CLICK a/2 browser    | no sign of a machine",
                "9 CLICK a/2 browser       | too soon after delivery",
                "11 CLICK a/2 browser      | no sign of a machine",
                "45 CLICK a/2 cloud        | data centre soon after delivery",
                "61 CLICK a/2 cloud        | no sign of a machine",
                "86400 CLICK a/2 filter    | scanner's network",
                "86400 CLICK a/2 relay     | no sign of a machine",
                "86400 OPEN - relay        | image proxy's network",
                "86400 OPEN - apple        | bare user agent",
                "86400 OPEN - gmail        | no sign of a machine",
                "30 OPEN - gmail           | image proxy soon after delivery",
                "86400 CLICK a/2 gmail     | image proxy",
                "86400 OPEN - gmail-ahead  | image prefetch",
                "86400 OPEN - browser      | no sign of a machine",
                "86400 OPEN - barracuda    | mail scanner",
                "86400 HIDDEN more browser | hidden link"
            })
    void oneVisitIsJudgedByItself(String visit, String reason) {
        assertThat(MachineVisits.judge(visit(visit)))
                .isEqualTo(new MachineVisits.Verdict(!reason.equals("no sign of a machine"), reason));
        assertThat(judge(List.of(), visit)).containsExactly(MachineVisits.judge(visit(visit)));
    }

    @Test
    void whoFollowsTheHiddenLinkFollowedTheOthersAround() {
        assertThat(judge(
                        List.of(),
                        "3600 CLICK a/9 browser",
                        "3640 HIDDEN more browser",
                        "3700 PAGE keep-me browser",
                        "3605 OPEN - browser",
                        "3761 CLICK b/9 browser",
                        "3519 CLICK c/9 browser"))
                .extracting(MachineVisits.Verdict::reason)
                .containsExactly(
                        "scanner: hidden link followed",
                        "hidden link",
                        "scanner: hidden link followed",
                        "no sign of a machine",
                        "no sign of a machine",
                        "no sign of a machine");
    }

    @Test
    void allLinksOfAMessageAtOnceAreNobodysChoice() {
        assertThat(judge(List.of(), "600 CLICK a/2 browser", "608 CLICK b/2 browser", "700 CLICK a/2 browser"))
                .extracting(MachineVisits.Verdict::reason)
                .containsExactly("scanner: many links at once", "scanner: many links at once", "no sign of a machine");
    }

    @Test
    void manyLinksAtOnceAreNobodysChoiceEither() {
        assertThat(judge(List.of(), "600 CLICK a/20 browser", "604 PAGE keep-me browser", "609 CLICK b/20 browser"))
                .allMatch(MachineVisits.Verdict::machine);
        assertThat(judge(List.of(), "600 CLICK a/20 browser", "604 CLICK b/20 browser", "611 CLICK c/20 browser"))
                .noneMatch(MachineVisits.Verdict::machine);
    }

    @Test
    void theSameLinkTwiceIsAnImpatientPerson() {
        assertThat(judge(List.of(), "600 CLICK a/1 browser", "601 CLICK a/1 browser", "602 CLICK a/1 browser"))
                .noneMatch(MachineVisits.Verdict::machine);
    }

    @Test
    void whatWasMerelyTooQuickBecomesTheirsWhoActAfterIt() {
        assertThat(judge(List.of(60), "5 PAGE keep-me browser", "2 OPEN - apple", "30 CLICK a/9 cloud"))
                .extracting(MachineVisits.Verdict::reason)
                .containsOnly("a person acted on the message after it");
        assertThat(judge(List.of(), "5 CLICK a/9 browser", "3600 CLICK b/9 browser"))
                .noneMatch(MachineVisits.Verdict::machine);
    }

    @Test
    void whatGaveItselfAwayStaysAMachine() {
        assertThat(judge(
                        List.of(60),
                        "5 CLICK a/2 barracuda",
                        "6 CLICK a/2 filter",
                        "20 CLICK a/2 browser",
                        "21 CLICK b/2 browser",
                        "22 HIDDEN more browser",
                        "3 OPEN - barracuda"))
                .allMatch(MachineVisits.Verdict::machine);
    }

    @Test
    void onlyASignSoonAfterMakesAVisitTheirs() {
        assertThat(judge(List.of(4), "5 CLICK a/9 browser")).allMatch(MachineVisits.Verdict::machine);
        assertThat(judge(List.of(5), "5 CLICK a/9 browser")).noneMatch(MachineVisits.Verdict::machine);
        assertThat(judge(List.of(5 + 86_400), "5 CLICK a/9 browser")).noneMatch(MachineVisits.Verdict::machine);
        assertThat(judge(List.of(6 + 86_400), "5 CLICK a/9 browser")).allMatch(MachineVisits.Verdict::machine);
    }

    @Test
    void anOpeningProvesNobody() {
        assertThat(judge(List.of(), "5 CLICK a/9 browser", "100 OPEN - browser"))
                .extracting(MachineVisits.Verdict::machine)
                .containsExactly(true, false);
    }

    /** The verdicts follow from the visits, not from the order in which they became known. */
    @Test
    void theOrderOfNewsDoesNotMatter() {
        List<String> words = new ArrayList<>();
        Random random = new Random(7);
        List<String> who = List.copyOf(WHO.keySet());
        for (int i = 0; i < 200; i++) {
            words.add(random.nextInt(4_000) + " "
                    + (i % 20 == 0 ? "HIDDEN more " : i % 3 == 0 ? "OPEN - " : "CLICK " + i % 7 + "/7 ")
                    + who.get(random.nextInt(who.size())));
        }
        List<Visit> visits = new ArrayList<>(
                words.stream().map(VisitsTogetherTest::visit).distinct().toList());
        List<Instant> signs = List.of(DELIVERED.plusSeconds(1_800));
        Map<Visit, MachineVisits.Verdict> verdicts = verdicts(visits, signs);
        assertThat(verdicts.values()).extracting(MachineVisits.Verdict::machine).contains(true, false);
        for (int round = 0; round < 20; round++) {
            Collections.shuffle(visits, random);
            assertThat(verdicts(visits, signs)).isEqualTo(verdicts);
        }
    }

    private static Map<Visit, MachineVisits.Verdict> verdicts(List<Visit> visits, List<Instant> signs) {
        List<MachineVisits.Verdict> verdicts = MachineVisits.judge(visits, signs);
        Map<Visit, MachineVisits.Verdict> byVisit = new HashMap<>();
        for (int i = 0; i < visits.size(); i++) {
            byVisit.put(visits.get(i), verdicts.get(i));
        }
        return byVisit;
    }
}
