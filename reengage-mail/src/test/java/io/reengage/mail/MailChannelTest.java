// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static io.reengage.mail.Messages.message;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.SessionHandler;

/** Against a mail server that is not ours. */
class MailChannelTest {
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Set<Long> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger together = new AtomicInteger();
    private final AtomicInteger mostTogether = new AtomicInteger();
    private Instant now = Instant.EPOCH;
    private SMTPServer server = started(builder());

    record Received(String from, String to, String raw) {}

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void aMailArrivesAsItWasMeant() throws Exception {
        try (MailChannel channel = channel().build()) {
            assertThat(channel.deliver(message("k1"))).isEqualTo(Receipt.accepted("Ok"));
        }

        Received mail = received.get(0);
        MimeMessage parsed = new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(mail.raw().getBytes(ISO_8859_1)));
        assertThat(mail.from()).isEqualTo("news@shop.example");
        assertThat(mail.to()).isEqualTo("hanako@example.jp");
        assertThat(parsed.getSubject()).isEqualTo(Messages.SUBJECT);
        assertThat(parsed.getMessageID()).isEqualTo("<k1@shop.example>");
        assertThat(mail.raw().getBytes(ISO_8859_1))
                .isEqualTo(new Composer(new Sender(MailAddress.parse("news@shop.example"), "お店", null, null, false))
                        .compose(message("k1"))
                        .bytes());
    }

    @Test
    void linesOfDotsArriveAsOneMessage() throws Exception {
        String smuggled = "a\r\n.\r\nMAIL FROM:<x@example.com>\r\n.\n.\r..\r\n";
        try (MailChannel channel = channel().build()) {
            channel.deliver(message("k1", Map.of("subject", "s", "html", "h", "text", smuggled), "a@example.com"));
        }

        assertThat(received).hasSize(1);
        assertThat(received.get(0).raw()).contains("\r\n.\r\nMAIL FROM:<x@example.com>\r\n.\r\n.\r\n..\r\n");
    }

    @Test
    void messagesShareAConnection() {
        try (MailChannel channel = channel().build()) {
            for (int i = 0; i < 3; i++) {
                assertThat(channel.deliver(message("k" + i))).isInstanceOf(Receipt.Accepted.class);
            }
        }
        assertThat(received).hasSize(3);
        assertThat(sessions).hasSize(1);
    }

    @Test
    void connectionsAreGivenUpWhenIdleOldOrWorn() {
        try (MailChannel channel = channel().clock(() -> now).build()) {
            channel.deliver(message("k1"));
            now = now.plus(MailChannel.DEFAULT_CONNECTION_IDLE);
            channel.deliver(message("k2"));
            assertThat(sessions).hasSize(1);
            now = now.plus(MailChannel.DEFAULT_CONNECTION_IDLE).plusMillis(1);
            channel.deliver(message("k3"));
            assertThat(sessions).as("idle").hasSize(2);
            for (Instant end = now.plus(MailChannel.DEFAULT_CONNECTION_AGE); !now.isAfter(end); ) {
                channel.deliver(message("k4"));
                now = now.plus(MailChannel.DEFAULT_CONNECTION_IDLE);
            }
            channel.deliver(message("k5"));
            assertThat(sessions).as("old").hasSize(3);
            for (int i = 0; i < MailChannel.DEFAULT_MESSAGES_PER_CONNECTION; i++) {
                channel.deliver(message("w" + i));
            }
            assertThat(sessions).as("worn").hasSize(4);
        }
    }

    @Test
    void anUnmailableAddressIsAReceipt() {
        try (MailChannel channel = channel().build()) {
            assertThat(channel.deliver(message("k1", message("k1").fields(), "not an address")))
                    .isInstanceOfSatisfying(Receipt.Refused.class, refused -> {
                        assertThat(refused.permanent()).isTrue();
                        assertThat(refused.reason()).doesNotContain("not an address");
                    });
        }
        assertThat(sessions).isEmpty();
    }

    @Test
    void aClosedChannelSendsNothing() {
        MailChannel channel = channel().build();
        channel.deliver(message("k1"));
        channel.close();

        assertThat(channel.deliver(message("k2"))).isEqualTo(Receipt.refusedForNow("the channel is closed"));
        assertThat(received).hasSize(1);
    }

    @Test
    void sendsOnManyThreadsOverLimitedConnections() {
        Map<String, Receipt> receipts = new ConcurrentHashMap<>();
        try (MailChannel channel = channel().connections(4).build()) {
            IntStream.range(0, 8)
                    .parallel()
                    .forEach(t -> IntStream.range(0, 25)
                            .forEach(i -> receipts.put(t + "-" + i, channel.deliver(message("k-" + t + "-" + i)))));
        }
        assertThat(receipts)
                .hasSize(200)
                .allSatisfy((key, receipt) -> assertThat(receipt).isInstanceOf(Receipt.Accepted.class));
        assertThat(keys()).hasSize(200).doesNotHaveDuplicates();
        assertThat(mostTogether.get()).isLessThanOrEqualTo(4);
    }

    @Test
    void deliversAllOverSeveralConnectionsPullingNoneAhead() {
        AtomicInteger pulled = new AtomicInteger();
        AtomicInteger finished = new AtomicInteger();
        AtomicInteger mostAhead = new AtomicInteger();
        List<String> done = new CopyOnWriteArrayList<>();
        Iterator<Message> due = IntStream.range(0, 200)
                .mapToObj(i -> {
                    mostAhead.accumulateAndGet(pulled.incrementAndGet() - finished.get(), Math::max);
                    return message("k" + i);
                })
                .iterator();

        try (MailChannel channel = channel().connections(4).build()) {
            channel.deliverAll(due, (message, receipt) -> {
                finished.incrementAndGet();
                done.add(message.key());
                assertThat(receipt).isInstanceOf(Receipt.Accepted.class);
            });
        }
        assertThat(done).hasSize(200).doesNotHaveDuplicates();
        assertThat(keys()).hasSize(200).doesNotHaveDuplicates();
        assertThat(sessions).hasSizeBetween(1, 4 + 200 / MailChannel.DEFAULT_MESSAGES_PER_CONNECTION);
        // an iterator on a stream looks one element ahead of what it gives out
        assertThat(mostAhead.get()).isLessThanOrEqualTo(4 + 1);
    }

    @Test
    void whatTheCallerThrowsStopsAllAndComesBack() {
        List<String> pulled = new CopyOnWriteArrayList<>();
        List<String> done = new CopyOnWriteArrayList<>();
        Iterator<Message> due = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Message next() {
                if (pulled.size() == 20) {
                    throw new IllegalStateException("lost the lease");
                }
                pulled.add("k" + pulled.size());
                return message(pulled.get(pulled.size() - 1));
            }
        };
        try (MailChannel channel = channel().connections(3).build()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> channel.deliverAll(due, (message, receipt) -> done.add(message.key())))
                    .withMessage("lost the lease");
        }
        assertThat(done).containsExactlyInAnyOrderElementsOf(pulled);
    }

    @Test
    void logsIn() {
        restart(authenticating());
        try (MailChannel channel = channel().credentials("shop", "s3cret").build()) {
            assertThat(channel.deliver(message("k1"))).isInstanceOf(Receipt.Accepted.class);
        }
        try (MailChannel channel = channel().credentials("shop", "wrong").build()) {
            assertThat(channel.deliver(message("k2"))).isInstanceOfSatisfying(Receipt.Refused.class, refused -> {
                assertThat(refused.permanent()).isFalse();
                assertThat(refused.reason()).startsWith("535").endsWith("at connect");
            });
        }
        try (MailChannel channel = channel().build()) {
            assertThat(channel.deliver(message("k3"))).isInstanceOfSatisfying(Receipt.Refused.class, refused -> {
                assertThat(refused.permanent()).isFalse();
                assertThat(refused.reason()).startsWith("530");
            });
        }
        assertThat(keys()).containsExactly("k1");
    }

    @Test
    void logsInByTwoQuestionsWhereTheServerKnowsNoBetter() throws IOException {
        Map<String, String> login = Map.of(
                "EHLO",
                "250-test\r\n250 AUTH LOGIN",
                "AUTH",
                "334 VXNlcm5hbWU6",
                base64("shop"),
                "334 UGFzc3dvcmQ6",
                base64("s3cret"),
                "235 2.7.0 welcome");
        try (ScriptedServer scripted = new ScriptedServer(login);
                MailChannel channel = MailChannel.smtp("127.0.0.1", scripted.port())
                        .from("news@shop.example", "Shop")
                        .credentials("shop", "s3cret")
                        .build()) {
            assertThat(channel.deliver(message("k1"))).isInstanceOf(Receipt.Accepted.class);
            assertThat(scripted.commands).contains("AUTH LOGIN", "c2hvcA==", "czNjcmV0");
        }
    }

    /** As the scripted server files what it does not know. */
    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8)).toUpperCase(Locale.ROOT);
    }

    @Test
    void usesTheHostsSessionAndLeavesItAlone() {
        restart(authenticating());
        Properties defaults = new Properties();
        defaults.setProperty("mail.smtp.host", "localhost");
        Properties properties = new Properties(defaults);
        properties.setProperty("mail.smtp.port", String.valueOf(server.getPortAllocated()));
        properties.setProperty("mail.smtp.auth", "true");
        properties.setProperty("mail.smtp.chunksize", "100");
        Session session = Session.getInstance(properties, new jakarta.mail.Authenticator() {
            @Override
            protected jakarta.mail.PasswordAuthentication getPasswordAuthentication() {
                return new jakarta.mail.PasswordAuthentication("shop", "s3cret");
            }
        });

        try (MailChannel channel =
                MailChannel.using(session).from("news@shop.example", "").build()) {
            assertThat(channel.deliver(message("k1"))).isInstanceOf(Receipt.Accepted.class);
        }
        assertThat(properties).hasSize(3);
    }

    @Test
    void theSpecSaysWhatItNeeds() throws IOException {
        try (MailChannel channel = channel().build()) {
            assertThat(channel.spec().name()).isEqualTo("email");
            assertThat(channel.spec().addressKind()).isEqualTo("email");
            assertThat(channel.spec().requiredFields()).containsExactlyInAnyOrder("subject", "html");
            assertThat(channel.spec().optionalFields()).containsExactly("text");
            assertThat(channel.spec().deadline())
                    .isGreaterThan(MailChannel.DEFAULT_ACCEPT_TIMEOUT)
                    .isLessThan(Duration.ofMinutes(30));
        }
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (Received mail : received) {
            String raw = mail.raw();
            int at = raw.indexOf("Message-ID: <") + "Message-ID: <".length();
            keys.add(raw.substring(at, raw.indexOf('@', at)));
        }
        return keys;
    }

    private MailChannel.Builder channel() {
        return MailChannel.smtp("localhost", server.getPortAllocated()).from("news@shop.example", "お店");
    }

    private void restart(SMTPServer.Builder builder) {
        server.stop();
        server = started(builder);
    }

    private static SMTPServer started(SMTPServer.Builder builder) {
        SMTPServer server = builder.build();
        server.start();
        return server;
    }

    private SMTPServer.Builder authenticating() {
        return builder()
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, password, context) -> {
                    if (!user.equals("shop") || !password.equals("s3cret")) {
                        throw new LoginFailedException();
                    }
                }))
                .requireAuth();
    }

    private SMTPServer.Builder builder() {
        return SMTPServer.port(0)
                .insertReceivedHeaders(false)
                .messageHandler((context, from, to, data) -> {
                    mostTogether.accumulateAndGet(together.incrementAndGet(), Math::max);
                    received.add(new Received(from, to, new String(data, ISO_8859_1)));
                    together.decrementAndGet();
                })
                .sessionHandler(new SessionHandler() {
                    @Override
                    public SessionHandler.SessionAcceptance accept(org.subethamail.smtp.server.Session session) {
                        sessions.add((long) System.identityHashCode(session));
                        return SessionHandler.SessionAcceptance.success();
                    }

                    @Override
                    public void onSessionEnd(org.subethamail.smtp.server.Session session) {}
                });
    }
}
