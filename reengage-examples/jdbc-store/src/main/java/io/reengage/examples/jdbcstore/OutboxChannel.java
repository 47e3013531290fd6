// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.jdbcstore;

import io.reengage.channel.Channel;
import io.reengage.channel.ChannelSpec;
import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import io.reengage.subscriber.Address;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** A way of delivery of the host's own: each message becomes a file in a folder. */
final class OutboxChannel implements Channel {
    private final Path folder;

    OutboxChannel(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    @Override
    public ChannelSpec spec() {
        return new ChannelSpec("email", Address.EMAIL, Set.of("subject"), Set.of("text"), Duration.ofMinutes(1));
    }

    @Override
    public Receipt deliver(Message message) {
        Path file = folder.resolve("customer-" + message.subscriberId() + ".txt");
        try {
            Files.writeString(
                    file,
                    "Subject: " + message.field("subject").orElse("") + "\n\n"
                            + message.field("text").orElse("") + "\n",
                    StandardCharsets.UTF_8);
            return Receipt.accepted(file.getFileName().toString());
        } catch (IOException e) {
            return new Receipt.Unknown("the file could not be written");
        }
    }
}
