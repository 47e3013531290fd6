// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import io.reengage.channel.Channel;
import io.reengage.channel.ChannelSpec;
import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import io.reengage.subscriber.Address;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** A channel that notes, on one counter with the acknowledgements, when it began to ask for each message. */
final class Pulls implements Channel {
    private final AtomicLong counter = new AtomicLong();
    private final Map<String, Long> asked = new ConcurrentHashMap<>();
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    private final List<String> handed = new CopyOnWriteArrayList<>();

    void acknowledged(String subscriberId) {
        acknowledged.put(subscriberId, counter.incrementAndGet());
    }

    List<String> handed() {
        return List.copyOf(handed);
    }

    /** Who was asked for after the acknowledgement and handed over all the same. */
    List<String> tooLate() {
        return handed.stream()
                .filter(id -> acknowledged.getOrDefault(id, Long.MAX_VALUE) < asked.getOrDefault(id, 0L))
                .toList();
    }

    @Override
    public ChannelSpec spec() {
        return new ChannelSpec("email", Address.EMAIL, Set.of("subject"), Set.of("text"), Nodes.DEADLINE);
    }

    @Override
    public Receipt deliver(Message message) {
        handed.add(message.subscriberId());
        return Receipt.accepted("");
    }

    @Override
    public void deliverAll(Iterator<Message> due, BiConsumer<Message, Receipt> done) {
        long before = counter.incrementAndGet();
        while (due.hasNext()) {
            Message message = due.next();
            asked.put(message.subscriberId(), before);
            done.accept(message, deliver(message));
            before = counter.incrementAndGet();
        }
    }
}
