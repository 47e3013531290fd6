// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.ledger.store.DueSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class DueSetsProperties {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final int ENOUGH = 10;

    /** The number tells shard, minute, size and whether it is in doubt. */
    private static DueSet set(int number, int index) {
        List<String> people = IntStream.range(0, 1 + number % 7)
                .mapToObj(i -> "p-" + index + "-" + i)
                .toList();
        boolean doubt = number % 11 == 0;
        Instant due = NOON.plus(Duration.ofSeconds(number % 150));
        return new DueSet(
                number % 2,
                "set-" + index,
                due,
                due,
                "run",
                "ask",
                0,
                doubt ? List.of() : people,
                doubt ? people : List.of(),
                doubt ? due : null,
                0);
    }

    @Property
    void everySetIsInOnePortionOfItsOwnKind(
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 10_000) Integer> numbers) {
        List<DueSet> sets = IntStream.range(0, numbers.size())
                .mapToObj(i -> set(numbers.get(i), i))
                .toList();
        List<List<DueSet>> portions = DueSets.together(sets, ENOUGH);
        List<DueSet> all = new ArrayList<>();
        for (List<DueSet> portion : portions) {
            all.addAll(portion);
            assertThat(portion)
                    .extracting(DueSet::shard)
                    .containsOnly(portion.get(0).shard());
            assertThat(portion.size() == 1 || portion.stream().noneMatch(DueSet::inDoubt))
                    .isTrue();
            DueSet merged = DueSets.merged(portion);
            assertThat(merged.people())
                    .containsExactlyElementsOf(portion.stream()
                            .flatMap(each -> each.people().stream())
                            .toList());
            assertThat(portion)
                    .allMatch(each -> Duration.between(merged.firstDueAt(), each.firstDueAt())
                                    .compareTo(Duration.ofMinutes(1))
                            < 0);
            assertThat(merged.people().size()).isLessThan(ENOUGH + 7);
        }
        assertThat(all).containsExactlyInAnyOrderElementsOf(sets);
    }

    @Example
    void peopleWithATimingOfTheirOwnTravelTogether() {
        List<DueSet> sets =
                IntStream.range(0, 25).mapToObj(i -> set(2 * 7 * i % 40, i)).toList();
        assertThat(DueSets.together(sets, ENOUGH).size()).isLessThan(sets.size() / 2);
    }
}
