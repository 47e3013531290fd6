// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.subscribed;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.campaign.Campaign;
import io.reengage.channel.Receipt;
import io.reengage.internal.run.RunDefinition;
import io.reengage.ledger.Run;
import io.reengage.ledger.store.DueSet;
import io.reengage.testing.RecordingChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused for now is tried again ever more slowly, and what failed together does not come back together. */
class RetriesTest {
    private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");
    private static final Duration SPREAD = Duration.ofMinutes(10);
    private static final List<String> PEOPLE =
            IntStream.range(0, 1000).mapToObj(i -> "p-%04d".formatted(i)).toList();
    private static final Campaign CAMPAIGN = Campaign.named("letters")
            .once()
            .purpose("newsletter")
            .audience(subscribed("newsletter"))
            .noHoldout("a test")
            .step("ask", send("email").template("ask"))
            .build();

    private final Retries retries = new Retries(Map.of("email", RecordingChannel.email()));

    private static Slice slice(int attempt, Instant firstDueAt) {
        Run run = new Run("letters/1", "letters", "", Run.Status.RUNNING, "", NOW, null, null, 0);
        DueSet set =
                new DueSet(7, "set", firstDueAt, firstDueAt, "letters/1", "ask", attempt, PEOPLE, List.of(), null, 1);
        return new Slice(
                set, new RunDefinition(run, CAMPAIGN), CAMPAIGN.steps().get(0), PEOPLE, Map.of(), NOW, Map.of());
    }

    private static Receipt refused(@Nullable Duration retryAfter) {
        return new Receipt.Refused("busy", false, retryAfter);
    }

    @ParameterizedTest
    @CsvSource({"0, 15", "1, 60", "2, 240", "3, 960"})
    void eachTryIsFourTimesAsFarOffAndSpreadOverTenMinutes(int attempt, int minutes) {
        Slice slice = slice(attempt, NOW);
        List<Instant> again = PEOPLE.stream()
                .map(id -> retries.at(slice, refused(null), id, NOW).orElseThrow())
                .toList();
        Instant first = NOW.plus(Duration.ofMinutes(minutes));
        assertThat(again).allSatisfy(at -> assertThat(at).isBetween(first, first.plus(SPREAD)));
        Map<Long, Long> aMinute = again.stream()
                .collect(Collectors.groupingBy(at -> Duration.between(first, at).toMinutes(), Collectors.counting()));
        assertThat(aMinute).as("in each of the ten minutes about a tenth").hasSize(10);
        assertThat(aMinute.values()).allSatisfy(people -> assertThat(people).isBetween(50L, 200L));
    }

    @Test
    void theFifthRefusalIsTheLast() {
        assertThat(PEOPLE)
                .allSatisfy(id -> assertThat(retries.at(slice(4, NOW), refused(null), id, NOW))
                        .isEmpty());
    }

    @Test
    void aLaterTimeTheReceiverNamesIsHeededAndAnEarlierOneIsNot() {
        assertThat(PEOPLE).allSatisfy(id -> {
            assertThat(retries.at(slice(0, NOW), refused(Duration.ofHours(3)), id, NOW)
                            .orElseThrow())
                    .isBetween(
                            NOW.plus(Duration.ofHours(3)),
                            NOW.plus(Duration.ofHours(3)).plus(SPREAD));
            assertThat(retries.at(slice(0, NOW), refused(Duration.ofSeconds(1)), id, NOW)
                            .orElseThrow())
                    .isAfterOrEqualTo(NOW.plus(Duration.ofMinutes(15)));
        });
    }

    @Test
    void whatWouldComeTooLateIsNotTriedAgain() {
        Duration sendBy = Duration.ofDays(3);
        Slice nearlyLate = slice(0, NOW.minus(sendBy).plus(Duration.ofMinutes(20)));
        Map<Boolean, List<String>> inTime = PEOPLE.stream()
                .collect(Collectors.partitioningBy(id -> retries.at(nearlyLate, refused(null), id, NOW)
                        .filter(at -> !at.isAfter(NOW.plus(Duration.ofMinutes(20))))
                        .isPresent()));
        assertThat(inTime.get(true)).isNotEmpty();
        assertThat(inTime.get(false))
                .isNotEmpty()
                .allSatisfy(id -> assertThat(retries.at(nearlyLate, refused(null), id, NOW))
                        .isEqualTo(Optional.empty()));
    }
}
