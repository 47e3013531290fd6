// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Receipt;
import io.reengage.monitoring.ReengageListener.BreakerChange;
import io.reengage.monitoring.ReengageListener.BreakerState;
import io.reengage.subscriber.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When messages are kept back from a channel or a domain, and how they are let through again. */
class BreakersTest {
    private static final Receipt TAKEN = Receipt.accepted("");
    private static final Receipt BUSY = Receipt.refusedForNow("busy");

    private final List<BreakerChange> changes = new ArrayList<>();
    private final Breakers breakers = new Breakers(changes::add);
    private Instant now = Instant.parse("2026-01-05T09:00:00Z");

    private static Breaker after(Breaker breaker, int results, boolean trouble, Instant now) {
        Breaker current = breaker;
        for (int i = 0; i < results; i++) {
            current = current.answered(trouble, now);
        }
        return current;
    }

    private void answers(String domain, int number, Receipt receipt) {
        for (int i = 0; i < number; i++) {
            breakers.answered("email", Address.email("p" + i + "@" + domain), receipt, now);
        }
    }

    private Map<String, Address> people(String domain, int number) {
        Map<String, Address> people = new LinkedHashMap<>();
        IntStream.range(0, number).forEach(i -> people.put("p" + i, Address.email("p" + i + "@" + domain)));
        return people;
    }

    private int admitted(String domain, int wanted) {
        return wanted
                - breakers.admit("email", people(domain, wanted), now).refused().size();
    }

    @Test
    void opensWhenHalfOfEnoughResultsAreTroubleAndNotBefore() {
        Breaker nearly = after(after(Breaker.closed(20, now), 10, false, now), 9, true, now);
        assertThat(nearly.state()).isEqualTo(BreakerState.CLOSED);
        assertThat(nearly.answered(true, now).state()).isEqualTo(BreakerState.OPEN);
        assertThat(nearly.answered(false, now).state()).isEqualTo(BreakerState.CLOSED);
        Breaker few = after(Breaker.closed(20, now), 19, true, now);
        assertThat(few.state()).isEqualTo(BreakerState.CLOSED);
        assertThat(few.answered(true, now.plus(Breaker.WINDOW)).state())
                .as("a new window")
                .isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void letsAFewThroughAfterThePauseAndMoreEachMinuteWhileTheyGetThrough() {
        Breaker open = after(Breaker.closed(20, now), 20, true, now);
        assertThat(open.free()).isZero();
        assertThat(open.answered(false, now).state())
                .as("late results tell nothing")
                .isEqualTo(BreakerState.OPEN);
        Instant moment = now.plus(Breaker.FIRST_PAUSE);
        Breaker breaker = open.at(moment);
        for (int quota : new int[] {5, 20, 80}) {
            assertThat(breaker.free()).isEqualTo(quota);
            breaker = after(breaker.given(quota), quota, false, moment);
            assertThat(breaker.free()).as("no more in this minute").isZero();
            moment = moment.plus(Breaker.STAGE);
            breaker = breaker.at(moment);
        }
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void pausesTwiceAsLongEachTimeTheFewFailButNeverForEver() {
        Breaker breaker = after(Breaker.closed(20, now), 20, true, now);
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            pauses.add(Duration.between(now, breaker.until()));
            now = breaker.until();
            breaker = after(breaker.at(now).given(3), 3, true, now);
            assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
        }
        assertThat(pauses).extracting(Duration::toMinutes).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
    }

    @Test
    void aStageNobodyAnsweredInIsTriedAgain() {
        Breaker half = after(Breaker.closed(20, now), 20, true, now).at(now.plus(Breaker.FIRST_PAUSE));
        Instant later = half.until();
        assertThat(half.given(5).at(later).free()).isEqualTo(Breaker.FIRST_QUOTA);
    }

    @Test
    void aDomainInTroubleStopsNoOther() {
        answers("slow.example", 200, BUSY);
        assertThat(changes).extracting(BreakerChange::domain).containsOnly("slow.example");
        assertThat(admitted("slow.example", 10)).isZero();
        assertThat(admitted("fine.example", 10)).isEqualTo(10);
        assertThat(breakers.isOpen("email", now)).isFalse();
    }

    @Test
    void aChannelIsCutOffWhenManyDomainsAreInTrouble() {
        IntStream.range(0, 10).forEach(domain -> answers("d" + domain + ".example", 6, Receipt.unknown("timeout")));
        assertThat(breakers.isOpen("email", now)).isTrue();
        assertThat(admitted("never-seen.example", 3)).isZero();
        assertThat(breakers.admit("email", people("x.example", 1), now)
                        .refused()
                        .get("p0"))
                .satisfies(wait -> assertThat(wait.reason()).isEqualTo("channel email is in trouble"));
        assertThat(breakers.isTroubled("push", now)).isFalse();
    }

    @Test
    void anAddressKindWithoutDomainsHasItsChannelOnly() {
        for (int i = 0; i < 50; i++) {
            breakers.answered("push", new Address("device", "token" + i), BUSY, now);
        }
        assertThat(changes)
                .extracting(BreakerChange::channel, BreakerChange::domain)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("push", ""));
    }

    @Test
    void refusalsForGoodCutNothingOff() {
        IntStream.range(0, 20).forEach(domain -> answers("d" + domain, 50, Receipt.refusedForGood("no such mailbox")));
        assertThat(changes).isEmpty();
    }

    @Test
    void whoWasPickedAndNotHandedOverFreesThePlace() {
        answers("slow.example", 20, BUSY);
        now = now.plus(Breaker.FIRST_PAUSE);
        Admission admission = breakers.admit("email", people("slow.example", 100), now);
        assertThat(admission.refused()).hasSize(95);
        breakers.giveBack(admission, Set.of("p0", "p1"), now);
        assertThat(admitted("slow.example", 100)).isEqualTo(2);
    }

    @Test
    void millionsOfDomainsTakeBoundedMemory() {
        IntStream.range(0, 3 * Breakers.MOST_DOMAINS).forEach(i -> {
            breakers.answered("push", Address.email("p@d" + i + ".example"), BUSY, now);
            now = now.plusSeconds(1);
        });
        assertThat(breakers.watched()).isLessThanOrEqualTo(Breakers.MOST_DOMAINS + 1);
        answers("new.example", 20, BUSY);
        assertThat(breakers.troubled(now)).extracting(BreakerChange::domain).contains("new.example");
    }

    @Test
    void domainsAreTheSameWhateverTheirSpelling() {
        answers("Slow.Example", 10, BUSY);
        answers("slow.example", 10, TAKEN);
        assertThat(changes).extracting(BreakerChange::domain).containsExactly("slow.example");
    }
}
