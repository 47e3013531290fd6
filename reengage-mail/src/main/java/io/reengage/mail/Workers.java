// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import io.reengage.channel.Channel;
import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Several threads that pull messages one by one, each only when it is about to send it. */
final class Workers {
    private final Channel channel;
    private final Iterator<Message> due;
    private final BiConsumer<Message, Receipt> done;
    private boolean stopped;

    Workers(Channel channel, Iterator<Message> due, BiConsumer<Message, Receipt> done) {
        this.channel = channel;
        this.due = due;
        this.done = done;
    }

    /**
     * Works until nothing is due any more. What {@code due} or {@code done} throw stops all workers, after the receipts of
     * what they have pulled, and is thrown again.
     */
    void run(int threads) {
        ExecutorService helpers = Executors.newFixedThreadPool(Math.max(1, threads - 1), Workers::thread);
        List<Future<?>> running = new ArrayList<>();
        try {
            for (int i = 1; i < threads; i++) {
                running.add(helpers.submit(this::work));
            }
            work();
        } finally {
            helpers.shutdown();
            await(running);
        }
    }

    private void work() {
        boolean finished = false;
        try {
            for (Message message = next(); message != null; message = next()) {
                done.accept(message, deliver(message));
            }
            finished = true;
        } finally {
            if (!finished) {
                stop();
            }
        }
    }

    private synchronized @Nullable Message next() {
        return !stopped && due.hasNext() ? due.next() : null;
    }

    private synchronized void stop() {
        stopped = true;
    }

    private Receipt deliver(Message message) {
        try {
            return channel.deliver(message);
        } catch (RuntimeException e) {
            return Receipt.unknown("unexpected " + e.getClass().getSimpleName());
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "reengage-mail");
        thread.setDaemon(true);
        return thread;
    }

    /** Waits for all, interrupted or not: every message pulled must have its receipt when this ends. */
    private static void await(List<Future<?>> running) {
        boolean interrupted = false;
        RuntimeException failure = null;
        for (Future<?> each : running) {
            boolean over = false;
            while (!over) {
                try {
                    each.get();
                    over = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    failure = e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
                    over = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
    }
}
