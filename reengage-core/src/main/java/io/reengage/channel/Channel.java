// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A way to reach people: e-mail, push, text message, an ad audience.
 *
 * <p>Called from several threads at once; may block up to {@link ChannelSpec#deadline()} a message. Bad luck is a returned
 * {@link Receipt}; whatever is thrown, or {@code null}, counts as {@link Receipt.Unknown}, since the message may have left. A
 * channel that returns without having taken any message is called again a minute later. A channel never repeats a message by
 * itself once it may have left.
 */
public interface Channel extends AutoCloseable {

    /** What this channel is called and what it needs. Always the same answer. */
    ChannelSpec spec();

    /**
     * What keeps a message like this one from going out, such as an unmet duty of law, in words for its author. Sends nothing.
     *
     * <p>Asked at launch about a message made up from each template, whose unknown values are stood in for by their names, and
     * by a test send about the real one. A channel refuses such a message anyhow when it is delivered.
     */
    default List<String> problems(Message message) {
        return List.of();
    }

    /** Hands one message over and says what became of it. */
    Receipt deliver(Message message);

    /**
     * Hands over messages pulled one by one: each is checked a last time when {@code due} gives it out, so a channel must
     * not pull ahead of what it is about to send.
     *
     * @param done told the receipt of each message pulled, exactly once, from any thread, before this method returns; one
     *     for any other message counts for nothing, and of two for one message the one by which it may have left
     */
    default void deliverAll(Iterator<Message> due, BiConsumer<Message, Receipt> done) {
        while (due.hasNext()) {
            Message message = due.next();
            done.accept(message, deliver(message));
        }
    }

    /**
     * "Did you take this one?", asked about a message whose fate is unknown.
     *
     * @param key the message's {@link Message#key()}
     * @return its receipt, or empty if the channel cannot tell
     */
    default Optional<Receipt> lookup(String key) {
        return Optional.empty();
    }

    /** Lets go of connections. No message is delivered afterwards. */
    @Override
    default void close() {}
}
