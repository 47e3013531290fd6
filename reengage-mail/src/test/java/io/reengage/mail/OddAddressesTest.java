// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reengage.Environment;
import io.reengage.Reengage;
import io.reengage.campaign.Campaign;
import io.reengage.campaign.Steps;
import io.reengage.channel.Templates;
import io.reengage.ledger.Ledger;
import io.reengage.ledger.Suppression;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.mail.inbound.Inbox;
import io.reengage.mail.inbound.OutageGuard;
import io.reengage.segment.Conditions;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import io.reengage.testing.VirtualClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Addresses that are accepted though few look like them, and ids of every length: what comes back is matched to whom it was for. */
class OddAddressesTest {
    private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
    private static final SignedLinks LINKS =
            SignedLinks.at(URI.create("https://shop.example/r")).signedWith(SigningKeys.of("k", new byte[32]));
    private static final ReturnPath PATH = ReturnPath.at("bounces@mail.shop.example", LINKS);

    /** As hosts write them, and as they travel. */
    private static final Map<String, String> ADDRESSES = new TreeMap<>(Map.ofEntries(
            Map.entry("plain%d@example.com", "plain%d@example.com"),
            Map.entry("O'Neil_{%d}@Example.COM", "O'Neil_{%d}@Example.COM"),
            Map.entry("x+y=%d/z@example.com", "x+y=%d/z@example.com"),
            Map.entry("a..b%d@docomo.ne.jp", "\"a..b%d\"@docomo.ne.jp"),
            Map.entry("a%d.@ezweb.ne.jp", "\"a%d.\"@ezweb.ne.jp"),
            Map.entry("\".c%d\"@docomo.ne.jp", "\".c%d\"@docomo.ne.jp"),
            Map.entry("\"quoted%d\"@example.com", "quoted%d@example.com"),
            Map.entry("i%d@日本語.jp", "i%d@xn--wgv71a119e.jp"),
            Map.entry("j%d@XN--WGV71A119E.jp", "j%d@XN--WGV71A119E.jp"),
            Map.entry("用户%d@例え.jp", "用户%d@xn--r8jz45g.jp"),
            Map.entry("ünal%d@example.com", "ünal%d@example.com"),
            Map.entry("l".repeat(63) + "%d@example.com", "l".repeat(63) + "%d@example.com"),
            Map.entry("日".repeat(21) + "%d@example.jp", "日".repeat(21) + "%d@example.jp"),
            Map.entry(
                    "n%d@" + ("x".repeat(60) + ".").repeat(4) + "jp",
                    "n%d@" + ("x".repeat(60) + ".").repeat(4) + "jp")));

    /** Somebody, and the mail to them. */
    private record Sent(String id, String address, String wire, String from, String raw) {

        boolean tagged() {
            return from.contains("+");
        }

        /** How servers write the address when they return the mail. */
        List<String> spellings() {
            String numbered = wire.codePoints()
                    .mapToObj(c -> c < 128 ? Character.toString(c) : String.format("\\x{%X}", c))
                    .reduce("", String::concat);
            Stream<String> all =
                    Stream.of("rfc822; " + wire, "RFC822;<" + wire + ">", "rfc822; " + wire.toUpperCase(Locale.ROOT));
            return wire.chars().allMatch(c -> c < 128)
                    ? Stream.concat(all, Stream.of("rfc822; " + wire.replace("\"", "")))
                            .toList()
                    : List.of("utf-8; " + wire, "utf-8; " + address, "utf-8; " + numbered);
        }
    }

    private final VirtualClock clock = VirtualClock.at(START);
    private final Map<String, Sent> sent = new LinkedHashMap<>();
    private int returned;

    @SuppressWarnings("NullAway.Init")
    private ScriptedServer server;

    @SuppressWarnings("NullAway.Init")
    private Reengage reengage;

    @SuppressWarnings("NullAway.Init")
    private Inbox inbox;

    /** Ids of hosts: a number, a UUID, one of MongoDB, one too long for a tag. */
    private static List<String> ids(int number) {
        return List.of(
                "p" + number,
                new UUID(7, number).toString(),
                String.format("65a1f0c2e4b0d3a1%08x", number),
                "customer-number-" + (100_000 + number));
    }

    @BeforeEach
    void sendAll() throws IOException {
        Map<String, String> wires = new LinkedHashMap<>();
        Map<String, Subscriber> people = new LinkedHashMap<>();
        int number = 0;
        for (Map.Entry<String, String> each : ADDRESSES.entrySet()) {
            int kind = 0;
            for (String id : ids(number++)) {
                wires.put(id, each.getValue().replace("%d", "" + kind));
                people.put(
                        id,
                        Subscriber.withId(id)
                                .email(each.getKey().replace("%d", "" + kind++))
                                .joinedAt(START.minus(Duration.ofDays(700)))
                                .subscribed("news", START.minus(Duration.ofDays(700)), "form")
                                .build());
            }
        }
        server = new ScriptedServer(Map.of("EHLO", "250-test\r\n250-8BITMIME\r\n250 SMTPUTF8"));
        reengage = Reengage.builder()
                .environment(Environment.PRODUCTION)
                .subscribers(SubscriberStore.inMemory(List.copyOf(people.values())))
                .ledger(Ledger.inMemory())
                .channel(MailChannel.smtp("127.0.0.1", server.port())
                        .from("news@shop.example", "Shop")
                        .returnPath(PATH)
                        .connections(1)
                        .build())
                .templates(Templates.of(Map.of(
                        "ask.subject.mustache", "Still interested?",
                        "ask.html.mustache", "<p>Hello <a href=\"{{unsubscribe}}\">Leave</a></p>")))
                .links(LINKS)
                .clock(clock)
                .build();
        inbox = Inbox.of(reengage, PATH).clock(clock).outages(OutageGuard.atMost(1000, Duration.ofHours(1)));
        reengage.campaigns()
                .launch(Campaign.named("win-back")
                        .once()
                        .purpose("news")
                        .audience(Conditions.subscribed("news"))
                        .noHoldout("a test")
                        .step("ask", Steps.send("email").template("ask"))
                        .build());
        reengage.runDue(Duration.ofMinutes(1));
        read(people, wires);
        assertThat(sent).hasSize(people.size());
    }

