// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reengage.channel.Receipt;
import io.reengage.ledger.store.DueSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results as a line of the journal, and back. */
class ResultsTest {
    private static final Instant NOW = Instant.parse("2026-01-05T09:00:00.123Z");

    private static Settlement.Settled answered(Receipt receipt) {
        return new Settlement.Settled(2, "plain", new Settlement.Fate.Answered(receipt));
    }

    @Test
    void everyKindOfFateSurvivesTheJournal() {
        DueSet set = new DueSet(
                7, "abc", NOW, NOW.minusSeconds(5), "win-back/1", "ask", 3, List.of(), List.of(), null, 1L << 40);
        Results results = new Results(
                set,
                NOW,
                NOW.plusMillis(250),
                Map.of(
                        "accepted", answered(Receipt.accepted("<id@host> \"quoted\"\nline \u00fc")),
                        "unknown", answered(Receipt.unknown("")),
                        "refused", answered(Receipt.refusedForGood("550")),
                        "dead",
                                new Settlement.Settled(
                                        1,
                                        "",
                                        new Settlement.Fate.Answered(
                                                Receipt.bounced("550 5.1.1", Receipt.Finding.DEAD),
                                                "0a1b2c@people.example")),
                        "later", answered(Receipt.refusedForNow("451")),
                        "asked", answered(new Receipt.Refused("slow", false, Duration.ofHours(3))),
                        "held", answered(Receipt.heldBack("busy", Duration.ofMinutes(1))),
                        "withdrawn", new Settlement.Settled(1, "", new Settlement.Fate.Withdrawn("suppressed")),
                        "untouched", new Settlement.Settled(1, "", new Settlement.Fate.Untouched())));
        assertThat(results.line()).doesNotContain("\n");
        assertThat(Results.parse(results.line())).isEqualTo(results);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "nonsense", "{\"shard\":1,\"set\":\"a\",\"dueAt\":\"yesterday\"}"})
    void aLineThatHoldsNoResultsIsRefused(String line) {
        assertThatThrownBy(() -> Results.parse(line)).isInstanceOf(IllegalArgumentException.class);
    }
}
