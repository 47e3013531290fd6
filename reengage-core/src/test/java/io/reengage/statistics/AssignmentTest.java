// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentTest {

    /** Stored assignments depend on these: if one changes, so must {@link Assignment#SCHEME}. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    winback-2024-q1, 1,                                    0.03561848444283677
                    winback-2024-q1, 2,                                    0.7837351752257329
                    winback-2024-q1, 1000001,                              0.08269636118472412
                    winback-2024-q1, user1@example.com,                    0.24598162728349626
                    winback-2024-q1, ünïcode,                              0.19056555650005558
                    winback-2024-q1, f47ac10b-58cc-4372-a567-0e02b2c3d479, 0.14332660641608685
                    holdout-global,  1,                                    0.5903699712478625
                    holdout-global,  2,                                    0.3028078187287958
                    holdout-global,  1000001,                              0.8886202228705811
                    holdout-global,  user1@example.com,                    0.8151839833327289
                    holdout-global,  ünïcode,                              0.816832556367899
                    holdout-global,  f47ac10b-58cc-4372-a567-0e02b2c3d479, 0.9920890869177895
                    """)
    void putsAUnitAlwaysAtTheSamePosition(String salt, String unit, double position) {
        assertThat(new Assignment(salt).position(unit)).isEqualTo(position);
        assertThat(Assignment.SCHEME).isEqualTo(1);
    }

    @Test
    void dividesThePositionsByTheWeightsInTheirOrder() {
        Assignment assignment = new Assignment("winback-2024-q1");

        assertThat(assignment.pick("1", 0.1, 0.6, 0.3)).isZero();
        assertThat(assignment.pick("user1@example.com", 0.1, 0.6, 0.3)).isEqualTo(1);
        assertThat(assignment.pick("2", 0.1, 0.6, 0.3)).isEqualTo(2);
    }

    @Test
    void caresOnlyForTheRatiosOfTheWeights() {
        Assignment assignment = new Assignment("winback-2024-q1");

        assertThat(assignment.pick("2", 10, 60, 30)).isEqualTo(2);
        assertThat(assignment.pick("user1@example.com", 10, 60, 30)).isEqualTo(1);
    }

    @Test
    void givesNobodyToAVariantOfWeightZero() {
        Assignment assignment = new Assignment("winback-2024-q1");

        assertThat(assignment.pick("1", 0, 1, 0)).isEqualTo(1);
        assertThat(assignment.pick("2", 0, 1, 0)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0 0", "1 -1", "1 NaN", "1 Infinity"})
    void refusesWeightsThatDivideNothing(String weights) {
        double[] values = Arrays.stream(weights.split(" "))
                .filter(weight -> !weight.isEmpty())
                .mapToDouble(Double::parseDouble)
                .toArray();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Assignment("salt").pick("1", values))
                .withMessageContaining("weights");
    }

    @Test
    void refusesAnEmptySalt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Assignment(""))
                .withMessageContaining("salt");
    }
}
