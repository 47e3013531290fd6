// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import io.reengage.channel.Channel;
import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import io.reengage.internal.breaker.Breakers;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.People;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the messages of one slice to their channel, and says what became of each, whatever the channel does. */
final class HandOver {
    private static final Logger logger = LoggerFactory.getLogger(HandOver.class);

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
        vigil.begin(channel.spec());
        try {
            channel.deliverAll(gated(due, name, vigil), (message, receipt) -> {
                vigil.sign();
                answers.put(message.subscriberId(), answered(name, message, receipt == null ? noReceipt() : receipt));
            });
        } catch (RuntimeException | Error e) {
            // who got a receipt and who was never given out must be settled whatever was thrown
            logger.warn(
                    "Channel {} failed during a hand-over of run {}",
                    name,
                    slice.set().run(),
                    e);
        } finally {
            vigil.end();
        }
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

    private Settlement.Fate answered(String channel, Message message, Receipt receipt) {
        breakers.answered(channel, message.to(), receipt, settings.now());
        // only of a refusal anything is said about the address
        return receipt instanceof Receipt.Refused
                ? new Settlement.Fate.Answered(receipt, Refusals.addressee(message.to()))
                : new Settlement.Fate.Answered(receipt);
    }

    private static Receipt noReceipt() {
        return Receipt.unknown("the channel gave no receipt");
    }

    /** Ends early when this node stops or the channel is cut off or given up; who was not given out stays due. */
    private Iterator<Message> gated(Iterator<Message> due, String channel, Vigil vigil) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                vigil.sign();
                return !stopping.getAsBoolean()
                        && !vigil.isGivenUp()
                        && !breakers.isOpen(channel, settings.now())
                        && due.hasNext();
            }

            @Override
            public Message next() {
                return due.next();
            }
        };
    }
}
