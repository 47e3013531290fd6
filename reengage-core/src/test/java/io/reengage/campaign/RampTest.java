// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RampTest {

    @Test
    void each_portion_is_so_many_times_as_large_as_the_one_before() {
        assertThat(IntStream.rangeClosed(1, 4).mapToObj(Ramp.startingWith(1000)::portion))
                .containsExactly(1000L, 2000L, 4000L, 8000L);
        assertThat(IntStream.rangeClosed(1, 4).mapToObj(Ramp.startingWith(10).growingBy(1.5)::portion))
                .containsExactly(10L, 15L, 23L, 34L);
        assertThat(Ramp.startingWith(Integer.MAX_VALUE).growingBy(10).portion(1000))
                .as("more than there are people")
                .isEqualTo(1L << 53);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ramp.startingWith(1).portion(0));
    }

    @ParameterizedTest
    @CsvSource({
        "1000,2,1000000,10",
        "1000,2,1000,1",
        "1000,2,1001,2",
        "7,1,50,8",
        "7,1,49,7",
        "5,3,0,0",
        "5,1,0,0",
        "1,1,2147483648,2147483648"
    })
    void days_are_those_until_everybody_had_their_portion(int first, double factor, long people, long days) {
        assertThat(new Ramp(first, factor).days(people)).isEqualTo(days);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.99, 0, -1, 10.01, Double.NaN, Double.POSITIVE_INFINITY})
    void a_ramp_neither_shrinks_nor_leaps(double factor) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ramp.startingWith(10).growingBy(factor))
                .withMessageContaining("between 1 and 10");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void a_ramp_starts_with_somebody(int first) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ramp.startingWith(first))
                .withMessageContaining("nobody");
    }
}
