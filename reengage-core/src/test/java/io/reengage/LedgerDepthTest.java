// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.RECEIVED;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.ignored;
import static io.reengage.segment.Span.days;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.Activity;
import io.reengage.report.Preview;
import io.reengage.segment.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host that keeps no activity itself: conditions on more times than the ledger keeps in short have their answer, too. */
class LedgerDepthTest {

    private static Stream<Activity> clicks(Nodes nodes, String person, int times) {
        Instant now = nodes.clock.instant();
        return IntStream.range(0, times)
                .mapToObj(i -> Activity.of(CLICKED).by(person).at(now.minus(Duration.ofHours(i))));
    }

    @ParameterizedTest
    @EnumSource
    void counts_beyond_what_a_summary_keeps_are_counted_from_the_record(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("few", "many", "none"))) {
            Reengage node = nodes.node("a");
            nodes.clock.advance(Duration.ofDays(3));
            node.feedback().record(clicks(nodes, "many", 40).toList());
            node.feedback().record(clicks(nodes, "few", 30).toList());
            Condition often = did(CLICKED).atLeast(35).within(days(2));

            assertThat(node.segments().count(often).in()).isEqualTo(1);
            assertThat(node.segments().count(often).unknown()).isZero();
            assertThat(node.segments()
                            .count(did(CLICKED).atLeast(12).within(days(2)))
                            .in())
                    .isEqualTo(2);
            node.campaigns().launch(Nodes.letters("letters").audience(often).build());
            node.runDue(World.LONG);
            assertThat(nodes.recipients()).containsExactly("many");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_way_ends_by_a_count_beyond_what_a_summary_keeps(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("eager", "slow"))) {
            Reengage node = nodes.node("a");
            node.campaigns()
                    .launch(Nodes.letters("letters")
                            .exitWhen(did(CLICKED).atLeast(35))
                            .build());
            node.runDue(World.LONG);
            nodes.clock.advance(Duration.ofDays(3));
            node.feedback()
                    .record(Stream.concat(clicks(nodes, "eager", 40), clicks(nodes, "slow", 30))
                            .toList());
            nodes.clock.advance(Duration.ofDays(5));
            node.runDue(World.LONG);
            assertThat(nodes.recipients()).containsExactlyInAnyOrder("eager", "slow", "slow");
        }
    }

    @ParameterizedTest
    @EnumSource
    void sixteen_messages_in_a_row_that_nobody_answered(Database database) {
        try (Nodes nodes = new Nodes(database, List.of("asleep", "awake"))) {
            Reengage node = nodes.node("a");
            for (int i = 0; i < 17; i++) {
                Instant at = nodes.clock.instant();
                node.feedback()
                        .record(Stream.of("asleep", "awake")
                                .map(each -> Activity.of(RECEIVED)
                                        .by(each)
                                        .property(Activity.CHANNEL, "email")
                                        .at(at))
                                .toList());
                if (i == 8) {
                    node.feedback()
                            .record(List.of(Activity.of(CLICKED).by("awake").at(at.plusSeconds(60))));
                }
                nodes.clock.advance(Duration.ofDays(2));
            }
            nodes.clock.advance(Duration.ofDays(3));
            Preview preview = node.campaigns()
                    .preview(Nodes.letters("letters")
                            .audience(ignored(16).on("email"))
                            .build());
            assertThat(preview.text()).isNotBlank();
            assertThat(List.of(preview.people(), preview.in(), preview.unknown()))
                    .containsExactly(2L, 1L, 0L);
        }
    }
}
