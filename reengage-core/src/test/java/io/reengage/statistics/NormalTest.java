// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values: 50-digit arithmetic, rounded to 17 digits. */
class NormalTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
                    1e-300, -37.047096299361201
                    1e-16, -8.2220822161304348
                    1e-10, -6.3613409024040566
                    1e-06, -4.7534243088228987
                    0.001, -3.0902323061678136
                    0.025, -1.9599639845400543
                    0.074, -1.4466320671589785
                    0.076, -1.4325027208258116
                    0.2, -0.84162123357291418
                    0.4, -0.25334710313579972
                    0.499999, -2.5066282745665593e-6
                    0.5, 0.0
                    0.6, 0.25334710313579972
                    0.8, 0.84162123357291441
                    0.9, 1.2815515655446006
                    0.925, 1.4395314709384561
                    0.975, 1.9599639845400538
                    0.9999, 3.7190164854557084
                    """)
    void agreesWithFiftyDigitArithmetic(double probability, double quantile) {
        assertThat(Normal.quantile(probability)).isCloseTo(quantile, withinPercentage(1e-12));
    }
}
