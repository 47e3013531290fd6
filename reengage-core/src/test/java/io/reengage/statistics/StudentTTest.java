// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values: 50-digit arithmetic, rounded to 17 digits. */
class StudentTTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
                    0.45, 1, 0.15838444032453625
                    0.025000000000000022, 1, 12.706204736174694
                    5.000000000143778e-07, 1, 636619.77234875131
                    0.025000000000000022, 1.3, 7.5005293255620282
                    0.025000000000000022, 2, 4.3026527297494619
                    0.45, 3.7, 0.13450286323189795
                    5.000000000143778e-07, 3.7, 62.290773014349249
                    0.025000000000000022, 5, 2.5705818356363146
                    0.025000000000000022, 29.5, 2.0437249667721229
                    0.45, 100, 0.12598088204153965
                    5.000000000143778e-07, 100, 5.2137275742232925
                    0.025000000000000022, 1000.25, 1.9623384864941926
                    0.45, 36671.2, 0.12566221706181233
                    0.025000000000000022, 36671.2, 1.9600286769471722
                    5.000000000143778e-07, 36671.2, 4.8924699009181341
                    0.025000000000000022, 1000000.0, 1.9599663568141066
                    """)
    void agreesWithFiftyDigitArithmetic(double tail, double degreesOfFreedom, double quantile) {
        assertThat(StudentT.upperQuantile(tail, degreesOfFreedom)).isCloseTo(quantile, withinPercentage(1e-10));
    }
}
