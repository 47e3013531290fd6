// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RoundsTest {
    private final AtomicLong cpu = new AtomicLong();
    private final List<String> turns = new ArrayList<>();

    private final class Busy implements Contender {
        private final String name;
        private final long[] millis;
        private int round;

        private Busy(String name, long... millis) {
            this.name = name;
            this.millis = millis;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void prepare() {
            cpu.addAndGet(1_000_000_000L);
        }

        @Override
        public long run() {
            turns.add(name);
            cpu.addAndGet(millis[round++] * 1_000_000);
            return 1_000;
        }
    }

    @Test
    void contendersTakeTurnsAndTheMedianOfTheRoundsThatCountIsTold() {
        List<Measured> all = Rounds.measure(
                cpu::get, 1, 3, List.of(new Busy("a", 900, 50, 20, 40), new Busy("b", 900, 100, 300, 200)));

        assertThat(turns).containsExactly("a", "b", "a", "b", "a", "b", "a", "b");
        assertThat(all).extracting(Measured::name).containsExactly("a", "b");
        assertThat(all.get(0).cpuMicros()).isEqualTo(40);
        assertThat(all.get(1).cpuMicros()).isEqualTo(200);
        assertThat(all.get(1).line()).contains("100.0..300.0");
    }

    @Test
    void theMedianOfAnEvenNumberOfRoundsLiesBetweenTheMiddleTwo() {
        List<Sample> samples = List.of(new Sample(1_000, 20_000_000, 1), new Sample(1_000, 40_000_000, 1));

        assertThat(new Measured("a", samples).cpuMicros()).isCloseTo(30, within(1e-9));
    }

    @Test
    void aContenderThatFailsIsNamed() {
        assertThatThrownBy(() -> Rounds.measure(cpu::get, 0, 1, List.of(new Busy("a"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a failed");
    }

    @Test
    void aRatioSaysWhatItAimedAt() {
        assertThat(new Ratio("pg-vs-nothing", 0.25, 10).line()).isEqualTo("ratio pg-vs-nothing 0.250 goal 10");
        assertThat(new Ratio("pg-vs-nothing", 12, 0.35).line()).isEqualTo("ratio pg-vs-nothing 12.000 goal 0.35");
    }

    @Test
    void aProcessHasUsedTimeWithItsChildren() {
        long before = ProcessFamily.of(ProcessHandle.current().pid()).nanos();

        assertThat(before).isPositive();
        assertThatThrownBy(() -> ProcessFamily.of(Long.MAX_VALUE)).isInstanceOf(IllegalArgumentException.class);
    }
}
