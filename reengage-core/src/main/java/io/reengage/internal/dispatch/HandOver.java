// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import com.google.common.collect.Maps;
import io.reengage.channel.Channel;
import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import io.reengage.internal.breaker.Breakers;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.People;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the messages of one slice to their channel, and says what became of each, whatever the channel does. */
final class HandOver {
    private static final Logger logger = LoggerFactory.getLogger(HandOver.class);
    /** How long a channel that fails before it takes anything is left alone, and not called again as fast as it fails. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Settings settings;
    private final People people;
    private final Breakers breakers;
    private final BooleanSupplier stopping;

    /** @param stopping whether no more messages are given out */
    HandOver(Settings settings, People people, Breakers breakers, BooleanSupplier stopping) {
        this.settings = settings;
        this.people = people;
        this.breakers = breakers;
        this.stopping = stopping;
    }

    /**
     * What became of each message, by person.
     *
     * @param markedAt a moment before it was decided that all of them may be written to
     */
    Map<String, Settlement.Fate> deliver(
            Slice slice, Channel channel, Map<String, Message> messages, long markedAt, Vigil vigil) {
        String name = channel.spec().name();
        Map<String, Settlement.Fate> answers = new ConcurrentHashMap<>();
        LastCheck due = new LastCheck(settings, people, slice, messages, answers, markedAt);
        AtomicBoolean turnedAway = new AtomicBoolean();
        boolean failed = false;
        vigil.begin(channel.spec());
        try {
            channel.deliverAll(gated(due, name, vigil, turnedAway), (message, receipt) -> {
                vigil.sign();
                if (isAwaited(messages.get(message.subscriberId()), message, due)) {
                    Receipt told = receipt == null ? noReceipt() : receipt;
                    answers.merge(message.subscriberId(), answered(name, message, told), HandOver::graver);
                } else {
                    logger.warn(
                            "Channel {} gave a receipt for message {}, which it was not given now; it counts for nothing",
                            name,
                            message.key());
                }
            });
        } catch (Exception | Error e) { // also what is declared nowhere, as from a channel in another language
            // who got a receipt and who was never given out must be settled whatever was thrown
            failed = true;
            logger.warn(
                    "Channel {} failed during a hand-over of run {}",
                    name,
                    slice.set().run(),
                    e);
        } finally {
            vigil.end();
        }
        if (failed ? due.isUntouched() : due.isLeft() && !turnedAway.get()) {
            return noneTaken(
                    name,
                    messages,
                    failed ? "the channel failed before it took any message" : "the channel took no message");
        }
        return fates(name, messages, answers, due);
    }

    private Map<String, Settlement.Fate> fates(
            String name, Map<String, Message> messages, Map<String, Settlement.Fate> answers, LastCheck due) {
        Map<String, Settlement.Fate> fates = new LinkedHashMap<>();
        messages.forEach((id, message) -> {
            Settlement.Fate fate = answers.get(id);
            if (fate == null) {
                fate = due.wasGivenOut(id) ? answered(name, message, noReceipt()) : new Settlement.Fate.Untouched();
            }
            fates.put(id, fate);
        });
        return fates;
    }

    private static boolean isAwaited(@Nullable Message given, Message answered, LastCheck due) {
        return given != null && given.key().equals(answered.key()) && due.wasGivenOut(answered.subscriberId());
    }

    /** All wait, and the channel has been in trouble once. */
    private Map<String, Settlement.Fate> noneTaken(String channel, Map<String, Message> messages, String reason) {
        messages.values().stream()
                .findFirst()
                .ifPresent(
                        first -> breakers.answered(channel, first.to(), Receipt.refusedForNow(reason), settings.now()));
        Settlement.Fate waits = new Settlement.Fate.Answered(Receipt.heldBack(reason, PAUSE));
        return new LinkedHashMap<>(Maps.asMap(messages.keySet(), id -> waits));
    }

    private Settlement.Fate answered(String channel, Message message, Receipt receipt) {
        breakers.answered(channel, message.to(), receipt, settings.now());
        // only of a refusal anything is said about the address
        return receipt instanceof Receipt.Refused
                ? new Settlement.Fate.Answered(receipt, Refusals.addressee(message.to()))
                : new Settlement.Fate.Answered(receipt);
    }

    /** Of two receipts for one message the one by which it may have left: nobody is written to again on a word taken back. */
    private static Settlement.Fate graver(Settlement.Fate one, Settlement.Fate other) {
        return gravity(other) > gravity(one) ? other : one;
    }

    private static int gravity(Settlement.Fate fate) {
        if (fate instanceof Settlement.Fate.Answered answered && answered.receipt() instanceof Receipt.Refused) {
            return 0;
        }
        return fate instanceof Settlement.Fate.Answered answered && answered.receipt() instanceof Receipt.Unknown
                ? 1
                : 2;
    }

    private static Receipt noReceipt() {
        return Receipt.unknown("the channel gave no receipt");
    }

    /** Ends early when this node stops or the channel is cut off or given up; who was not given out stays due. */
    private Iterator<Message> gated(Iterator<Message> due, String channel, Vigil vigil, AtomicBoolean turnedAway) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                vigil.sign();
                boolean closed =
                        stopping.getAsBoolean() || vigil.isGivenUp() || breakers.isOpen(channel, settings.now());
                if (closed) {
                    turnedAway.set(true);
                }
                return !closed && due.hasNext();
            }

            @Override
            public Message next() {
                return due.next();
            }
        };
    }
}
