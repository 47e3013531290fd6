// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static io.reengage.mail.Messages.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Receipt;
import jakarta.mail.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in with access tokens, which expire. */
class AccessTokenTest {
    private static final Map<String, String> REFUSING = Map.of("AUTH", "535 5.7.8 token expired");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static SSLContext tls;

    private final Deque<String> tokens = new ArrayDeque<>(List.of("first", "second", "third"));

    @BeforeAll
    static void makeCertificate() throws IOException, InterruptedException, GeneralSecurityException {
        tls = Certificates.tls(directory, "localhost");
    }

    private MailChannel channel(ScriptedServer server, Supplier<String> token) {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", "localhost");
        properties.setProperty("mail.smtp.port", String.valueOf(server.port()));
        properties.setProperty("mail.smtp.starttls.required", "true");
        properties.put("mail.smtp.ssl.socketFactory", tls.getSocketFactory());
        return MailChannel.using(Session.getInstance(properties))
                .from("news@shop.example", "Shop")
                .accessToken("news@shop.example", token)
                .messagesPerConnection(1)
                .build();
    }

    private static List<String> shown(ScriptedServer server) {
        return server.commands.stream()
                .filter(each -> each.startsWith("AUTH XOAUTH2 "))
                .map(each -> new String(Base64.getDecoder().decode(each.substring(13)), UTF_8))
                .map(each -> each.replaceAll(".*Bearer |[\\x01]", ""))
                .toList();
    }

    @Test
    void aTokenServesManyConnections() throws IOException {
        try (ScriptedServer server = new ScriptedServer(Map.of(), Map.of(), tls);
                MailChannel channel = channel(server, tokens::removeFirst)) {
            assertThat(channel.deliver(message("k1"))).isInstanceOf(Receipt.Accepted.class);
            assertThat(channel.deliver(message("k2"))).isInstanceOf(Receipt.Accepted.class);
            assertThat(server.connections).hasSize(2);
            assertThat(shown(server)).containsExactly("first", "first");
        }
    }

    /** At once, or with the reason in a challenge first, as Gmail does. */
    @ParameterizedTest
    @ValueSource(strings = {"535 5.7.8 token expired", "334 eyJzdGF0dXMiOiI0MDEifQ=="})
    void aRefusedTokenIsAskedForAnew(String refusal) throws IOException {
        try (ScriptedServer server = new ScriptedServer(Map.of("AUTH", refusal), Map.of(), tls);
                MailChannel channel = channel(server, tokens::removeFirst)) {
            assertThat(channel.deliver(message("k1"))).isInstanceOf(Receipt.Accepted.class);
            assertThat(shown(server)).containsExactly("first", "second");
        }
    }

    @Test
    void aServerThatRefusesEveryTokenIsAskedTwiceOnly() throws IOException {
        try (ScriptedServer server = new ScriptedServer(REFUSING, REFUSING, tls);
                MailChannel channel = channel(server, tokens::removeFirst)) {
            assertThat(channel.deliver(message("k1")))
                    .isEqualTo(new Receipt.Refused("535 5.7.8 at connect", false, null));
            assertThat(shown(server)).containsExactly("first", "second");
        }
    }

    @Test
    void withoutATokenNothingIsSentAndTheReasonHoldsNoSecret() throws IOException {
        try (ScriptedServer server = new ScriptedServer(Map.of(), Map.of(), tls);
                MailChannel channel = channel(server, () -> {
                    throw new IllegalStateException("secret");
                })) {
            assertThat(channel.deliver(message("k1")))
                    .isEqualTo(Receipt.refusedForNow("no access token for the mail server: IllegalStateException"));
            assertThat(server.connections).isEmpty();
        }
    }
}
