// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import io.reengage.campaign.Action;
import io.reengage.channel.Message;
import io.reengage.internal.node.Freshness;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.People;
import io.reengage.internal.run.Runs;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.store.DueSet;
import io.reengage.segment.Profile;
import io.reengage.subscriber.Subscriber;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives a channel its messages one by one, and looks once more before each: whoever was suppressed since the mark is left
 * out, and after a stop nothing more is given out. What was read is relied on for a moment only, see {@link Freshness}; a
 * slow channel has it read for every message or two, a fast one for many at once. Safe for several threads pulling.
 */
final class LastCheck implements Iterator<Message> {
    /** A database that is slower than that as often in a row is in trouble: who is left waits for the next round. */
    private static final int MOST_READINGS = 5;

    private final Settings settings;
    private final People people;
    private final Slice slice;
    private final Map<String, Settlement.Fate> fates;
    private final Deque<Message> waiting;
    private final Set<String> givenOut = new HashSet<>();
    private final Freshness freshness;
    private long readAt;
    /** How many at the head of the queue the last reading was about, and how many of them are through. */
    private int covered;

    private int used;
    private Map<String, String> obstacles = Map.of();
    private @Nullable Message next;
    private boolean asked;

    /**
     * @param fates takes the fate of those left out
     * @param markedAt taken before it was decided that all of them may be written to
     */
    LastCheck(
            Settings settings,
            People people,
            Slice slice,
            Map<String, Message> messages,
            Map<String, Settlement.Fate> fates,
            long markedAt) {
        this.settings = settings;
        this.people = people;
        this.slice = slice;
        this.fates = fates;
        this.waiting = new ArrayDeque<>(messages.values());
        this.freshness = new Freshness(settings.threads());
        this.readAt = markedAt;
        this.covered = waiting.size();
    }

    @Override
    public synchronized boolean hasNext() {
        asked = true;
        while (next == null && !waiting.isEmpty()) {
            if (!isCovered()) {
                waiting.clear();
                break;
            }
            Message candidate = waiting.removeFirst();
            covered--;
            used++;
            @Nullable String obstacle = obstacles.get(candidate.subscriberId());
            if (obstacle == null) {
                next = candidate;
            } else {
                fates.put(candidate.subscriberId(), new Settlement.Fate.Withdrawn(obstacle));
            }
        }
        return next != null;
    }

    /** Whether what is known of the next message may be relied on; reads it anew if not, but not for ever. */
    private boolean isCovered() {
        for (int tries = 0; tries <= MOST_READINGS; tries++) {
            if (covered > 0 && freshness.isTrusted(readAt)) {
                return true;
            }
            if (!mayGoOn()) {
                return false;
            }
        }
        return false;
    }

    /** Reads what speaks against the next messages; whether any may be given out at all. */
    private boolean mayGoOn() {
        List<Message> ahead = waiting.stream().limit(Math.max(1, 2L * used)).toList();
        readAt = freshness.mark();
        covered = ahead.size();
        used = 0;
        Optional<Map<String, String>> found = settings.ledger().transact(rows -> obstacles(rows, ahead));
        obstacles = found.orElse(Map.of());
        return found.isPresent();
    }

    /** What speaks against whom; empty if nobody may be written to any more. */
    private Optional<Map<String, String>> obstacles(Rows rows, List<Message> messages) {
        DueSet set = slice.set();
        BooleanSupplier working = Runs.working(rows, set.run());
        BooleanSupplier mine = Leases.still(rows, set.shard(), set.epoch());
        List<Subscriber> persons = messages.stream().map(this::person).toList();
        Supplier<Map<String, List<Suppression>>> words = people.askSuppressions(rows, persons);
        if (!working.getAsBoolean() || !mine.getAsBoolean()) {
            return Optional.empty();
        }
        Map<String, List<Suppression>> suppressions = words.get();
        Map<String, String> found = new HashMap<>();
        for (Message message : messages) {
            String id = message.subscriberId();
            People.forbidding(
                            suppressions.getOrDefault(id, List.of()),
                            ((Action.Send) slice.step().action()).channel(),
                            message.purpose())
                    .ifPresent(reason -> found.put(id, "suppressed: " + reason));
        }
        return Optional.of(found);
    }

    private Subscriber person(Message message) {
        return Optional.ofNullable(slice.profiles().get(message.subscriberId()))
                .map(Profile::subscriber)
                .orElseThrow();
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

    /** Whether the channel never asked for a message. */
    synchronized boolean isUntouched() {
        return !asked;
    }

    /** Whether the channel took none although there was one to take. */
    synchronized boolean isLeft() {
        return givenOut.isEmpty() && (!asked || next != null);
    }

    /** Whether the channel got this person's message. */
    synchronized boolean wasGivenOut(String subscriberId) {
        return givenOut.contains(subscriberId);
    }
}
