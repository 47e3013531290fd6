// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static io.reengage.mail.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Receipt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Commands that go out together, where the server allows it (RFC 2920). */
class PipeliningTest {

    private static MailChannel channel(ScriptedServer server) {
        return MailChannel.smtp("127.0.0.1", server.port())
                .from("news@shop.example", "Shop")
                .connections(1)
                .replyTimeout(Duration.ofSeconds(5))
                .build();
    }

    /** The first answer comes only when all three commands are there: who waited for it would wait for ever. */
    @Test
    void senderRecipientAndDataDoNotWaitForEachOther() throws IOException {
        Map<String, String> late = Map.of("MAIL", "", "RCPT", "", "DATA", "250 2.1.0 Ok|250 2.1.5 Ok|354 go ahead");
        try (ScriptedServer server = new ScriptedServer(late).pipelining();
                MailChannel channel = channel(server)) {
            channel.deliver(message("k1"));

            assertThat(server.commands).element(1).asString().startsWith("MAIL FROM:");
            assertThat(server.commands).element(2).asString().startsWith("RCPT TO:");
            assertThat(server.commands).element(3).isEqualTo("DATA");
        }
    }

    /** Each segment wakes the server anew. */
    @Test
    void theyGoOutInOneSegment() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                MailChannel channel = MailChannel.smtp("127.0.0.1", listening.getLocalPort())
                        .from("news@shop.example", "Shop")
                        .build()) {
            Future<String> segment = threads.submit(() -> firstSegment(listening));
            channel.deliver(message("k1"));

            assertThat(segment.get())
                    .startsWith("MAIL FROM:")
                    .contains("\r\nRCPT TO:")
                    .endsWith("\r\nDATA\r\n");
        } finally {
            threads.shutdownNow();
        }
    }

    /** What comes first after the greeting. */
    private static String firstSegment(ServerSocket listening) throws IOException {
        try (Socket client = listening.accept()) {
            byte[] buffer = new byte[4_096];
            client.getOutputStream().write("220 test ESMTP\r\n".getBytes(StandardCharsets.US_ASCII));
            client.getInputStream().read(buffer);
            client.getOutputStream().write("250-test\r\n250 PIPELINING\r\n".getBytes(StandardCharsets.US_ASCII));
            int length = client.getInputStream().read(buffer);
            return new String(buffer, 0, length, StandardCharsets.US_ASCII);
        }
    }

    @Test
    void aServerThatDoesNotSayItMayIsAskedOneByOne() throws IOException {
        Map<String, String> script = Map.of("RCPT", "550 5.1.1 no");
        try (ScriptedServer server = new ScriptedServer(script);
                MailChannel channel = channel(server)) {
            channel.deliver(message("k1"));

            assertThat(server.commands).doesNotContain("DATA");
        }
    }

    @Test
    void aRefusedRecipientLeavesTheConnectionInOrder() throws IOException {
        Map<String, String> script = Map.of(
                "RCPT#1",
                "550 5.1.1 no",
                "DATA#1",
                "554 5.5.1 no valid recipients",
                "MAIL#2",
                "451 4.3.0 wait",
                "RCPT#2",
                "503 5.5.1 first",
                "DATA#2",
                "503 5.5.1 first");
        try (ScriptedServer server = new ScriptedServer(script).pipelining();
                MailChannel channel = channel(server)) {
            assertThat(channel.deliver(message("k1")))
                    .isEqualTo(Receipt.bounced("550 5.1.1 at rcpt", Receipt.Finding.DEAD));
            assertThat(channel.deliver(message("k2")).toString()).contains("451 4.3.0 at mail");
            assertThat(channel.deliver(message("k3"))).isInstanceOf(Receipt.Accepted.class);

            assertThat(server.connections).hasSize(1);
            assertThat(server.bodies).singleElement().asString().contains("Message-ID: <k3@");
        }
    }

    /** Whatever is said to it next would be a letter. */
    @Test
    void aServerThatWantsALetterToNobodyIsLeftAlone() throws IOException {
        try (ScriptedServer server = new ScriptedServer(Map.of("RCPT", "550 5.1.1 no"), Map.of()).pipelining();
                MailChannel channel = channel(server)) {
            assertThat(channel.deliver(message("k1")))
                    .isEqualTo(Receipt.bounced("550 5.1.1 at rcpt", Receipt.Finding.DEAD));
            assertThat(server.bodies).isEmpty();
            assertThat(server.fragments).noneMatch(each -> each.contains("RSET"));

            assertThat(channel.deliver(message("k2"))).isInstanceOf(Receipt.Accepted.class);
            assertThat(server.connections).hasSize(2);
            assertThat(server.bodies).singleElement().asString().contains("Message-ID: <k2@");
        }
    }
}
