// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelSpecTest {

    /** Whatever is being handed over would be given up at once. */
    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void a_deadline_of_no_time_is_refused(Duration deadline) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChannelSpec("email", "email", Set.of("subject"), Set.of(), deadline))
                .withMessage("deadline of channel email is not positive: " + deadline);
    }
}
