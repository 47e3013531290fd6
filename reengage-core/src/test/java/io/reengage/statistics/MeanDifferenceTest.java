// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeanDifferenceTest {

    private static final Sample NONE = new Sample(21_306, 13_908.33, 2_870_050.3621);
    private static final Sample MENS = new Sample(21_307, 30_311.69, 6_759_024.4973);
    private static final Sample WOMENS = new Sample(21_387, 23_038.11, 4_911_446.5763);

    @Test
    void givesTheIncrementalRevenuePerPersonOfTheMensMail() {
        MeanDifference difference = new MeanDifference(MENS, NONE);
        Interval interval = difference.welch(0.95).orElseThrow();

        assertThat(difference.estimate().orElseThrow()).isCloseTo(0.7698271558945, within(1e-12));
        assertThat(difference.degreesOfFreedom().orElseThrow()).isCloseTo(36671.15797736, within(1e-6));
        assertThat(interval.low()).isCloseTo(0.4851397325684, within(1e-10));
        assertThat(interval.high()).isCloseTo(1.054514579221, within(1e-10));
        assertThat(difference.conclusion(0.95)).isEqualTo(Conclusion.HIGHER);
    }

    @Test
    void givesTheIncrementalRevenuePerPersonOfTheWomensMail() {
        Interval interval = new MeanDifference(WOMENS, NONE).welch(0.95).orElseThrow();

        assertThat(interval.low()).isCloseTo(0.1689567898838, within(1e-10));
        assertThat(interval.high()).isCloseTo(0.6798676419894, within(1e-10));
    }

    /** Two and three amounts, 1, 3 and 0, 1, 5: few degrees of freedom. */
    @Test
    void widensTheIntervalOfAFewAmounts() {
        MeanDifference difference = new MeanDifference(new Sample(2, 4, 10), new Sample(3, 6, 26));
        Interval interval = difference.welch(0.95).orElseThrow();

        assertThat(difference.degreesOfFreedom().orElseThrow()).isCloseTo(2.985074626866, within(1e-12));
        assertThat(interval.high()).isCloseTo(5.826795176389, within(1e-9));
        assertThat(interval.low()).isCloseTo(-5.826795176389, within(1e-9));
        assertThat(difference.conclusion(0.95)).isEqualTo(Conclusion.NOT_SHOWN);
    }

    @Test
    void hasNoIntervalWithFewerThanTwoAmountsInAnArm() {
        MeanDifference difference = new MeanDifference(new Sample(1, 3, 9), MENS);

        assertThat(difference.welch(0.95)).isEmpty();
        assertThat(difference.degreesOfFreedom()).isEmpty();
        assertThat(difference.conclusion(0.95)).isEqualTo(Conclusion.NOT_SHOWN);
    }

    @Test
    void hasNoIntervalWhenNobodyBoughtAnything() {
        MeanDifference difference = new MeanDifference(new Sample(900, 0, 0), new Sample(100, 0, 0));

        assertThat(difference.estimate()).hasValue(0);
        assertThat(difference.welch(0.95)).isEmpty();
    }

    @Test
    void estimatesNothingFromAnEmptyArm() {
        assertThat(new MeanDifference(MENS, new Sample(0, 0, 0)).estimate()).isEmpty();
    }

    @Test
    void takesTheMeanAndTheUnbiasedVarianceOfASample() {
        Sample sample = new Sample(3, 6, 26);

        assertThat(sample.mean()).hasValue(2);
        assertThat(sample.variance()).hasValue(7);
    }

    @Test
    void hasNoVarianceWithOneAmount() {
        assertThat(new Sample(1, 3, 9).variance()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-1, 0, 0", "2, NaN, 1", "2, 1, Infinity", "2, 4, 7", "0, 1, 1", "0, 0, 1", "2, 0, -1"})
    void refusesSumsThatNoSampleHas(long n, double sum, double sumOfSquares) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sample(n, sum, sumOfSquares))
                .withMessageContaining("n " + n);
    }
}
