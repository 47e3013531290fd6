// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class IntervalTest {

    @Test
    void containsItsLimitsAndWhatLiesBetween() {
        Interval interval = new Interval(1, 2);

        assertThat(interval.contains(1)).isTrue();
        assertThat(interval.contains(1.5)).isTrue();
        assertThat(interval.contains(2)).isTrue();
    }

    @Test
    void doesNotContainWhatLiesOutside() {
        assertThat(new Interval(1, 2).contains(0.9)).isFalse();
        assertThat(new Interval(1, 2).contains(2.1)).isFalse();
    }

    @Test
    void refusesLimitsInTheWrongOrder() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Interval(2, 1))
                .withMessageContaining("low 2.0, high 1.0");
    }

    @Test
    void refusesALimitThatIsNotANumber() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Interval(Double.NaN, 1));
    }
}
