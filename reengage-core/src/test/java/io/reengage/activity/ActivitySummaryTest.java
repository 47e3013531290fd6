// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.OPENED;
import static io.reengage.activity.ActivityType.PURCHASED;
import static io.reengage.activity.ActivityType.RECEIVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ActivitySummaryTest {
    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
    private static final List<ActivityType> TYPES = List.of(RECEIVED, OPENED, CLICKED, PURCHASED);

    @Test
    void timesCountToTheSecondRoundedDown() {
        ActivitySummary summary = ActivitySummary.EMPTY.plus(CLICKED, NOW.plusMillis(999), 8);

        assertThat(summary).isEqualTo(ActivitySummary.EMPTY.plus(CLICKED, NOW, 8));
        assertThat(summary.timeline(CLICKED).last(NOW)).contains(NOW);
        assertThat(summary.timeline(CLICKED).countBetween(NOW, NOW)).isEqualTo(1);
        assertThat(summary.timeline(CLICKED).countBetween(NOW.plusSeconds(1), Instant.MAX))
                .isZero();
    }

    @Test
    void whatLiesBefore1970OrAfter2106CountsAsAtThatEnd() {
        ActivitySummary summary = ActivitySummary.EMPTY
                .plus(CLICKED, Instant.parse("1901-01-01T00:00:00Z"), 8)
                .plus(CLICKED, Instant.MAX, 8);

        assertThat(summary.timeline(CLICKED).newest())
                .containsExactly(Instant.parse("2106-02-07T06:28:15Z"), Instant.EPOCH);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 263, 264, 65_543, 65_544, 70_000})
    void theTotalAndTheFirstTimeOutliveTheTimesThatAreNotKept(int often) {
        ActivitySummary summary = ActivitySummary.EMPTY.plus(PURCHASED, NOW, 8);
        for (int i = 0; i < often; i++) {
            summary = summary.plus(RECEIVED, NOW.plusSeconds(i), 8);
        }

        Timeline mails = summary.timeline(RECEIVED);
        assertThat(mails.total()).isEqualTo(often);
        assertThat(mails.first()).contains(NOW);
        assertThat(mails.depth()).isEqualTo(Math.min(often, 8));
        assertThat(mails.reaches(NOW)).isEqualTo(often <= 8);
        assertThat(summary.timeline(PURCHASED).newest()).containsExactly(NOW);
        assertThat(ActivitySummary.ofBytes(summary.bytes())).isEqualTo(summary);
    }

    @Test
    void manyTimesAreKeptWhereACountNeedsThemButNotWithoutEnd() {
        ActivitySummary summary = ActivitySummary.EMPTY;
        for (int i = 0; i < 5000; i++) {
            summary = summary.plus(CLICKED, NOW.plusSeconds(i), Integer.MAX_VALUE);
        }

        assertThat(summary.timeline(CLICKED).depth()).isEqualTo(ActivitySummary.MOST_DEPTH);
        assertThat(summary.timeline(CLICKED).total()).isEqualTo(5000);
        assertThatIllegalArgumentException().isThrownBy(() -> ActivitySummary.EMPTY.plus(CLICKED, NOW, 0));
    }

    @Property(tries = 200)
    void theFormForAColumnIsReadBackAsItWas(
            @ForAll @Size(max = 60) List<@IntRange(max = 400) Integer> told,
            @ForAll @IntRange(min = 1, max = 40) int depth) {
        ActivitySummary summary = summary(told, depth);

        assertThat(ActivitySummary.ofBytes(summary.bytes())).isEqualTo(summary).hasSameHashCodeAs(summary);
        assertThat(ActivitySummary.of(summary.timelines())).isEqualTo(summary);
    }

    /** Types and times by turns; nothing depends on the order. */
    @Property(tries = 200)
    void theOrderOfArrivalDoesNotMatter(
            @ForAll @Size(max = 60) List<@IntRange(max = 400) Integer> told,
            @ForAll @IntRange(min = 1, max = 12) int depth) {
        List<Integer> backwards = new java.util.ArrayList<>(told);
        Collections.reverse(backwards);

        assertThat(summary(backwards, depth)).isEqualTo(summary(told, depth));
    }

    @Property(tries = 500)
    void damagedBytesAreRefusedOrAreAnotherSummaryAndNeverAnythingElse(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 400) Integer> told,
            @ForAll @IntRange(max = 10_000) int where,
            @ForAll byte other) {
        byte[] bytes = summary(told, 3).bytes();
        bytes[where % bytes.length] = other;

        assertThatCode(() -> ActivitySummary.ofBytes(bytes).timelines().values().forEach(Timeline::newest))
                .satisfiesAnyOf(
                        thrown -> assertThat(thrown).isNull(),
                        thrown -> assertThat(thrown).isInstanceOf(IllegalArgumentException.class));
    }

    @Test
    void bytesThatEndTooSoonOrTooLateAreRefused() {
        byte[] bytes =
                summary(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), 2).bytes();

        for (int length = 1; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatIllegalArgumentException().isThrownBy(() -> ActivitySummary.ofBytes(cut));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ActivitySummary.ofBytes(Arrays.copyOf(bytes, bytes.length + 1)))
                .withMessageContaining("1 bytes too many");
        assertThat(ActivitySummary.ofBytes(new byte[0])).isEqualTo(ActivitySummary.EMPTY);
    }

    @Test
    void aSummaryTellsNoTimesInLogs() {
        assertThat(ActivitySummary.EMPTY.plus(CLICKED, NOW, 8))
                .hasToString("ActivitySummary{clicked=Timeline[1 times, newest kept 1]}");
        assertThat(ActivitySummary.of(Map.of(CLICKED, Timeline.EMPTY))).isEqualTo(ActivitySummary.EMPTY);
    }

    private static ActivitySummary summary(List<Integer> told, int depth) {
        ActivitySummary summary = ActivitySummary.EMPTY;
        for (int each : told) {
            summary = summary.plus(TYPES.get(each % 4), Instant.ofEpochSecond(each / 4), depth);
        }
        return summary;
    }
}
