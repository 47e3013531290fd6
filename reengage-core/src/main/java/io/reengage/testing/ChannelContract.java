// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.testing;

import io.reengage.channel.Channel;
import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What every {@link Channel} has to keep, as a check for a host's own tests, with any test framework or none. The messages are
 * really delivered, so hand over a channel that leads to a test server.
 */
public final class ChannelContract {
    private static final int THREADS = 4;

    private final Channel channel;
    private final List<Message> messages;
    private final Promises promises;

    private ChannelContract(Channel channel, List<Message> messages) {
        this.channel = channel;
        this.messages = List.copyOf(messages);
        this.promises = new Promises("channel " + channel.spec().name());
    }

    /**
     * Checks everything, and closes the channel.
     *
     * @param messages at least two the channel can deliver, each with a key of its own
     * @throws AssertionError naming every promise that was broken
     */
    public static void verify(Channel channel, List<Message> messages) {
        if (messages.size() < 2) {
            throw new IllegalArgumentException("messages: two at least, not " + messages.size());
        }
        ChannelContract contract = new ChannelContract(channel, messages);
        contract.delivers();
        contract.pullsAndAnswers();
        contract.standsSeveralThreads();
        contract.closes();
        contract.promises.verify();
    }

    private void delivers() {
        promises.expect("spec() is always the same", () -> channel.spec().equals(channel.spec()));
        promises.expect(
                "the messages have the fields the channel requires",
                () -> messages.stream()
                        .allMatch(each -> each.fields()
                                .keySet()
                                .containsAll(channel.spec().requiredFields())));
        promises.expect(
                "a message that can be delivered is accepted",
                () -> channel.deliver(messages.get(0)) instanceof Receipt.Accepted);
        promises.expect(
                "lookup of what was never delivered answers nothing it cannot know",
                () -> channel.lookup("contract-never")
                        .filter(Receipt.Accepted.class::isInstance)
                        .isEmpty());
    }

    private void pullsAndAnswers() {
        Map<String, Integer> receipts = new HashMap<>();
        List<String> pulled = new ArrayList<>();
        Iterator<Message> due = messages.iterator();
        Iterator<Message> watched = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return due.hasNext();
            }

            @Override
            public Message next() {
                Message message = due.next();
                pulled.add(message.key());
                return message;
            }
        };
        promises.expect("deliverAll answers each message once, before it returns", () -> {
            channel.deliverAll(watched, (message, receipt) -> {
                synchronized (receipts) {
                    Objects.requireNonNull(receipt, "receipt");
                    receipts.merge(message.key(), 1, Integer::sum);
                }
            });
            return receipts.keySet().containsAll(pulled)
                    && receipts.values().stream().allMatch(times -> times == 1);
        });
        promises.expect(pulled.size() == messages.size(), "deliverAll takes all there is");
    }

    private void standsSeveralThreads() {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Receipt>> receipts = new ArrayList<>();
            for (Message each : messages) {
                receipts.add(threads.submit(() -> channel.deliver(each)));
            }
            for (Future<Receipt> each : receipts) {
                promises.expect(
                        answered(each) != null, "several threads may deliver at once, and each gets a receipt in time");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private @Nullable Receipt answered(Future<Receipt> receipt) {
        try {
            return receipt.get(channel.spec().deadline().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException e) {
            return null;
        }
    }

    private void closes() {
        promises.expect("close() may be called twice", () -> {
            try {
                channel.close();
                channel.close();
                return true;
            } catch (Exception e) {
                return false;
            }
        });
    }
}
