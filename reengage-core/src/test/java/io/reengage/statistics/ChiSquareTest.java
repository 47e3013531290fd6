// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values: 50-digit arithmetic, rounded to 17 digits. */
class ChiSquareTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
                    0.001, 1, 0.97477287936996038
                    0.5, 2, 0.77880078307140488
                    1.0, 1, 0.31731050786291409
                    3.0, 1, 0.083264516663550406
                    3.1, 1, 0.078292294146409869
                    3.1, 9, 0.96019785051887485
                    4.0, 3, 0.26146412994911061
                    10.0, 2, 0.006737946999085467
                    22.77436884, 1, 1.8217928744149865e-6
                    50.0, 5, 1.3857973367009593e-9
                    200.0, 50, 7.8576107246547432e-20
                    200.0, 200, 0.48670120172085135
                    505.6, 1, 5.7482644748046067e-112
                    1400.0, 1, 2.1010145162642176e-306
                    1400.0, 1000, 7.0321456418285893e-16
                    """)
    void agreesWithFiftyDigitArithmetic(double chiSquare, int degreesOfFreedom, double tail) {
        assertThat(ChiSquare.upperTail(chiSquare, degreesOfFreedom)).isCloseTo(tail, withinPercentage(1e-10));
    }
}
