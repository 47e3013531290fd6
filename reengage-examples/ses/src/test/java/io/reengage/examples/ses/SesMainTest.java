// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.ses;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SesMainTest {

    @Test
    void whatSesTellsEndsWithTheRightPeople() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean right = SesMain.run(new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .contains(
                        "sent through SES: 4, of unknown fate: 1",
                        "topic confirmed: true",
                        "not believed: 5 (the signature does not hold)",
                        "bob is suppressed for: HARD_BOUNCE",
                        "chie is suppressed for: COMPLAINT",
                        "dan is suppressed for: nothing",
                        "still of unknown fate: 0");
        assertThat(right).isTrue();
    }
}
