// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reengage.ledger.LedgerException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DurabilityTest {

    @Test
    void anH2ThatWasSeenToLoseCommitsIsRefusedWithTheVersionToUse() {
        assertThatThrownBy(() -> Durability.refuseVersion(List.of("2.5.252")))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("2.5.252")
                .hasMessageContaining("2.4.240");
        assertThatCode(() -> Durability.refuseVersion(List.of("2.4.240"))).doesNotThrowAnyException();
    }
}
