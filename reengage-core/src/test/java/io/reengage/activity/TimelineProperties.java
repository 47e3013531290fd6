// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.PURCHASED;
import static io.reengage.activity.ActivityType.RECEIVED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Against a plain list of times. Times are few, so that many coincide. */
class TimelineProperties {

    @Property
    void the_order_of_arrival_does_not_matter(
            @ForAll @Size(max = 20) List<@IntRange(max = 15) Integer> times,
            @ForAll @IntRange(min = 1, max = 8) int depth,
            @ForAll Random random) {
        List<Integer> shuffled = new ArrayList<>(times);
        Collections.shuffle(shuffled, random);

        assertThat(timeline(shuffled, depth))
                .isEqualTo(timeline(times, depth))
                .hasSameHashCodeAs(timeline(times, depth));
    }

    @Property
    void what_grows_in_place_is_what_is_made_anew_with_every_activity(
            @ForAll @Size(max = 80) List<@IntRange(max = 300) Integer> times,
            @ForAll @IntRange(min = 1, max = 40) int depth,
            @ForAll @IntRange(max = 10) int deeperFrom) {
        List<ActivityType> types = List.of(RECEIVED, CLICKED, PURCHASED);
        ActivitySummary before = ActivitySummary.EMPTY;
        ActivitySummary anew = before;
        ActivitySummary.Builder grown = before.toBuilder(depth);
        for (int i = 0; i < times.size(); i++) {
            ActivityType type = types.get(times.get(i) % 3);
            anew = anew.plus(type, at(times.get(i)), i < deeperFrom ? depth : depth + 3);
            grown = i == deeperFrom ? before.toBuilder(depth + 3) : grown;
            before = grown.add(type, at(times.get(i))).build();
            assertThat(before).isEqualTo(anew);
            assertThat(ActivitySummary.ofBytes(before.bytes())).isEqualTo(anew);
        }
    }

    @Property
    void every_window_is_counted_as_a_plain_list_would_or_not_claimed(
            @ForAll @Size(max = 20) List<@IntRange(max = 15) Integer> times,
            @ForAll @IntRange(min = 1, max = 8) int depth,
            @ForAll @IntRange(min = -1, max = 16) int from,
            @ForAll @IntRange(min = -1, max = 16) int to) {
        agrees(timeline(times, depth), times, from, to);
    }

    @Property
    void a_later_deeper_record_claims_no_more_than_it_knows(
            @ForAll @Size(max = 10) List<@IntRange(max = 15) Integer> shallow,
            @ForAll @Size(max = 10) List<@IntRange(max = 15) Integer> deep,
            @ForAll @IntRange(min = -1, max = 16) int from) {
        ActivitySummary summary = summary(shallow, 2);
        for (int time : deep) {
            summary = summary.plus(CLICKED, at(time), 8);
        }
        List<Integer> all = new ArrayList<>(shallow);
        all.addAll(deep);

        agrees(summary.timeline(CLICKED), all, from, 16);
    }

    @Property
    void a_union_is_idempotent_and_indifferent_to_order(
            @ForAll @Size(max = 10) List<@IntRange(max = 15) Integer> mine,
            @ForAll @Size(max = 10) List<@IntRange(max = 15) Integer> others,
            @ForAll @IntRange(min = 1, max = 8) int depth) {
        Timeline a = timeline(mine, depth);
        Timeline b = timeline(others, 3);

        assertThat(a.union(a)).isEqualTo(a);
        assertThat(a.union(Timeline.EMPTY)).isEqualTo(a);
        assertThat(a.union(b)).isEqualTo(b.union(a));
        assertThat(a.union(b).union(b)).isEqualTo(a.union(b));
    }

    @Property
    void a_union_of_three_answers_alike_whichever_comes_first(
            @ForAll @Size(max = 8) List<@IntRange(max = 15) Integer> one,
            @ForAll @Size(max = 8) List<@IntRange(max = 15) Integer> two,
            @ForAll @Size(max = 8) List<@IntRange(max = 15) Integer> three,
            @ForAll @IntRange(min = -1, max = 16) int from) {
        Timeline a = timeline(one, 2);
        Timeline b = timeline(two, 4);
        Timeline c = timeline(three, 6);
        Timeline left = a.union(b).union(c);
        Timeline right = a.union(b.union(c));

        assertThat(left.newest()).isEqualTo(right.newest());
        assertThat(left.reaches(at(from))).isEqualTo(right.reaches(at(from)));
    }

    /** Where both sources hold a time, it counts as often as in the one that holds it more often. */
    @Property
    void a_union_counts_every_window_as_plain_lists_would(
            @ForAll @Size(max = 12) List<@IntRange(max = 15) Integer> mine,
            @ForAll @Size(max = 12) List<@IntRange(max = 15) Integer> others,
            @ForAll @IntRange(min = 1, max = 12) int depth,
            @ForAll @IntRange(min = -1, max = 16) int from,
            @ForAll @IntRange(min = -1, max = 16) int to) {
        List<Integer> both = new ArrayList<>();
        TreeSet<Integer> times = new TreeSet<>(mine);
        times.addAll(others);
        for (Integer time : times) {
            int often = Math.max(Collections.frequency(mine, time), Collections.frequency(others, time));
            both.addAll(Collections.nCopies(often, time));
        }

        agrees(timeline(mine, depth).union(timeline(others, 4)), both, from, to);
    }

    private static void agrees(Timeline timeline, List<Integer> times, int from, int to) {
        int truth =
                (int) times.stream().filter(time -> time >= from && time <= to).count();
        int counted = timeline.countBetween(at(from), at(to));

        assertThat(counted).isLessThanOrEqualTo(truth);
        if (timeline.reaches(at(from))) {
            assertThat(counted).isEqualTo(truth);
        }
        assertThat(timeline.total()).isLessThanOrEqualTo(times.size());
        assertThat(timeline.first())
                .isEqualTo(times.stream().min(Integer::compare).map(TimelineProperties::at));
        assertThat(timeline.last(at(16)))
                .isEqualTo(times.stream().max(Integer::compare).map(TimelineProperties::at));
    }

    private static Timeline timeline(List<Integer> times, int depth) {
        return summary(times, depth).timeline(CLICKED);
    }

    private static ActivitySummary summary(List<Integer> times, int depth) {
        ActivitySummary summary = ActivitySummary.EMPTY;
        for (int time : times) {
            summary = summary.plus(CLICKED, at(time), depth);
        }
        return summary;
    }

    private static Instant at(int time) {
        return Instant.ofEpochSecond(1_000_000L + time);
    }
}
