// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LaneTest {
    private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");

    @Test
    void aProviderThatWantsLessIsLeftAloneTwiceAsLongEachTimeAndThenSentHalf() {
        Lane lane = Lane.open(0, 8).entered(NOW).slowed(NOW, Duration.ofMinutes(5));
        assertThat(lane.isClosed(NOW.plus(Lane.FIRST_PAUSE).minusMillis(1))).isTrue();
        assertThat(lane.isClosed(NOW.plus(Lane.FIRST_PAUSE))).isFalse();
        assertThat(lane.width()).isEqualTo(4);

        Instant later = NOW.plus(Lane.FIRST_PAUSE);
        Lane again = lane.entered(later).slowed(later, Duration.ZERO);
        assertThat(again.pausedUntil()).isEqualTo(later.plus(Lane.FIRST_PAUSE.multipliedBy(2)));
        assertThat(again.width()).isEqualTo(2);
    }

    @Test
    void whatWasUnderWaySaysNothingNew() {
        Lane lane = Lane.open(0, 8).entered(NOW).entered(NOW).slowed(NOW, Duration.ZERO);

        assertThat(lane.slowed(NOW.plusSeconds(1), Duration.ZERO)).isEqualTo(lane.left());
    }

    @Test
    void aLongerWishIsHeeded() {
        assertThat(Lane.open(0, 2).slowed(NOW, Duration.ofHours(5)).pausedUntil())
                .isEqualTo(NOW.plus(Duration.ofHours(5)));
    }

    @Test
    void acceptedMailWidensItAgainStepByStep() {
        Lane lane = Lane.open(0, 4).slowed(NOW, Duration.ZERO);
        for (int i = 0; i < Lane.ENOUGH - 1; i++) {
            lane = lane.entered(NOW).accepted();
        }
        assertThat(lane.width()).isEqualTo(2);
        lane = lane.entered(NOW).accepted();
        assertThat(lane.width()).isEqualTo(3);
        assertThat(lane.pauses()).isZero();
    }

    @Test
    void thoseHeldBackAreToldToComeOneAfterTheOther() {
        Lane lane = Lane.open(60, 1);
        while (!lane.isClosed(NOW)) {
            lane = lane.entered(NOW).accepted();
        }
        for (int i = 0; i < 120; i++) {
            lane = lane.held(NOW);
        }
        assertThat(lane.wait(NOW)).isEqualTo(Duration.ofSeconds(150));
    }

    @Property
    void neverMoreThanThePaceAndABurst(
            @ForAll @IntRange(min = 1, max = 600) int perMinute,
            @ForAll @Size(min = 1, max = 300) List<@IntRange(min = 0, max = 5_000) Integer> gaps) {
        Lane lane = Lane.open(perMinute, 1);
        Instant now = NOW;
        int sent = 0;
        for (int gap : gaps) {
            now = now.plusMillis(gap);
            if (!lane.isClosed(now) && !lane.isFull()) {
                lane = lane.entered(now).accepted();
                sent++;
            }
        }
        double minutes = Duration.between(NOW, now).plus(Lane.BURST).toMillis() / 60_000.0;
        assertThat((double) sent).isLessThanOrEqualTo(minutes * perMinute + 1.01);
    }

    @Property
    void whoeverIsHeldBackWaitsAtLeastUntilItIsOpenAgain(
            @ForAll @IntRange(min = 0, max = 100) int perMinute, @ForAll @IntRange(min = 1, max = 200) int held) {
        Lane lane = Lane.open(perMinute, 2).slowed(NOW, Duration.ZERO);
        for (int i = 0; i < held; i++) {
            lane = lane.held(NOW);
            assertThat(lane.isClosed(NOW.plus(lane.wait(NOW)))).isFalse();
        }
    }
}
