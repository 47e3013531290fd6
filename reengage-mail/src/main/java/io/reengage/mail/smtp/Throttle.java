// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.smtp;

import io.reengage.channel.Receipt;
import io.reengage.mail.provider.ProviderGroup;
import io.reengage.mail.provider.ProviderGroups;
import io.reengage.mail.smtp.PhasedTransport.Ending;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps the pace each provider bears. Who would have to wait long is held back instead. Safe for several threads. */
final class Throttle {
    /** How long a message waits for a place: others of the same provider are under way, and soon done. */
    private static final long LONGEST_WAIT_MILLIS = 1_000;

    /** Providers and domains remembered, so that a list of millions of domains takes bounded memory. */
    static final int MOST_LANES = 10_000;

    private final ProviderGroups providers;
    private final int connections;
    private final InstantSource clock;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Map<String, ProviderGroup> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ProviderGroup> eldest) {
            return size() > MOST_LANES;
        }
    };

    Throttle(ProviderGroups providers, int connections, InstantSource clock) {
        this.providers = providers;
        this.connections = connections;
        this.clock = clock;
    }

    /** Lets a message through, or says when to bring it again. */
    Receipt send(String domain, Supplier<Sent> sending) {
        ProviderGroup group = group(domain);
        Optional<Receipt> held = enter(group);
        if (held.isPresent()) {
            return held.get();
        }
        Sent sent = new Sent(Receipt.unknown("not sent"), null);
        try {
            sent = sending.get();
            return sent.receipt();
        } finally {
            leave(group, sent);
        }
    }

    /**
     * What became of a message.
     *
     * @param ending how the conversation ended, if there was one
     */
    record Sent(Receipt receipt, @Nullable Ending ending) {}

    private ProviderGroup group(String domain) {
        synchronized (known) {
            ProviderGroup group = known.get(domain);
            if (group != null) {
                return group;
            }
        }
        // may ask the DNS: not under the lock
        ProviderGroup found = providers.of(domain);
        synchronized (known) {
            known.put(domain, found);
        }
        return found;
    }

    private synchronized Optional<Receipt> enter(ProviderGroup group) {
        Instant now = clock.instant();
        Lane lane = lane(group);
        if (!lane.isClosed(now) && lane.isFull()) {
            waitForPlace(group);
            now = clock.instant();
            lane = lane(group);
        }
        if (lane.isClosed(now) || lane.isFull()) {
            Lane held = lane.held(now);
            lanes.put(group.name(), held);
            String why = lane.isPaused(now) ? " asked for less mail" : " is sent no more at a time";
            return Optional.of(Receipt.heldBack("provider " + group.name() + why, held.wait(now)));
        }
        lanes.put(group.name(), lane.entered(now));
        return Optional.empty();
    }

    private void waitForPlace(ProviderGroup group) {
        long end = System.nanoTime() + LONGEST_WAIT_MILLIS * 1_000_000;
        try {
            for (long left = LONGEST_WAIT_MILLIS; left > 0 && lane(group).isFull(); ) {
                wait(left);
                left = (end - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void leave(ProviderGroup group, Sent sent) {
        Lane lane = lane(group);
        Optional<Duration> pause = Optional.ofNullable(sent.ending()).flatMap(Reply::pause);
        if (pause.isPresent()) {
            lane = lane.slowed(clock.instant(), pause.get());
        } else {
            lane = sent.receipt() instanceof Receipt.Accepted ? lane.accepted() : lane.left();
        }
        lanes.put(group.name(), lane);
        if (lanes.size() > MOST_LANES) {
            Instant now = clock.instant();
            lanes.values().removeIf(each -> each.underWay() == 0 && !each.isClosed(now));
        }
        notifyAll();
    }

    private Lane lane(ProviderGroup group) {
        Lane lane = lanes.get(group.name());
        int most = group.connections() == 0 ? connections : Math.min(connections, group.connections());
        return lane == null ? Lane.open(group.perMinute(), most) : lane;
    }
}
