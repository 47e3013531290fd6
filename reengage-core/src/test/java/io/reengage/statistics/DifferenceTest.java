// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import static io.reengage.statistics.Conclusion.HIGHER;
import static io.reengage.statistics.Conclusion.LOWER;
import static io.reengage.statistics.Conclusion.NOT_SHOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceTest {

    /** Newcombe (1998), Statistics in Medicine 17, 873-890, cases a to h; Hillstrom's men's e-mail; a small holdout. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    56, 70, 48, 80, 0.0524314724, 0.333872654
                    9, 10, 3, 10, 0.1705227239, 0.8090179735
                    6, 7, 2, 7, 0.05822792748, 0.8062496375
                    5, 56, 0, 29, -0.0381371479, 0.1925600139
                    0, 10, 0, 20, -0.1611251581, 0.2775327999
                    0, 10, 0, 10, -0.2775327999, 0.2775327999
                    10, 10, 0, 20, 0.6790860371, 1
                    10, 10, 0, 10, 0.6075093504, 1
                    267, 21307, 122, 21306, 0.005014344671, 0.008640723397
                    300, 10000, 25, 1000, -0.007068300987, 0.01375247772
                    """)
    void givesThePublishedNewcombeLimits(long k1, long n1, long k2, long n2, double low, double high) {
        Interval interval = difference(k1, n1, k2, n2).newcombe(0.95);

        assertThat(interval.low()).isCloseTo(low, within(1e-10));
        assertThat(interval.high()).isCloseTo(high, within(1e-10));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    56, 70, 48, 80, 2.650171951, 0.008045081368
                    9, 10, 3, 10, 2.738612788, 0.006169899321
                    6, 7, 2, 7, 2.160246899, 0.03075356126
                    5, 56, 0, 29, 1.658648869, 0.09718656817
                    0, 10, 0, 20, 0, 1
                    10, 10, 0, 20, 5.477225575, 4.320463058e-08
                    10, 10, 0, 10, 4.472135955, 7.744216431e-06
                    267, 21307, 122, 21306, 7.385114411, 1.523223501e-13
                    300, 10000, 25, 1000, 0.89030892, 0.3733000328
                    """)
    void givesThePooledTestOfTheReference(long k1, long n1, long k2, long n2, double z, double pValue) {
        Difference difference = difference(k1, n1, k2, n2);

        assertThat(difference.z()).isCloseTo(z, within(1e-8));
        assertThat(difference.pValue()).isCloseTo(pValue, withinPercentage(1e-6));
    }

    /** Hillstrom's men's and women's e-mail against none, purchases within two weeks. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    267, 21307, 122, 21306, 1.1884218763, 0.7679840780, 1.7088424427
                    189, 21387, 122, 21306, 0.5433130437, 0.2301052195, 0.9362694451
                    """)
    void givesTheRelativeLiftOfAnExperiment(long k1, long n1, long k2, long n2, double lift, double low, double high) {
        Difference difference = difference(k1, n1, k2, n2);
        Interval interval = difference.katz(0.95).orElseThrow();

        assertThat(difference.relativeLift().orElseThrow()).isCloseTo(lift, within(1e-9));
        assertThat(interval.low()).isCloseTo(low, within(1e-9));
        assertThat(interval.high()).isCloseTo(high, within(1e-9));
    }

    @Test
    void doesNotRunOutOfDigitsWhereTheEffectIsOverwhelming() {
        assertThat(difference(3894, 21307, 2262, 21306).pValue())
                .isCloseTo(5.68516548280199e-112, withinPercentage(1e-9));
    }

    @Test
    void concludesHigherWhenTheIntervalLiesAboveZero() {
        assertThat(difference(267, 21307, 122, 21306).conclusion(0.95)).isEqualTo(HIGHER);
    }

    @Test
    void concludesLowerWhenTheIntervalLiesBelowZero() {
        assertThat(difference(122, 21306, 267, 21307).conclusion(0.95)).isEqualTo(LOWER);
    }

    @Test
    void showsNothingWhenTheIntervalIncludesZero() {
        assertThat(difference(300, 10000, 25, 1000).conclusion(0.95)).isEqualTo(NOT_SHOWN);
    }

    @Test
    void knowsNothingWhenAnArmIsEmpty() {
        Difference difference = difference(5, 10, 0, 0);

        assertThat(difference.estimate()).isEmpty();
        assertThat(difference.newcombe(0.95)).isEqualTo(new Interval(-1, 1));
        assertThat(difference.conclusion(0.95)).isEqualTo(NOT_SHOWN);
        assertThat(difference.pValue()).isEqualTo(1);
        assertThat(difference.relativeLift()).isEmpty();
    }

    @Test
    void hasNoRelativeIntervalWhenACountIsZero() {
        assertThat(difference(0, 10, 5, 10).katz(0.95)).isEmpty();
        assertThat(difference(5, 10, 0, 10).katz(0.95)).isEmpty();
    }

    @Test
    void hasNoRelativeIntervalWhenNobodyFailed() {
        assertThat(difference(10, 10, 10, 10).katz(0.95)).isEmpty();
    }

    @Test
    void losesEverythingRelativelyWhenNoneOfTheTreatedSucceeded() {
        assertThat(difference(0, 10, 5, 10).relativeLift()).hasValue(-1);
    }

    private static Difference difference(long k1, long n1, long k2, long n2) {
        return new Difference(new Proportion(k1, n1), new Proportion(k2, n2));
    }
}
