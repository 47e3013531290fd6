// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptTest {
    private final List<Integer> made = new ArrayList<>();
    private final Kept<Integer, String> kept = new Kept<>(2, this::make);

    private String make(Integer key) {
        made.add(key);
        return "n" + key;
    }

    @Test
    void whatWasMadeOnceIsNotMadeAgain() {
        assertThat(List.of(kept.get(1), kept.get(2), kept.get(1))).containsExactly("n1", "n2", "n1");
        assertThat(made).containsExactly(1, 2);
    }

    @Test
    void whenTooMuchIsKeptItBeginsAnew() {
        for (int key : List.of(1, 2, 3, 3, 1)) {
            assertThat(kept.get(key)).isEqualTo("n" + key);
        }
        assertThat(made).containsExactly(1, 2, 3, 1);
    }
}
