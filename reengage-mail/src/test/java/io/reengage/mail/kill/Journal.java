// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.kill;

import io.reengage.channel.Channel;
import io.reengage.channel.ChannelSpec;
import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What one worker's channel was given and what it answered, each line written through before the work goes on, so that a kill
 * takes nothing back. Times are the machine's steady clock, one for all processes.
 */
final class Journal {
    private static final String PULLED = "PULLED";
    private static final String DONE = "DONE";

    private final FileChannel file;

    private Journal(FileChannel file) {
        this.file = file;
    }

    static Journal open(Path file) throws IOException {
        return new Journal(FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND));
    }

    /**
     * A message given out.
     *
     * @param worker by whom it was asked for
     * @param asked when the channel began to ask for it
     * @param subject campaign and step
     * @param receipt what the channel answered; empty if the worker ended before
     */
    record Pull(String worker, long asked, String key, String person, String subject, String receipt) {}

    /** Reads a journal back. */
    static List<Pull> read(Path file) {
        try {
            String worker = file.getFileName().toString();
            List<Pull> pulls = new ArrayList<>();
            Map<String, Integer> open = new HashMap<>();
            for (String line : Files.readAllLines(file)) {
                String[] word = line.split(" ", -1);
                if (word[0].equals(PULLED)) {
                    open.put(word[2], pulls.size());
                    pulls.add(new Pull(worker, Long.parseLong(word[1]), word[2], word[3], word[4], ""));
                } else {
                    int at = Optional.ofNullable(open.remove(word[2])).orElseThrow();
                    Pull pull = pulls.get(at);
                    pulls.set(at, new Pull(worker, pull.asked(), pull.key(), pull.person(), pull.subject(), word[3]));
                }
            }
            return pulls;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void write(String... words) {
        try {
            ByteBuffer line = ByteBuffer.wrap((String.join(" ", words) + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                file.write(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same channel, its traffic on record. */
    Channel around(Channel channel) {
        return new Channel() {
            @Override
            public ChannelSpec spec() {
                return channel.spec();
            }

            @Override
            public Receipt deliver(Message message) {
                throw new UnsupportedOperationException("the engine hands over by deliverAll");
            }

            @Override
            public void deliverAll(Iterator<Message> due, BiConsumer<Message, Receipt> done) {
                channel.deliverAll(new Asking(due), (message, receipt) -> {
                    write(
                            DONE,
                            String.valueOf(System.nanoTime()),
                            message.key(),
                            receipt.getClass().getSimpleName());
                    done.accept(message, receipt);
                });
            }

            @Override
            public Optional<Receipt> lookup(String key) {
                return channel.lookup(key);
            }

            @Override
            public void close() {
                try {
                    channel.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    /** Notes when each message began to be asked for: the last moment at which it must not yet have been forbidden. */
    private final class Asking implements Iterator<Message> {
        private final Iterator<Message> due;
        private boolean asking;
        private long since;

        private Asking(Iterator<Message> due) {
            this.due = due;
        }

        @Override
        public synchronized boolean hasNext() {
            if (!asking) {
                asking = true;
                since = System.nanoTime();
            }
            return due.hasNext();
        }

        @Override
        public synchronized Message next() {
            Message message = due.next();
            asking = false;
            String subject = message.field("subject").orElse("");
            write(PULLED, String.valueOf(since), message.key(), message.subscriberId(), subject);
            return message;
        }
    }
}
