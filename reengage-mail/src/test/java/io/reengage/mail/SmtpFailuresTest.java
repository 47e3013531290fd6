// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static io.reengage.mail.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a receipt says for every way a conversation can break. */
class SmtpFailuresTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // nothing was handed over, and it is nobody's fault but the connection's
                "BANNER; DROP;                       NOW;  no connection to the mail server: MessagingException",
                "BANNER; RESET;                      NOW;  no connection to the mail server: *",
                "BANNER; SILENCE;                    NOW;  no connection to the mail server: SocketTimeoutException",
                "BANNER; 421 4.3.2 busy|DROP;        NOW;  421 4.3.2 at connect",
                "BANNER; 554 5.7.1 no service|DROP;  NOW;  554 5.7.1 at connect",
                "EHLO;   DROP;                       NOW;  no connection to the mail server: *",
                "EHLO;   SILENCE;                    NOW;  no connection to the mail server: SocketTimeoutException",
                "EHLO;   421 4.7.0 slow down|DROP;   NOW;  *",
                "MAIL;   DROP;                       NOW;  connection lost at mail",
                "MAIL;   RESET;                      NOW;  connection lost at mail",
                "MAIL;   SILENCE;                    NOW;  connection lost at mail",
                "MAIL;   421 4.3.2 bye|DROP;         NOW;  421 4.3.2 at mail",
                "MAIL;   451 4.3.0 later;            NOW;  451 4.3.0 at mail",
                "MAIL;   550 5.7.1 sender refused;   NOW;  550 5.7.1 at mail",
                "MAIL;   553 5.1.8 sender unknown;   NOW;  553 5.1.8 at mail",
                "RCPT;   DROP;                       NOW;  connection lost at rcpt",
                "RCPT;   RESET;                      NOW;  connection lost at rcpt",
                "RCPT;   SILENCE;                    NOW;  connection lost at rcpt",
                "RCPT;   421 4.3.2 bye|DROP;         NOW;  421 4.3.2 at rcpt",
                "RCPT;   450 4.2.0 greylisted;       NOW;  450 4.2.0 at rcpt",
                "RCPT;   451 later;                  NOW;  451 at rcpt",
                "RCPT;   452 4.2.2 full;             NOW;  452 4.2.2 at rcpt",
                "RCPT;   454 4.7.1 no relay;         NOW;  454 4.7.1 at rcpt",
                "RCPT;   550 5.1.1 <hanako@example.jp> unknown; GOOD; 550 5.1.1 at rcpt",
                "RCPT;   550 no such user;           GOOD; 550 at rcpt",
                "RCPT;   553 5.1.3 bad address;      GOOD; 553 5.1.3 at rcpt",
                "RCPT;   554 5.7.1 relay denied;     NOW;  554 5.7.1 at rcpt",
                "RCPT;   530 5.7.0 log in first;     NOW;  530 5.7.0 at rcpt",
                "RCPT;   503 5.5.1 bad sequence;     NOW;  503 5.5.1 at rcpt",
                "DATA;   DROP;                       NOW;  connection lost at data",
                "DATA;   SILENCE;                    NOW;  connection lost at data",
                "DATA;   421 4.3.2 bye|DROP;         NOW;  421 4.3.2 at data",
                "DATA;   451 4.3.0 later;            NOW;  451 4.3.0 at data",
                "DATA;   554 5.5.1 no recipients;    NOW;  554 5.5.1 at data",
                "BODY;   RESET;                      NOW;  connection lost at body",
                // the dot was sent
                "DOT;    DROP;                       UNKNOWN; no answer after the message was sent",
                "DOT;    RESET;                      UNKNOWN; no answer after the message was sent",
                "DOT;    SILENCE;                    UNKNOWN; no answer after the message was sent",
                "DOT;    25~|DROP;                   UNKNOWN; no answer after the message was sent",
                "DOT;    250-2.0.0 half an answer|DROP; UNKNOWN; no answer after the message was sent",
                "DOT;    gibberish|DROP;             UNKNOWN; no answer after the message was sent",
                "DOT;    421 4.3.2 bye|DROP;         NOW;  421 4.3.2 at dot",
                "DOT;    421 4.3.2 bye|RESET;        NOW;  421 4.3.2 at dot",
                "DOT;    451 4.7.1 later;            NOW;  451 4.7.1 at dot",
                "DOT;    452 4.3.1 no space|DROP;    NOW;  452 4.3.1 at dot",
                "DOT;    550 5.7.1 spam;             GOOD; 550 5.7.1 at dot",
                "DOT;    554 5.6.0 broken|DROP;      GOOD; 554 5.6.0 at dot",
                "DOT;    554 5.6.0 broken|SILENCE;   GOOD; 554 5.6.0 at dot",
                "DOT;    250 2.0.0 fine|DROP;        ACCEPTED; fine",
                "DOT;    251 2.0.0 forwarded;        ACCEPTED; forwarded",
            })
    void theReceiptSaysHowFarItCame(String at, String action, String kind, String words) throws IOException {
        try (ScriptedServer server = new ScriptedServer(Map.of(at, action));
                MailChannel channel = channel(server.port())) {
            Receipt receipt = channel.deliver(at.equals("BODY") ? large() : message("k1"));

            assertThat(kind(receipt)).isEqualTo(kind);
            assertThat(words(receipt)).doesNotContain("hanako").matches(words.replace("*", ".+"));
            assertThat(server.connections).as("tried once").hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"450,PT5M", "451,PT5M", "421,PT5M", "452,PT15M", "454,PT30M"})
    void refusalsForNowSayWhenToComeBack(int code, Duration after) throws IOException {
        try (ScriptedServer server = new ScriptedServer(Map.of("RCPT", code + " 4.0.0 later"));
                MailChannel channel = channel(server.port())) {
            assertThat(channel.deliver(message("k1")))
                    .isEqualTo(new Receipt.Refused(code + " 4.0.0 at rcpt", false, after));
        }
    }

    @Test
    void nobodyListening() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (MailChannel channel = channel(port)) {
            assertThat(words(channel.deliver(message("k1"))))
                    .isEqualTo("no connection to the mail server: ConnectException");
        }
    }

    @Test
    void aServerWithoutTheDemandedTlsGetsNoMail() throws IOException {
        try (ScriptedServer server = new ScriptedServer(Map.of());
                MailChannel channel = MailChannel.smtp("localhost", server.port())
                        .from("news@shop.example", "Shop")
                        .security(MailChannel.Security.STARTTLS)
                        .build()) {
            assertThat(kind(channel.deliver(message("k1")))).isEqualTo("NOW");
            assertThat(server.commands).noneMatch(command -> command.startsWith("MAIL"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "MAIL#2; 553 5.1.8 sender unknown; NOW;  false",
                "MAIL#2; 550 5.7.1 sender refused; NOW;  false",
                "RCPT#2; 550 5.1.1 no;             GOOD; false",
                "RCPT#2; 450 4.2.0 greylisted;     NOW;  false",
                "DATA#2; 554 5.5.1 not from you;   NOW;  false",
                "DOT#2;  550 5.7.1 spam;           GOOD; false",
                "DOT#2;  554 5.6.0 broken;         GOOD; true",
                "DOT#2;  452 4.3.1 no space;       NOW;  true",
            })
    void aRefusedMessageSpoilsNeitherTheOneBeforeNorTheOneAfter(
            String at, String action, String kind, boolean pipelining) throws IOException {
        try (ScriptedServer server = server(Map.of(at, action), pipelining);
                MailChannel channel = channel(server.port())) {
            Map<String, String> kinds = new TreeMap<>();
            channel.deliverAll(
                    Stream.of("k1", "k2", "k3").map(key -> message(key)).iterator(),
                    (message, receipt) -> assertThat(kinds.put(message.key(), kind(receipt)))
                            .as("one receipt each")
                            .isNull());

            assertThat(kinds).isEqualTo(Map.of("k1", "ACCEPTED", "k2", kind, "k3", "ACCEPTED"));
            assertThat(server.bodies)
                    .filteredOn(body -> !body.contains("Message-ID: <k2@"))
                    .as("taken once each, the refused one never again")
                    .hasSize(2);
            assertThat(server.bodies).hasSize(at.startsWith("DOT") ? 3 : 2);
            assertThat(server.connections).hasSize(1);
        }
    }

    private static ScriptedServer server(Map<String, String> script, boolean pipelining) throws IOException {
        ScriptedServer server = new ScriptedServer(script);
        return pipelining ? server.pipelining() : server;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"DOT; 250 2.0.0 Ok|DROP", "DOT; 250 2.0.0 Ok|RESET", "DOT; 250 2.0.0 Ok|421 4.4.2 idle|DROP"})
    void aStaleConnectionIsReplacedOnce(String at, String action) throws IOException {
        try (ScriptedServer server = new ScriptedServer(Map.of(at, action), Map.of());
                MailChannel channel = channel(server.port())) {
            assertThat(kind(channel.deliver(message("k1")))).isEqualTo("ACCEPTED");
            assertThat(kind(channel.deliver(message("k2")))).isEqualTo("ACCEPTED");
            assertThat(server.connections).hasSize(2);
            assertThat(server.bodies).hasSize(2);
        }
    }

    @Test
    void whatWasLostAfterTheDotIsNeverSentAgain() throws IOException {
        try (ScriptedServer server = new ScriptedServer(Map.of("DOT", "DROP"), Map.of());
                MailChannel channel = channel(server.port())) {
            assertThat(kind(channel.deliver(message("k1")))).isEqualTo("UNKNOWN");
            assertThat(kind(channel.deliver(message("k2")))).isEqualTo("ACCEPTED");
            assertThat(server.bodies).hasSize(2);
            assertThat(server.bodies.get(0)).contains("<k1@");
            assertThat(server.bodies.get(1)).contains("<k2@");
        }
    }

    @Test
    void acceptedCarriesTheServersOwnName() throws IOException {
        assertThat(providerId("250 2.0.0 Ok: queued as 4F2A91")).isEqualTo("4F2A91");
        assertThat(providerId("250 OK id=1tGx2Y-0001 <hanako@example.jp>")).isEqualTo("1tGx2Y-0001");
        assertThat(providerId("250 Ok 0102019a-000000")).isEqualTo("0102019a-000000");
        assertThat(providerId("250 2.6.0 <k1@shop.example> [InternalId=7] Queued"))
                .isEqualTo("[InternalId=7] Queued");
        assertThat(providerId("250 ")).isEmpty();
    }

    private static String providerId(String reply) throws IOException {
        try (ScriptedServer server = new ScriptedServer(Map.of("DOT", reply));
                MailChannel channel = channel(server.port())) {
            return words(channel.deliver(message("k1")));
        }
    }

    private static MailChannel channel(int port) {
        return MailChannel.smtp("localhost", port)
                .from("news@shop.example", "Shop")
                .connections(1)
                .replyTimeout(SHORT)
                .acceptTimeout(SHORT)
                .build();
    }

    /** More than all buffers on the way can hold. */
    private static Message large() {
        return message(
                "k1",
                Map.of("subject", "s", "text", "t", "html", "<p>" + "x".repeat(30_000_000) + "</p>"),
                "hanako@example.jp");
    }

    private static String kind(Receipt receipt) {
        if (receipt instanceof Receipt.Refused refused) {
            return refused.permanent() ? "GOOD" : "NOW";
        }
        return receipt instanceof Receipt.Accepted ? "ACCEPTED" : "UNKNOWN";
    }

    private static String words(Receipt receipt) {
        if (receipt instanceof Receipt.Refused refused) {
            return refused.reason();
        }
        return receipt instanceof Receipt.Accepted accepted
                ? accepted.providerId()
                : ((Receipt.Unknown) receipt).reason();
    }
}