    private void read(Map<String, Subscriber> people, Map<String, String> wires) {
        List<String> from = said("MAIL FROM:<");
        List<String> to = said("RCPT TO:<");
        for (int i = 0; i < server.bodies.size(); i++) {
            String id = idOf(wires, to.get(i));
            sent.put(
                    id,
                    new Sent(
                            id,
                            Objects.requireNonNull(people.get(id))
                                    .address("email")
                                    .orElseThrow()
                                    .value(),
                            to.get(i),
                            from.get(i),
                            utf8(server.bodies.get(i))));
        }
    }

    private static String idOf(Map<String, String> wires, String wire) {
        return wires.entrySet().stream()
                .filter(each -> each.getValue().equals(wire))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody has " + wire));
    }

    private List<String> said(String command) {
        return server.commands.stream()
                .filter(each -> each.startsWith(command))
                .map(each -> utf8(each.substring(command.length(), each.indexOf('>'))))
                .toList();
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(ISO_8859_1), UTF_8);
    }

    @AfterEach
    void stop() throws IOException {
        reengage.close();
        server.close();
    }

    private Inbox.Result bounce(String to, List<String> recipients, String original) throws IOException {
        StringBuilder status = new StringBuilder("Reporting-MTA: dns; mx.example\n");
        for (String each : recipients) {
            status.append("\nFinal-Recipient: ")
                    .append(each)
                    .append("\nAction: failed\nStatus: 5.1.1\n")
                    .append("Diagnostic-Code: smtp; 550 5.1.1 User unknown\n");
        }
        String mail = "Return-Path: <>\nDelivered-To: " + to + "\nMessage-ID: <" + ++returned + "@mx.example>\n"
                + "From: MAILER-DAEMON@mx.example\nSubject: Undelivered\nMIME-Version: 1.0\n"
                + "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nSorry.\n\n--b\n"
                + "Content-Type: message/delivery-status\n\n" + status + "\n--b\nContent-Type: message/rfc822\n\n"
                + original + "\n--b--\n";
        return inbox.record(new ByteArrayInputStream(mail.getBytes(UTF_8)));
    }

    private List<String> dead() {
        return sent.values().stream()
                .filter(each -> reengage.suppressions().of(Address.email(each.address())).stream()
                        .anyMatch(one -> one.reason() == Suppression.Reason.HARD_BOUNCE))
                .map(Sent::id)
                .toList();
    }

    @Test
    void everyReturnPathIsAnAddressThatEveryServerTakes() {
        assertThat(sent.values()).allSatisfy(each -> {
            assertThat(each.from()).matches("bounces(\\+[a-z2-7]{1,54})?@mail\\.shop\\.example");
            assertThat(each.from().indexOf('@')).isLessThanOrEqualTo(64);
            assertThat(each.tagged()).as(each.id()).isNotEqualTo(each.id().startsWith("customer-"));
        });
        assertThat(sent.values())
                .filteredOn(Sent::tagged)
                .extracting(Sent::from)
                .doesNotHaveDuplicates();
    }

    @Test
    void aBounceIsMatchedByTheAddressItCameToHoweverServersSpellTheRecipient() throws IOException {
        for (Sent each : sent.values().stream().filter(Sent::tagged).toList()) {
            assertThat(dead()).doesNotContain(each.id());
            for (String spelling : each.spellings()) {
                // somebody else whom the mail was passed on to stands beside
                Inbox.Result result = bounce(
                        each.from().toUpperCase(Locale.ROOT),
                        List.of("rfc822; other@example.net", spelling),
                        "Subject: x\n");
                assertThat(result.handling()).as(spelling).isEqualTo(Inbox.Handling.RECORDED);
                assertThat(Address.email(result.verdict().recipient()).canonical())
                        .isEqualTo(Address.email(each.address()).canonical());
            }
            assertThat(dead()).contains(each.id());
        }
        assertThat(dead()).allMatch(each -> !each.startsWith("customer-"));
    }

    /** As where the tag has no room for the id, or the relay writes a return path of its own. */
    @Test
    void aBounceIsMatchedByTheMailItReturns() throws IOException {
        int count = 0;
        for (Sent each : sent.values()) {
            assertThat(bounce("news@shop.example", List.of("rfc822; " + each.wire()), each.raw())
                            .handling())
                    .as(each.wire())
                    .isEqualTo(Inbox.Handling.RECORDED);
            assertThat(dead()).as(each.wire()).hasSize(++count).contains(each.id());
        }
    }

    @Test
    void aReturnPathThatCouldGetTooLongIsRefused() {
        String longest = ("x".repeat(62) + ".").repeat(2) + "x".repeat(63);
        assertThat(ReturnPath.at("bounces99@" + longest, LINKS)).isNotNull();
        assertThatIllegalArgumentException().isThrownBy(() -> ReturnPath.at("bounces99@y." + longest, LINKS));
    }
}
