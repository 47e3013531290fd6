// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reengage.channel.Receipt;
import io.reengage.ledger.Ledger;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackgroundTest {

    @Test
    void aThreadOfOurOwnDoesWhatIsDueUntilClosed() throws InterruptedException {
        CountDownLatch sent = new CountDownLatch(3);
        try (World world = new World(Ledger.inMemory(), 3, 0)) {
            world.channel.answering(message -> {
                sent.countDown();
                return Receipt.accepted(message.key());
            });
            world.reengage
                    .campaigns()
                    .launch(World.winBack().noHoldout("a test").build());

            world.reengage.start(Duration.ofMillis(10));

            assertThat(sent.await(30, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> world.reengage.start(Duration.ofMillis(10)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("already started");
        }
    }
}
