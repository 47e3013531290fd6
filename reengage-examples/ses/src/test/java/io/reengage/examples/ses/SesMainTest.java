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
                        "sent through SES: 4",
                        "topic confirmed: true",
                        "not believed: 4 (the signature does not hold)",
                        "bob is suppressed for: HARD_BOUNCE",
                        "chie is suppressed for: COMPLAINT",
                        "dan is suppressed for: nothing");
        assertThat(right).isTrue();
    }
}
