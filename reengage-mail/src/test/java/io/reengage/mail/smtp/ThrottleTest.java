// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Receipt;
import io.reengage.mail.provider.ProviderGroup;
import io.reengage.mail.provider.ProviderGroups;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads at one provider while the clock leaps. */
class ThrottleTest {
    private static final int THREADS = 16;
    private static final int EACH = 600;
    private static final int PER_MINUTE = 600;
    private static final int CONNECTIONS = 4;
    /** What {@link Lane#BURST} lets through at once. */
    private static final int BURST = PER_MINUTE / 6;

    private static final int LEAPS = 6;
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");

    /** Time as it passes, in milliseconds; what the clock shows differs from it by the leaps so far. */
    private final AtomicLong passed = new AtomicLong();

    private final AtomicLong leapt = new AtomicLong();
    private final InstantSource clock = () -> START.plusMillis(passed.get() + leapt.get());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void neverMoreThanThePaceWithABurstForEachLeapNorMoreAtATimeThanThereArePlaces(long seed) throws Exception {
        ProviderGroup group = new ProviderGroup("p", PER_MINUTE, CONNECTIONS, Set.of("p.example"), Set.of());
        Throttle throttle = new Throttle(ProviderGroups.of(List.of(group)), 10, clock);
        ConcurrentSkipListMap<Long, Integer> sent = new ConcurrentSkipListMap<>();
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> senders = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            Random random = new Random(seed * THREADS + thread);
            boolean leaps = thread < LEAPS;
            int when = random.nextInt(EACH);
            senders.add(threads.submit(() -> {
                for (int i = 0; i < EACH; i++) {
                    passed.addAndGet(random.nextInt(20));
                    if (leaps && i == when) {
                        leapt.addAndGet((random.nextBoolean() ? 1 : -1)
                                * Duration.ofHours(1).toMillis());
                    }
                    throttle.send("p.example", () -> {
                        most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                        sent.merge(passed.get(), 1, Integer::sum);
                        for (int spin = 0; spin < 1_000; spin++) {
                            Thread.onSpinWait();
                        }
                        underWay.decrementAndGet();
                        return new Throttle.Sent(Receipt.accepted("ok"), null);
                    });
                }
            }));
        }
        for (Future<?> each : senders) {
            each.get();
        }
        threads.shutdown();
        assertThat(most.get()).isBetween(1, CONNECTIONS);
        assertThat(sent).isNotEmpty();
        for (long from : sent.keySet()) {
            int within = sent.subMap(from, from + MINUTE).values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            assertThat(within)
                    .as("from %d ms on", from)
                    .isLessThanOrEqualTo(PER_MINUTE + BURST * (1 + LEAPS) + THREADS);
        }
    }
}
