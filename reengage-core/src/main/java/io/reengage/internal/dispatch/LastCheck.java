// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import io.reengage.campaign.Action;
import io.reengage.channel.Message;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.People;
import io.reengage.internal.run.Runs;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.store.DueSet;
import io.reengage.segment.Profile;
import io.reengage.subscriber.Subscriber;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives a channel its messages one by one, and looks once more before each: whoever was suppressed since the mark is left
 * out, and after a stop nothing more is given out. Safe for several threads pulling.
 */
final class LastCheck implements Iterator<Message> {
    private static final String STOPPED = "stopped";

    private final Settings settings;
    private final People people;
    private final Slice slice;
    private final Map<String, Settlement.Fate> fates;
    private final Deque<Message> waiting;
    private final Set<String> givenOut = new HashSet<>();
    private @Nullable Message next;

    /** @param fates takes the fate of those left out */
    LastCheck(
            Settings settings,
            People people,
            Slice slice,
            Map<String, Message> messages,
            Map<String, Settlement.Fate> fates) {
        this.settings = settings;
        this.people = people;
        this.slice = slice;
        this.fates = fates;
        this.waiting = new ArrayDeque<>(messages.values());
    }

    @Override
    public synchronized boolean hasNext() {
        while (next == null && !waiting.isEmpty()) {
            Message candidate = waiting.removeFirst();
            Optional<String> obstacle = obstacle(candidate);
            if (obstacle.isEmpty()) {
                next = candidate;
            } else if (obstacle.get().equals(STOPPED)) {
                waiting.clear();
            } else {
                fates.put(candidate.subscriberId(), new Settlement.Fate.Withdrawn(obstacle.get()));
            }
        }
        return next != null;
    }

    private Optional<String> obstacle(Message message) {
        Subscriber person = Optional.ofNullable(slice.profiles().get(message.subscriberId()))
                .map(Profile::subscriber)
                .orElseThrow();
        return settings.ledger().transact(rows -> {
            DueSet set = slice.set();
            if (Runs.stopped(rows)
                    || !Runs.isRunning(rows, set.run())
                    || !Leases.isStill(rows, set.shard(), set.epoch())) {
                return Optional.of(STOPPED);
            }
            List<Suppression> suppressions =
                    people.suppressions(rows, List.of(person)).getOrDefault(person.id(), List.of());
            return People.forbidding(suppressions, ((Action.Send) slice.step().action()).channel(), message.purpose())
                    .map(reason -> "suppressed: " + reason);
        });
    }

    @Override
    public synchronized Message next() {
        if (!hasNext()) {
            throw new NoSuchElementException("nothing more is due");
        }
        Message message = Objects.requireNonNull(next);
        next = null;
        givenOut.add(message.subscriberId());
        return message;
    }

    /** Whether the channel got this person's message. */
    synchronized boolean wasGivenOut(String subscriberId) {
        return givenOut.contains(subscriberId);
    }
}
