// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.reengage.statistics.SampleSize.Arms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleSizeTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
                    0.2, 0.25, 0.95, 0.8, 1, 1093.7390
                    0.2, 0.25, 0.95, 0.8, 9, 621.4533
                    0.2, 0.25, 0.95, 0.8, 19, 590.1887
                    0.2, 0.25, 0.95, 0.9, 1, 1463.7073
                    0.2, 0.25, 0.95, 0.9, 9, 821.9993
                    0.2, 0.25, 0.95, 0.9, 19, 779.5350
                    0.2, 0.25, 0.99, 0.9, 1, 2073.2013
                    0.2, 0.25, 0.99, 0.9, 9, 1173.3777
                    0.2, 0.25, 0.99, 0.9, 19, 1113.8171
                    0.1, 0.11, 0.95, 0.8, 1, 14750.7905
                    0.1, 0.11, 0.95, 0.8, 9, 8301.9611
                    0.1, 0.11, 0.95, 0.8, 19, 7877.3090
                    0.1, 0.11, 0.95, 0.9, 1, 19746.6245
                    0.1, 0.11, 0.95, 0.9, 9, 11043.4543
                    0.1, 0.11, 0.95, 0.9, 19, 10470.3355
                    0.1, 0.11, 0.99, 0.9, 1, 27963.3364
                    0.1, 0.11, 0.99, 0.9, 9, 15704.8031
                    0.1, 0.11, 0.99, 0.9, 19, 14897.5710
                    0.0057, 0.0088, 0.95, 0.8, 1, 11755.7037
                    0.0057, 0.0088, 0.95, 0.8, 9, 6932.7517
                    0.0057, 0.0088, 0.95, 0.8, 19, 6609.9293
                    0.0057, 0.0088, 0.95, 0.9, 1, 15737.0530
                    0.0057, 0.0088, 0.95, 0.9, 9, 8991.6309
                    0.0057, 0.0088, 0.95, 0.9, 19, 8539.4907
                    0.0057, 0.0088, 0.99, 0.9, 1, 22285.4489
                    0.0057, 0.0088, 0.99, 0.9, 9, 13004.5864
                    0.0057, 0.0088, 0.99, 0.9, 19, 12382.9757
                    """)
    void givesTheControlArmOfTheReference(
            double controlRate, double treatedRate, double confidence, double power, double ratio, double control) {
        SampleSize size = new SampleSize(confidence, power);

        assertThat(size.control(treatedRate, controlRate, ratio)).isCloseTo(control, within(1e-4));
    }

    @Test
    void roundsBothArmsUp() {
        assertThat(SampleSize.ofDefaults().toDetect(0.0088, 0.0057, 9)).isEqualTo(new Arms(62_395, 6_933));
    }

    @Test
    void sizesForAFallAsForARise() {
        assertThat(SampleSize.ofDefaults().toDetect(0.2, 0.25, 1)).isEqualTo(new Arms(1_094, 1_094));
    }

    @Test
    void detectsTheRateTheArmsWereSizedFor() {
        double rate = SampleSize.ofDefaults()
                .smallestDetectable(0.2, new Arms(1_094, 1_094))
                .orElseThrow();

        assertThat(rate).isLessThan(0.25).isCloseTo(0.25, within(1e-4));
    }

    @Test
    void detectsARiseFromNothing() {
        assertThat(SampleSize.ofDefaults()
                        .smallestDetectable(0, new Arms(9_000, 1_000))
                        .orElseThrow())
                .isBetween(0.0, 0.01);
    }

    @Test
    void detectsNothingWithAHandfulOfPeople() {
        assertThat(SampleSize.ofDefaults().smallestDetectable(0.5, new Arms(3, 3)))
                .isEmpty();
    }

    @Test
    void detectsNoRiseAboveCertainty() {
        assertThat(SampleSize.ofDefaults().smallestDetectable(1, new Arms(3_000, 3_000)))
                .isEmpty();
    }

    @Test
    void refusesToDetectADifferenceOfZero() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SampleSize.ofDefaults().toDetect(0.2, 0.2, 1));
    }

    @ParameterizedTest
    @CsvSource({"-0.1, 0.2, 1", "0.2, 1.1, 1", "NaN, 0.2, 1", "0.2, 0.3, 0", "0.2, 0.3, Infinity"})
    void refusesRatesAndRatiosOutOfRange(double treatedRate, double controlRate, double ratio) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SampleSize.ofDefaults().toDetect(treatedRate, controlRate, ratio));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.4, 1, Double.NaN})
    void refusesAPowerBelowATossOfACoinOrOfCertainty(double power) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SampleSize(0.95, power))
                .withMessageContaining("power");
    }

    @Test
    void refusesAConfidenceOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SampleSize(1, 0.8));
    }

    @Test
    void refusesAnEmptyArm() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Arms(9, 0))
                .withMessageContaining("treated 9, control 0");
    }
}
