// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.store;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.OPENED;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.ActivitySummary;
import io.reengage.activity.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListsTest {
    private static final Instant THEN = Instant.parse("2026-06-15T12:00:00Z");

    @Test
    void a_summary_is_read_as_it_was_written() {
        ActivitySummary summary = ActivitySummary.EMPTY
                .plus(CLICKED, THEN, 2)
                .plus(CLICKED, THEN.plusSeconds(5), 2)
                .plus(CLICKED, THEN.minusSeconds(5), 2)
                .plus(OPENED, THEN, 2);

        assertThat(Lists.summary(Lists.write(summary))).isEqualTo(summary);
        assertThat(Lists.summary(Lists.write(ActivitySummary.EMPTY))).isEqualTo(ActivitySummary.EMPTY);
    }

    @Test
    void a_summary_of_the_first_tables_is_read_to_the_second() {
        long millis = THEN.toEpochMilli();
        String line = "clicked 3 " + millis + " " + (millis + 9_999) + " " + (millis + 5_001);

        assertThat(Lists.summary(line))
                .isEqualTo(ActivitySummary.of(
                        Map.of(CLICKED, Timeline.of(3, THEN, List.of(THEN.plusSeconds(9), THEN.plusSeconds(5))))));
    }
}
