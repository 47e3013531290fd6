// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DurabilityTest {

    @Test
    void anH2ThatWasSeenToLoseCommitsIsRefusedWithTheVersionToUse() {
        assertThat(Durability.losingVersion(List.of("2.5.252")))
                .hasValueSatisfying(reason -> assertThat(reason).contains("2.5.252", "2.4.240"));
        assertThat(Durability.losingVersion(List.of("2.4.240"))).isEmpty();
    }
}
