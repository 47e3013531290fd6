// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ThreadsTest {

    /** An interrupt would make H2 lose hold of the file it is writing to, and with it everybody in the process. */
    @Test
    void whatIsUnderWayIsWaitedForAndNotInterrupted() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Threads.Repetition writing = Threads.daemons().repeat("a", Duration.ofMillis(1), () -> {
            begun.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });
        begun.await();
        Thread closing = new Thread(writing::close);
        closing.start();
        while (closing.getState() != Thread.State.TIMED_WAITING && closing.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
        go.countDown();
        closing.join();
        assertThat(interrupted).isFalse();
    }
}
