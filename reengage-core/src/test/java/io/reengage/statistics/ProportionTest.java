// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProportionTest {

    /** Newcombe (1998), Statistics in Medicine 17, 857-872, and three arms of Hillstrom's e-mail experiment. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    81,  263,     0.2552885199,   0.366209577
                    15,  148,     0.06238639953,  0.1604872417
                    0,   20,      0,              0.1611251581
                    1,   29,      0.006113214293, 0.1717552188
                    20,  20,      0.8388748419,   1
                    0,   1,       0,              0.7934506856
                    1,   1,       0.2065493144,   1
                    5,   10,      0.2365930905,   0.7634069095
                    3,   1000000, 1.020271241e-6, 8.821149774e-6
                    122, 21306,   0.004798205846, 0.006832169692
                    267, 21307,   0.01112288501,  0.01411504189
                    3894, 21307,  0.1776249908,   0.1880030616
                    """)
    void givesThePublishedWilsonLimits(long successes, long trials, double low, double high) {
        Interval interval = new Proportion(successes, trials).wilson(0.95);

        assertThat(interval.low()).isCloseTo(low, within(1e-10));
        assertThat(interval.high()).isCloseTo(high, within(1e-10));
    }

    @Test
    void keepsTheDigitsOfASmallRateInAHugeSample() {
        assertThat(new Proportion(3, 1_000_000).wilson(0.95).low()).isCloseTo(1.020271241e-6, within(1e-15));
    }

    @Test
    void startsAtExactlyZeroWithoutSuccesses() {
        assertThat(new Proportion(0, 7).wilson(0.9).low()).isZero();
    }

    @Test
    void endsAtExactlyOneWithoutFailures() {
        assertThat(new Proportion(7, 7).wilson(0.9).high()).isEqualTo(1);
    }

    @Test
    void hasNoRateWithoutTrials() {
        assertThat(new Proportion(0, 0).rate()).isEmpty();
    }

    @Test
    void holdsEveryRatePossibleWithoutTrials() {
        assertThat(new Proportion(0, 0).wilson(0.95)).isEqualTo(new Interval(0, 1));
    }

    @Test
    void dividesSuccessesByTrials() {
        assertThat(new Proportion(1, 4).rate()).hasValue(0.25);
    }

    @ParameterizedTest
    @CsvSource({"-1, 5", "6, 5", "1, 0", "0, -1"})
    void refusesCountsThatCannotBe(long successes, long trials) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Proportion(successes, trials))
                .withMessageContaining("successes " + successes + ", trials " + trials);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.5, 95, Double.NaN})
    void refusesAConfidenceThatIsNoProbability(double confidence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Proportion(1, 2).wilson(confidence))
                .withMessageContaining("confidence");
    }
}
