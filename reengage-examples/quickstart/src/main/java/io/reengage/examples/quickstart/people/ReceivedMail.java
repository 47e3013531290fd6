// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart.people;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/**
 * A mail as its reader sees it.
 *
 * @param to whose mailbox it is in
 * @param subject what it is about
 * @param at when it arrived
 * @param button where its button leads; empty if it has none
 * @param shop where its head leads; empty if that is no link
 * @param links where all of its links lead, also those that no reader sees
 */
record ReceivedMail(String to, String subject, Instant at, Optional<URI> button, Optional<URI> shop, List<URI> links) {

    private static final Session NO_SERVER = Session.getInstance(new Properties());
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    /** Opens a file of the outbox. */
    static ReceivedMail open(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MimeMessage mail = new MimeMessage(NO_SERVER, in);
            Document page = Jsoup.parse(html(mail));
            return new ReceivedMail(
                    header(mail, "Delivered-To"),
                    mail.getSubject(),
                    arrival(header(mail, "Received")),
                    links(page, "a.button[href]").findFirst(),
                    links(page, ".brand a[href]").findFirst(),
                    links(page, "a[href]").toList());
        } catch (MessagingException e) {
            throw new IOException(file + " is not a mail", e);
        }
    }

    private static String header(MimeMessage mail, String name) throws MessagingException {
        String[] values = mail.getHeader(name);
        if (values == null) {
            throw new MessagingException("header " + name + " is missing");
        }
        return values[0];
    }

    private static Instant arrival(String received) {
        return OffsetDateTime.parse(
                        received.substring(received.lastIndexOf(';') + 1).strip(), STAMP)
                .toInstant();
    }

    /** The HTML part, wherever it is; empty if there is none. */
    private static String html(Part part) throws MessagingException, IOException {
        if (part.isMimeType("text/html")) {
            return (String) part.getContent();
        }
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                String found = html(parts.getBodyPart(i));
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return "";
    }

    private static Stream<URI> links(Document page, String selector) {
        return page.select(selector).stream().map(link -> URI.create(link.attr("href")));
    }
}
