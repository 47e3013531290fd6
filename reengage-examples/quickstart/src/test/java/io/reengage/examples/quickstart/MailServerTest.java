// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailServerTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-02T12:30:00Z"));

    @TempDir
    Path outbox;

    @Test
    void keepsEveryMailItTakesAndShowsWhatCameTwice() throws Exception {
        try (MailServer server = MailServer.start(outbox, CLOCK)) {
            send(server, "k1", "p00001@list.example");
            send(server, "k2", "p00002@list.example");
            send(server, "k1", "p00001@list.example");
        }

        assertThat(names()).containsExactly("20260302-1230-k1.2.eml", "20260302-1230-k1.eml", "20260302-1230-k2.eml");
        assertThat(Files.readString(outbox.resolve("20260302-1230-k2.eml")))
                .contains("Delivered-To: p00002@list.example\r\n")
                .contains("; Mon, 2 Mar 2026 12:30:00 +0000\r\n")
                .contains("Subject: Hello k2\r\n")
                .contains("\r\n.a line that begins with a dot\r\n");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(outbox)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private static void send(MailServer server, String key, String to) throws MessagingException {
        Properties settings = new Properties();
        settings.setProperty("mail.smtp.host", "127.0.0.1");
        settings.setProperty("mail.smtp.port", String.valueOf(server.port()));
        MimeMessage mail = new MimeMessage(Session.getInstance(settings));
        mail.setFrom(new InternetAddress("news@demo-shop.example"));
        mail.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        mail.setSubject("Hello " + key);
        mail.setHeader(MailServer.KEY_HEADER, key);
        mail.setText("First line\n.a line that begins with a dot\n");
        Transport.send(mail);
    }
}
