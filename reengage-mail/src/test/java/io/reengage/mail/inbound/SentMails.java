// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import static io.reengage.campaign.Steps.after;
import static io.reengage.campaign.Steps.landingPage;
import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.subscribed;
import static io.reengage.segment.Span.days;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.Environment;
import io.reengage.Reengage;
import io.reengage.campaign.Campaign;
import io.reengage.channel.Templates;
import io.reengage.ledger.Ledger;
import io.reengage.ledger.Suppression;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.mail.MailChannel;
import io.reengage.mail.ReturnPath;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import io.reengage.testing.VirtualClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.subethamail.smtp.server.SMTPServer;

/** Mails sent through a real server to five people, and what may come back. */
abstract class SentMails {
    static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
    static final SignedLinks LINKS = links((byte) 1);

    final Map<String, Sent> sent = new ConcurrentHashMap<>();
    final VirtualClock clock = VirtualClock.at(START);
    SMTPServer server;
    Reengage reengage;
    Inbox inbox;

    record Sent(String from, String raw) {}

    static SignedLinks links(byte secret) {
        byte[] bytes = new byte[32];
        bytes[0] = secret;
        return SignedLinks.at(URI.create("https://shop.example/r")).signedWith(SigningKeys.of("k", bytes));
    }

    static String address(int number) {
        return "person" + number + "@people.example";
    }

    @BeforeEach
    void launch() throws IOException {
        server = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .messageHandler((context, from, to, data) -> sent.put(to, new Sent(from, new String(data, ISO_8859_1))))
                .build();
        server.start();
        List<Subscriber> people = IntStream.range(0, 5)
                .mapToObj(i -> Subscriber.withId("p" + i)
                        .email(address(i))
                        .joinedAt(START.minus(Duration.ofDays(700)))
                        .subscribed("news", START.minus(Duration.ofDays(700)), "form")
                        .build())
                .toList();
        ReturnPath path = ReturnPath.at("bounces@mail.shop.example", LINKS);
        reengage = Reengage.builder()
                .environment(Environment.PRODUCTION)
                .subscribers(SubscriberStore.inMemory(people))
                .ledger(Ledger.inMemory())
                .channel(MailChannel.smtp("127.0.0.1", server.getPortAllocated())
                        .from("news@shop.example", "Shop")
                        .returnPath(path)
                        .build())
                .templates(Templates.of(Map.of(
                        "ask.subject.mustache", "Still interested?",
                        "ask.html.mustache", "<p><a href=\"{{callToAction}}\">Keep me</a></p>")))
                .links(LINKS)
                .clock(clock)
                .build();
        inbox = Inbox.of(reengage, path).clock(clock);
        reengage.campaigns()
                .launch(Campaign.named("win-back")
                        .once()
                        .purpose("news")
                        .audience(subscribed("news"))
                        .noHoldout("a test")
                        .step("ask", send("email").template("ask").callToAction(landingPage("keep-me")))
                        .step(
                                "again",
                                after(days(7)),
                                send("email").template("ask").callToAction(landingPage("keep-me")))
                        .build());
        reengage.runDue(Duration.ofMinutes(1));
        assertThat(sent).hasSize(5);
    }

    @AfterEach
    void stop() {
        reengage.close();
        server.stop();
    }

    Sent mailTo(String address) {
        return Objects.requireNonNull(sent.get(address), "nothing was sent there");
    }

    String mail(int person, String status, String said, String returned) {
        return "Return-Path: <>\nDelivered-To: "
                + mailTo(address(person)).from().toUpperCase(java.util.Locale.ROOT)
                + "\nMessage-ID: <" + Integer.toHexString((status + said).hashCode()) + person + "@mx.example>\n"
                + "From: MAILER-DAEMON@mx.example\nSubject: Undelivered\nMIME-Version: 1.0\n"
                + "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\n"
                + "Sorry.\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
                + "Final-Recipient: rfc822; " + address(person) + "\nAction: failed\nStatus: " + status
                + "\nDiagnostic-Code: smtp; 550 " + said + "\n\n--b\nContent-Type: message/rfc822\n\n" + returned
                + "\n--b--\n";
    }

    String dead(int person) {
        return mail(person, "5.1.1", "5.1.1 User unknown", "Subject: x\n");
    }

    Inbox.Handling record(String mail) throws IOException {
        return inbox.record(new ByteArrayInputStream(mail.getBytes(UTF_8))).handling();
    }

    List<Suppression.Reason> suppressed(int person) {
        return Stream.concat(
                        reengage.suppressions().of(Address.email(address(person))).stream(),
                        reengage.suppressions().of("p" + person).stream())
                .map(Suppression::reason)
                .distinct()
                .toList();
    }
}
