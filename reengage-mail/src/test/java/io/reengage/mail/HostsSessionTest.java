// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Receipt;
import jakarta.mail.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session of the host's own, which says nothing of patience and little of sockets: what a channel makes of it. */
class HostsSessionTest {

    /** Keeps what it made. */
    private static final class Made extends SocketFactory {
        private final List<Socket> sockets = new CopyOnWriteArrayList<>();

        @Override
        public Socket createSocket() {
            Socket made = new Socket();
            sockets.add(made);
            return made;
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            throw new IOException("a connection without a limit of time");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return createSocket(host, port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return createSocket("", port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return createSocket("", port);
        }
    }

    private static Properties properties(ScriptedServer server) {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty("mail.smtp.port", String.valueOf(server.port()));
        return properties;
    }

    private static MailChannel.Builder channel(Properties properties) {
        return MailChannel.using(Session.getInstance(properties)).from("news@shop.example", "Shop");
    }

    @Test
    void itsSocketsSendAtOnceAndWaitForNothingWithoutEnd() throws IOException {
        Made made = new Made();
        try (ScriptedServer server = new ScriptedServer(Map.of())) {
            Properties properties = properties(server);
            properties.put("mail.smtp.socketFactory", made);
            try (MailChannel channel = channel(properties).build()) {
                assertThat(channel.deliver(Messages.message("k1"))).isInstanceOf(Receipt.Accepted.class);
                assertThat(made.sockets).hasSize(1);
                assertThat(made.sockets.get(0).getTcpNoDelay()).isTrue();
                assertThat(made.sockets.get(0).getSoTimeout())
                        .isBetween(1, (int) MailChannel.DEFAULT_ACCEPT_TIMEOUT.toMillis());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BANNER", "EHLO", "MAIL", "RCPT", "DATA", "DOT"})
    void itWaitsNoLongerThanTheChannelSays(String at) throws IOException {
        try (ScriptedServer server = new ScriptedServer(Map.of(at, "SILENCE"));
                MailChannel channel = channel(properties(server))
                        .replyTimeout(Duration.ofMillis(200))
                        .acceptTimeout(Duration.ofMillis(200))
                        .build()) {
            long before = System.nanoTime();
            Receipt receipt = channel.deliver(Messages.message("k1"));
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
            assertThat(receipt).isInstanceOf(at.equals("DOT") ? Receipt.Unknown.class : Receipt.Refused.class);
        }
    }
}
