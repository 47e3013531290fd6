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
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.subethamail.smtp.server.SMTPServer;

/** From a mail sent through a real server to what its return does, with nothing in between replaced. */
class InboxTest {
    private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
    private static final SignedLinks LINKS = links((byte) 1);

    private final Map<String, Sent> sent = new ConcurrentHashMap<>();
    private final VirtualClock clock = VirtualClock.at(START);
    private SMTPServer server;
    private Reengage reengage;
    private Inbox inbox;

    private record Sent(String from, String raw) {}

    private static SignedLinks links(byte secret) {
        byte[] bytes = new byte[32];
        bytes[0] = secret;
        return SignedLinks.at(URI.create("https://shop.example/r")).signedWith(SigningKeys.of("k", bytes));
    }

    private static String address(int number) {
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

    private Sent mailTo(String address) {
        return Objects.requireNonNull(sent.get(address), "nothing was sent there");
    }

    private String mail(int person, String status, String said, String returned) {
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

    private String dead(int person) {
        return mail(person, "5.1.1", "5.1.1 User unknown", "Subject: x\n");
    }

    private Inbox.Handling record(String mail) throws IOException {
        return inbox.record(new ByteArrayInputStream(mail.getBytes(UTF_8))).handling();
    }

    private List<Suppression.Reason> suppressed(int person) {
        return Stream.concat(
                        reengage.suppressions().of(Address.email(address(person))).stream(),
                        reengage.suppressions().of("p" + person).stream())
                .map(Suppression::reason)
                .distinct()
                .toList();
    }

    @Test
    void everyMailComesBackToAnAddressOfItsOwn() {
        assertThat(sent.values())
                .extracting(Sent::from)
                .doesNotHaveDuplicates()
                .allSatisfy(from -> assertThat(from)
                        .matches("bounces\\+[a-z2-7]+@mail.shop.example")
                        .satisfies(each -> assertThat(each.indexOf('@')).isLessThanOrEqualTo(64)));
    }

    @Test
    void aDeadAddressGetsNothingMore() throws IOException {
        assertThat(record(dead(0))).isEqualTo(Inbox.Handling.RECORDED);
        assertThat(record(dead(0))).isEqualTo(Inbox.Handling.KNOWN);
        assertThat(suppressed(0)).containsExactly(Suppression.Reason.HARD_BOUNCE);
        sent.clear();
        clock.advance(Duration.ofDays(8));
        reengage.runDue(Duration.ofMinutes(1));
        assertThat(sent).hasSize(4).doesNotContainKey(address(0));
        assertThat(reengage.insight().explain("p0", "win-back").toString()).contains("suppressed: HARD_BOUNCE");
    }

    @ParameterizedTest
    @CsvSource({
        "5.2.2,5.2.2 Mailbox full",
        "5.7.1,5.7.1 blocked using a list",
        "4.4.7,expired",
        "5.0.0,5.0.0 User unknown"
    })
    void whatMayPassForbidsNothing(String status, String said) throws IOException {
        assertThat(record(mail(0, status, said, "Subject: x\n"))).isEqualTo(Inbox.Handling.RECORDED);
        assertThat(suppressed(0)).isEmpty();
    }

    @Test
    void aForgedBounceDoesNothing() throws IOException {
        String genuine = mailTo(address(0)).from();
        for (String forged : List.of(
                "bounces@mail.shop.example",
                "news@shop.example",
                genuine.replaceFirst("\\+.", "+z"),
                genuine.replace("mail.shop", "evil"),
                genuine.replaceFirst("\\+[a-z2-7]{20}", "+"))) {
            String mail = dead(0).replaceFirst("Delivered-To: \\S+", "Delivered-To: " + forged);
            assertThat(record(mail)).describedAs(forged).isEqualTo(Inbox.Handling.UNPROVEN);
        }
        assertThat(suppressed(0)).isEmpty();
    }

    @Test
    void aBounceToNoTagCountsIfItReturnsOurSignedLink() throws IOException {
        String returned = mailTo(address(1)).raw();
        String mail = mail(1, "5.1.1", "5.1.1 User unknown", returned)
                .replaceFirst("Delivered-To: \\S+", "Delivered-To: news@shop.example");
        assertThat(record(mail)).isEqualTo(Inbox.Handling.RECORDED);
        assertThat(suppressed(1)).containsExactly(Suppression.Reason.HARD_BOUNCE);
    }

    @Test
    void aComplaintForbidsEverything() throws IOException {
        String complaint =
                "From: fbl@isp.example\nTo: abuse@shop.example\nSubject: FW: Still interested?\nMIME-Version: 1.0\n"
                        + "Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n\nAbuse.\n\n"
                        + "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\n\n"
                        + "--b\nContent-Type: message/rfc822\n\n"
                        + mailTo(address(2)).raw() + "\n--b--\n";
        assertThat(record(complaint)).isEqualTo(Inbox.Handling.RECORDED);
        assertThat(suppressed(2)).containsExactly(Suppression.Reason.COMPLAINT);
    }

    @Test
    void leavingByMailWorksAndIsOffered() throws IOException {
        assertThat(mailTo(address(3)).raw().replaceAll("\r\n\\s", ""))
                .contains("<mailto:" + mailTo(address(3)).from() + "?subject=unsubscribe>");
        String mail = "From: " + address(3) + "\nTo: " + mailTo(address(3)).from() + "\nSubject: unsubscribe\n\n";
        assertThat(record(mail)).isEqualTo(Inbox.Handling.RECORDED);
        assertThat(suppressed(3)).containsExactly(Suppression.Reason.UNSUBSCRIBED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Auto-Submitted: auto-replied\nSubject: Out of office", "Subject: Automatic reply: away"})
    void whatMachinesAnswerIsIgnored(String headers) throws IOException {
        String mail =
                "From: " + address(3) + "\nTo: " + mailTo(address(3)).from() + "\n" + headers + "\n\nI am away.\n";
        assertThat(record(mail)).isEqualTo(Inbox.Handling.IGNORED);
    }

    @Test
    void anOutageOfAProviderIsNotBelieved(@TempDir Path folder) throws IOException {
        for (int i = 0; i < 5; i++) {
            Files.writeString(folder.resolve(i + ".eml"), dead(i));
        }
        Inbox careful = inbox.outages(OutageGuard.atMost(4, Duration.ofHours(1)));
        assertThat(careful.drain(MailSource.directory(folder))).isEqualTo(5);
        for (int i = 0; i < 5; i++) {
            assertThat(suppressed(i)).isEmpty();
        }
        clock.advance(Duration.ofHours(2));
        String again = dead(0).replace("@mx.example>", "@later.mx.example>");
        assertThat(careful.record(new ByteArrayInputStream(again.getBytes(UTF_8)))
                        .handling())
                .isEqualTo(Inbox.Handling.RECORDED);
        assertThat(suppressed(0)).containsExactly(Suppression.Reason.HARD_BOUNCE);
    }

    @Test
    void mailsInADirectoryAreDealtWithOnceAndPutAside(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.eml"), dead(0));
        Files.writeString(folder.resolve("b.eml"), "no mail at all");
        assertThat(inbox.drain(MailSource.directory(folder))).isEqualTo(2);
        assertThat(inbox.drain(MailSource.directory(folder))).isZero();
        assertThat(folder.resolve("done/a.eml")).exists();
        assertThat(folder.resolve("unproven/b.eml")).exists();
        assertThat(suppressed(0)).containsExactly(Suppression.Reason.HARD_BOUNCE);
    }
}
