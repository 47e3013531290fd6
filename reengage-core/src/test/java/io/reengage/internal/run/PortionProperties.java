// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Lists;
import io.reengage.campaign.Ramp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Portions of any list, in parts of any size: together they are everybody, each is full, and the latest come first. */
class PortionProperties {

    /** One reading of the list: those taken in leave it. */
    private static final class Reading {
        private final List<Long> taken = new ArrayList<>();
        private final List<Long> left = new ArrayList<>();
        private Portion portion;

        private Reading(Portion portion, List<Long> list, int part) {
            this.portion = portion;
            Lists.partition(list, part).forEach(this::read);
        }

        private void read(List<Long> found) {
            List<Long> latestFirst = new ArrayList<>(found);
            latestFirst.sort(Comparator.reverseOrder());
            int room = portion.room(latestFirst);
            taken.addAll(latestFirst.subList(0, room));
            left.addAll(latestFirst.subList(room, latestFirst.size()));
            portion = Portion.parse(portion.after(room, latestFirst).text());
        }
    }

    @Property
    void together_they_are_everybody_each_is_full_and_the_latest_come_first(
            @ForAll @Size(max = 200) List<@LongRange(min = 0, max = 60) Long> weeks,
            @ForAll @IntRange(min = 1, max = 50) int first,
            @ForAll @DoubleRange(min = 1, max = 3) double factor,
            @ForAll @IntRange(min = 1, max = 60) int part) {
        Ramp ramp = new Ramp(first, factor);
        Reading reading = new Reading(Portion.COUNTING, weeks, part);
        assertThat(reading.taken).as("the first only counts").isEmpty();
        int days = 0;
        while (!reading.portion.nobodyWaits()) {
            List<Long> waiting = reading.left;
            reading = new Reading(reading.portion.next(ramp), waiting, part);
            days++;
            assertThat(reading.portion.number()).isEqualTo(days);
            assertThat(reading.taken).hasSize((int) Math.min(ramp.portion(days), waiting.size()));
            if (!reading.left.isEmpty()) {
                assertThat(Collections.min(reading.taken)).isGreaterThanOrEqualTo(Collections.max(reading.left));
            }
        }
        assertThat((long) days).as("as the preview says").isEqualTo(ramp.days(weeks.size()));
    }

    @Property
    void none_has_more_than_its_day_allows_and_nobody_waits_for_ever_whoever_comes_and_goes(
            @ForAll @Size(max = 100) List<@LongRange(min = 0, max = 60) Long> weeks,
            @ForAll @IntRange(min = 1, max = 20) int first,
            @ForAll @IntRange(min = 1, max = 60) int part,
            @ForAll long seed) {
        Ramp ramp = Ramp.startingWith(first).growingBy(1.5);
        SplittableRandom random = new SplittableRandom(seed);
        Reading reading = new Reading(Portion.COUNTING, weeks, part);
        List<Long> list = new ArrayList<>(reading.left);
        for (int day = 1; day < 50; day++) {
            boolean moves = day < 10;
            list.removeIf(each -> moves && random.nextInt(5) == 0);
            for (int i = random.nextInt(5); moves && i > 0; i--) {
                list.add(random.nextInt(list.size() + 1), random.nextLong(70));
            }
            reading = new Reading(reading.portion.next(ramp), list, part);
            assertThat(reading.taken).hasSizeLessThanOrEqualTo((int) Math.min(ramp.portion(day), 1000));
            list = new ArrayList<>(reading.left);
        }
        assertThat(list).isEmpty();
    }

    @Property
    void a_day_grows_only_if_the_one_before_was_too_small(
            @ForAll @IntRange(min = 1, max = 50) int first, @ForAll @IntRange(min = 0, max = 120) int newcomers) {
        Ramp ramp = Ramp.startingWith(first);
        List<Long> list = Collections.nCopies(newcomers, 7L);
        Portion day = new Reading(Portion.COUNTING, list, 10).portion.next(ramp);
        Portion next = new Reading(day, list, 10).portion.next(ramp);
        assertThat(next.number()).isEqualTo(newcomers >= first ? 2 : 1);
    }
}
