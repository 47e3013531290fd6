// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reengage.channel.Receipt;
import io.reengage.internal.node.Threads;
import io.reengage.ledger.Ledger;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BackgroundTest {

    @Test
    void aThreadOfOurOwnDoesWhatIsDueUntilClosed() throws InterruptedException {
        CountDownLatch sent = new CountDownLatch(3);
        try (World world = new World(Ledger.inMemory(), 3, 0)) {
            start(world, sent);

            assertThat(sent.await(30, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> world.reengage.start(Duration.ofMillis(10)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("already started");
        }
    }

    @Test
    void whateverTheHostThrowsIsNotTheEndOfTheThread() throws InterruptedException {
        for (Throwable thrown : List.of(new NoClassDefFoundError("a test"), new IOException("a test"))) {
            CountDownLatch sent = new CountDownLatch(1);
            AtomicBoolean failed = new AtomicBoolean();
            // the time is asked for at many places, and by the host's own means
            InstantSource clock = () -> {
                if (Thread.currentThread().getName().equals("reengage-background")
                        && failed.compareAndSet(false, true)) {
                    throw BackgroundTest.<RuntimeException>undeclared(thrown);
                }
                return World.START;
            };
            try (World world = new World(
                    Ledger.inMemory(), 3, 0, builder -> builder.clock(clock).threads(Threads.daemons()))) {
                start(world, sent);
                assertThat(sent.await(30, TimeUnit.SECONDS))
                        .as("after %s", thrown)
                        .isTrue();
                assertThat(failed).isTrue();
            }
        }
    }

    /** A campaign under way in the background, each of whose messages is counted. */
    private static void start(World world, CountDownLatch sent) {
        world.channel.answering(message -> {
            sent.countDown();
            return Receipt.accepted(message.key());
        });
        world.reengage.campaigns().launch(World.winBack().noHoldout("a test").build());
        world.reengage.start(Duration.ofMillis(10));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E undeclared(Throwable failure) throws E {
        throw (E) failure;
    }

    @Test
    void anIntervalThatMakesNoSenseIsRefusedByName() {
        try (World world = new World(Ledger.inMemory(), 1, 0)) {
            for (Duration interval : List.of(
                    Duration.ZERO, Duration.ofNanos(1), Duration.ofSeconds(-1), Duration.ofSeconds(Long.MAX_VALUE))) {
                assertThatThrownBy(() -> world.reengage.start(interval))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("interval must be from PT0.001S to PT8760H");
            }
        }
    }

    @Test
    void whoIsClosedDoesNotStartAgain() {
        World world = new World(Ledger.inMemory(), 1, 0);
        world.close();
        assertThatThrownBy(() -> world.reengage.start(Duration.ofSeconds(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aBudgetMayBeAsLongAsDurationsGo() {
        try (World world = new World(Ledger.inMemory(), 3, 0)) {
            world.reengage
                    .campaigns()
                    .launch(World.winBack().noHoldout("a test").build());
            assertThat(world.reengage.runDue(ChronoUnit.FOREVER.getDuration()).sent())
                    .isEqualTo(3);
        }
    }
}
