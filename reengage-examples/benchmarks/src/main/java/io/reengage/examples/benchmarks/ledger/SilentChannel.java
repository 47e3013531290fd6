// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.ledger;

import io.reengage.channel.Channel;
import io.reengage.channel.ChannelSpec;
import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import io.reengage.channel.Rendering;
import io.reengage.channel.TemplateRenderer;
import io.reengage.subscriber.Address;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/** Accepts everything at once and does nothing; counts what it was given, and in how many sets. */
final class SilentChannel implements Channel {
    static final String NAME = "email";

    /** Says the same to everybody: what is measured is the book-keeping, not the writing. */
    static final TemplateRenderer ONE_TEXT = new TemplateRenderer() {
        @Override
        public List<String> problems(String template, ChannelSpec channel) {
            return List.of();
        }

        @Override
        public Rendering render(String template, String language, ChannelSpec channel, Map<String, Object> values) {
            return new Rendering.Rendered(language, FIELDS);
        }
    };

    private static final Map<String, String> FIELDS = Map.of("subject", "Still there?");
    private static final Receipt ACCEPTED = Receipt.accepted("accepted-by-nobody");

    private final LongAdder messages = new LongAdder();
    private final LongAdder sets = new LongAdder();

    @Override
    public ChannelSpec spec() {
        return new ChannelSpec(NAME, Address.EMAIL, Set.of("subject"), Set.of(), Duration.ofMinutes(5));
    }

    @Override
    public Receipt deliver(Message message) {
        messages.increment();
        return ACCEPTED;
    }

    @Override
    public void deliverAll(Iterator<Message> due, BiConsumer<Message, Receipt> done) {
        sets.increment();
        Channel.super.deliverAll(due, done);
    }

    long messages() {
        return messages.sum();
    }

    long sets() {
        return sets.sum();
    }
}
