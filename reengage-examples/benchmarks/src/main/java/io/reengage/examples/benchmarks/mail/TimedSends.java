// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.mail;

import io.reengage.examples.benchmarks.measure.Contender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Sends for a while over new connections, each with a thread of its own that renders and hands over. */
final class TimedSends implements Contender {
    private final String name;
    private final Mailing mailing;
    private final Postman.Route route;
    private final Postman.Opening opening;
    private final long nanos;
    private final List<String> failures;

    /** @param failures told what went wrong */
    TimedSends(
            String name,
            Mailing mailing,
            Postman.Route route,
            Duration time,
            Postman.Opening opening,
            List<String> failures) {
        this.failures = failures;
        this.name = name;
        this.mailing = mailing;
        this.route = route;
        this.opening = opening;
        this.nanos = time.toNanos();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long run() {
        ExecutorService threads = Executors.newFixedThreadPool(route.connections());
        AtomicLong sent = new AtomicLong();
        try {
            Postman.Office office = opening.open(route);
            long end = System.nanoTime() + nanos;
            List<Future<?>> senders = new ArrayList<>();
            for (int i = 0; i < route.connections(); i++) {
                senders.add(threads.submit(() -> {
                    sendUntil(office, end, sent);
                    return null;
                }));
            }
            for (Future<?> sender : senders) {
                sender.get();
            }
            office.end();
        } catch (ExecutionException e) {
            fail(sent, e.getCause() == null ? e : e.getCause());
        } catch (Exception e) {
            fail(sent, e);
        } finally {
            threads.shutdownNow();
        }
        return sent.get();
    }

    /** One that fails under way counts for what it did: the others are measured all the same. */
    private void fail(AtomicLong sent, Throwable why) {
        failures.add(name + " failed: " + why.getClass().getSimpleName());
        if (sent.get() == 0) {
            sent.set(1);
        }
    }

    private void sendUntil(Postman.Office office, long end, AtomicLong sent) throws Exception {
        Postman postman = office.postman();
        boolean first = true;
        while (first || System.nanoTime() < end) {
            postman.send(mailing.next());
            sent.incrementAndGet();
            first = false;
        }
        postman.end();
    }
}
