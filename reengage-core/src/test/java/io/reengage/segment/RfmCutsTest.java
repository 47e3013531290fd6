// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import static io.reengage.activity.ActivityType.PURCHASED;
import static io.reengage.segment.RfmScore.Measure.FREQUENCY;
import static io.reengage.segment.RfmScore.Measure.MONETARY;
import static io.reengage.segment.RfmScore.Measure.RECENCY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.History;
import io.reengage.activity.Observation;
import io.reengage.subscriber.Subscriber;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RfmCutsTest {
    private static final Instant AS_OF = Instant.parse("1997-09-30T12:00:00Z");

    /** The rule said slowly: the mean of the ranks of all who tie, in fifths, rounded up. */
    @Property(tries = 200)
    void a_number_is_in_the_fifth_of_its_mean_rank(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = -5, max = 9) Integer> population) {
        RfmCuts cuts = new RfmCuts(Set.of(PURCHASED));
        population.forEach(number -> cuts.add(1, number, BigDecimal.ZERO));

        for (int number : population) {
            long below = population.stream().filter(each -> each < number).count();
            long same = population.stream().filter(each -> each == number).count();
            double meanRank = below + (same + 1) / 2.0;
            int expected = (int) Math.ceil(5 * meanRank / population.size());
            assertThat(RfmScore.fifth(cuts.cuts(FREQUENCY), BigDecimal.valueOf(number)))
                    .isEqualTo(expected);
        }
    }

    @Test
    void fifths_of_nobody_are_refused() {
        assertThatIllegalStateException().isThrownBy(() -> new RfmCuts(Set.of(PURCHASED)).fifths(RECENCY, 5, 5));
    }

    @Test
    void the_fifths_of_real_buyers_are_those_of_the_reference() throws IOException {
        Path file = Path.of("../../shared/data/cdnow/activity.csv");
        assumeThat(file).as("../shared/data/cdnow beside this repository").exists();
        Map<String, List<Activity>> buyers = buyers(file);
        RfmCuts cuts = new RfmCuts(Set.of(PURCHASED));
        buyers.values().forEach(history -> add(cuts, history));

        assertThat(sizes(cuts, RECENCY, buyers)).containsExactly(466L, 475L, 476L, 467L, 473L);
        assertThat(sizes(cuts, FREQUENCY, buyers)).containsExactly(0L, 1411L, 0L, 439L, 507L);
        assertThat(sizes(cuts, MONETARY, buyers)).containsExactly(480L, 462L, 472L, 471L, 472L);
        assertThat(scores(cuts, buyers, "0001")).containsExactly(5, 5, 4);
        assertThat(scores(cuts, buyers, "0002")).containsExactly(1, 4, 4);
        assertThat(scores(cuts, buyers, "0003")).containsExactly(1, 2, 1);
        assertThat(scores(cuts, buyers, "0004")).containsExactly(1, 2, 1);
    }

    private static List<Integer> scores(RfmCuts cuts, Map<String, List<Activity>> buyers, String id) {
        return Stream.of(RECENCY, FREQUENCY, MONETARY)
                .map(measure -> Stream.of(1, 2, 3, 4, 5)
                        .filter(fifth -> in(cuts.fifths(measure, fifth, fifth), buyers.getOrDefault(id, List.of())))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private static List<Long> sizes(RfmCuts cuts, RfmScore.Measure measure, Map<String, List<Activity>> buyers) {
        return Stream.of(1, 2, 3, 4, 5)
                .map(fifth -> buyers.values().stream()
                        .filter(history -> in(cuts.fifths(measure, fifth, fifth), history))
                        .count())
                .toList();
    }

    private static boolean in(RfmScore score, List<Activity> history) {
        Profile buyer = new Profile(
                Subscriber.withId("b").joinedAt(history.get(0).at()).build(),
                ActivitySummary.of(history, 8),
                Observation.live(Instant.parse("1997-01-01T00:00:00Z"), Set.of(PURCHASED)),
                ZoneOffset.UTC,
                new History(Instant.MIN, history));
        return new Segment("fifth", score).evaluate(buyer, AS_OF) == Verdict.IN;
    }

    private static void add(RfmCuts cuts, List<Activity> history) {
        Instant last = history.get(history.size() - 1).at();
        BigDecimal money =
                history.stream().flatMap(each -> each.value().stream()).reduce(BigDecimal.ZERO, BigDecimal::add);
        cuts.add(Duration.between(last, AS_OF).toDays(), history.size(), money);
    }

    private static Map<String, List<Activity>> buyers(Path file) throws IOException {
        Map<String, List<Activity>> buyers = new TreeMap<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 1; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(",", -1);
            Instant at = Instant.parse(cells[2]);
            if (!at.isAfter(AS_OF)) {
                List<Activity> history = buyers.computeIfAbsent(cells[0], id -> new ArrayList<>());
                BigDecimal value = new BigDecimal(cells[4]);
                int last = history.size() - 1;
                // the reference takes a day's purchases for one
                if (last >= 0 && history.get(last).at().equals(at)) {
                    value = value.add(history.remove(last).value().orElse(BigDecimal.ZERO));
                }
                history.add(Activity.of(PURCHASED)
                        .by(cells[0])
                        .id("line-" + i)
                        .value(value)
                        .at(at));
            }
        }
        return buyers;
    }
}
