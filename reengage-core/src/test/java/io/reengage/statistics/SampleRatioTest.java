// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleRatioTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
                    821588 815482,     1 1,   22.77436884, 1.821792873e-06, true
                    44700 45489,       1 1,   6.90240495,  0.008607987811,  false
                    21306 21307 21387, 1 1 1, 0.20253125,  0.9036929576,    false
                    90210 9790,        9 1,   4.9,         0.02685669551,   false
                    90500 9500,        9 1,   27.77777778, 1.360802291e-07, true
                    3 9,               1 1,   3,           0.08326451666,   false
                    """)
    void givesTheTestOfTheReference(String observed, String shares, double chiSquare, double pValue, boolean alarm) {
        SampleRatio ratio = SampleRatio.of(
                Stream.of(observed.split(" ")).mapToLong(Long::parseLong).toArray(),
                Stream.of(shares.split(" ")).mapToDouble(Double::parseDouble).toArray());

        assertThat(ratio.chiSquare()).isCloseTo(chiSquare, within(1e-8));
        assertThat(ratio.pValue()).isCloseTo(pValue, withinPercentage(1e-6));
        assertThat(ratio.alarm()).isEqualTo(alarm);
    }

    @Test
    void findsNothingAmissBeforeAnyoneIsAssigned() {
        SampleRatio ratio = SampleRatio.of(new long[] {0, 0}, 0.9, 0.1);

        assertThat(ratio.pValue()).isEqualTo(1);
        assertThat(ratio.alarm()).isFalse();
    }

    @Test
    void givesAlarmWhenAnArmStaysEmpty() {
        assertThat(SampleRatio.of(new long[] {1000, 0}, 0.9, 0.1).alarm()).isTrue();
    }

    @Test
    void refusesArmsWithoutAPlannedShare() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SampleRatio.of(new long[] {5, 5, 5}, 1, 1))
                .withMessageContaining("sizes 3, shares 2");
    }

    @Test
    void refusesAPlannedShareOfZero() {
        assertThatIllegalArgumentException().isThrownBy(() -> SampleRatio.of(new long[] {5, 5}, 1, 0));
    }

    @Test
    void refusesASingleArm() {
        assertThatIllegalArgumentException().isThrownBy(() -> SampleRatio.of(new long[] {5}, 1));
    }

    @Test
    void refusesANegativeSize() {
        assertThatIllegalArgumentException().isThrownBy(() -> SampleRatio.of(new long[] {5, -5}, 1, 1));
    }

    @Test
    void refusesAnImpossibleResult() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SampleRatio(-1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SampleRatio(1, 0));
    }
}
