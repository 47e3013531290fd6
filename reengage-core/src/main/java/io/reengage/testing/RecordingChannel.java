// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.testing;

import io.reengage.channel.Channel;
import io.reengage.channel.ChannelSpec;
import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import io.reengage.subscriber.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** A channel that keeps what it is given and answers what the test wants. Safe for several threads. */
public final class RecordingChannel implements Channel {
    private final ChannelSpec spec;
    private final List<Message> messages = new ArrayList<>();
    private Function<Message, Receipt> answer = message -> Receipt.accepted("recorded-" + message.key());

    private RecordingChannel(ChannelSpec spec) {
        this.spec = spec;
    }

    /** A channel named {@code email} for e-mail addresses that needs a subject and understands text and html. */
    public static RecordingChannel email() {
        return new RecordingChannel(new ChannelSpec(
                "email", Address.EMAIL, Set.of("subject"), Set.of("text", "html"), Duration.ofMinutes(10)));
    }

    /** Lets the test decide what becomes of each message from now on. */
    public synchronized void answering(Function<Message, Receipt> receipts) {
        this.answer = receipts;
    }

    @Override
    public ChannelSpec spec() {
        return spec;
    }

    @Override
    public synchronized Receipt deliver(Message message) {
        messages.add(message);
        return answer.apply(message);
    }

    /** Everything handed over so far, in order. */
    public synchronized List<Message> messages() {
        return List.copyOf(messages);
    }
}
