// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static io.reengage.mail.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Receipt;
import jakarta.mail.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.server.SMTPServer;

/** TLS with a certificate for localhost, made for this run. */
class MailTlsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static SSLContext tls;

    private final List<String> received = new CopyOnWriteArrayList<>();
    private SMTPServer server = builder().build();

    @BeforeAll
    static void makeCertificate() throws IOException, InterruptedException, GeneralSecurityException {
        tls = Certificates.tls(directory, "localhost");
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void startTlsWithTheRightCertificate() {
        start(builder().enableTLS().requireTLS().startTlsSocketFactory(tls));

        assertThat(deliver("localhost", "mail.smtp.starttls.required", true)).isInstanceOf(Receipt.Accepted.class);
        assertThat(received).hasSize(1);
    }

    @Test
    void implicitTlsWithTheRightCertificate() {
        start(builder().serverSocketFactory(tls));

        assertThat(deliver("localhost", "mail.smtp.ssl.enable", true)).isInstanceOf(Receipt.Accepted.class);
        assertThat(received).hasSize(1);
    }

    @Test
    void aCertificateForAnotherNameIsRefused() {
        start(builder().enableTLS().startTlsSocketFactory(tls));

        assertThat(deliver("127.0.0.1", "mail.smtp.starttls.required", true))
                .isInstanceOfSatisfying(Receipt.Refused.class, refused -> {
                    assertThat(refused.permanent()).isFalse();
                    assertThat(refused.reason()).startsWith("no connection to the mail server: ");
                });
        assertThat(received).isEmpty();
    }

    @Test
    void anUnknownAuthorityIsRefused() {
        start(builder().enableTLS().startTlsSocketFactory(tls));

        try (MailChannel channel = MailChannel.smtp("localhost", server.getPortAllocated())
                .from("news@shop.example", "Shop")
                .security(MailChannel.Security.STARTTLS)
                .build()) {
            assertThat(channel.deliver(message("k1"))).isInstanceOf(Receipt.Refused.class);
        }
        assertThat(received).isEmpty();
    }

    private Receipt deliver(String host, String property, boolean value) {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", host);
        properties.setProperty("mail.smtp.port", String.valueOf(server.getPortAllocated()));
        properties.setProperty(property, String.valueOf(value));
        properties.put("mail.smtp.ssl.socketFactory", tls.getSocketFactory());
        try (MailChannel channel = MailChannel.using(Session.getInstance(properties))
                .from("news@shop.example", "Shop")
                .build()) {
            return channel.deliver(message("k1"));
        }
    }

    private SMTPServer.Builder builder() {
        return SMTPServer.port(0).messageHandler((context, from, to, data) -> received.add(to));
    }

    private void start(SMTPServer.Builder builder) {
        server = builder.build();
        server.start();
    }
}
