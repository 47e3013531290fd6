// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static io.reengage.mail.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.reengage.Environment;
import io.reengage.Reengage;
import io.reengage.Work;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.Observation;
import io.reengage.campaign.Campaign;
import io.reengage.campaign.Steps;
import io.reengage.channel.Receipt;
import io.reengage.channel.Templates;
import io.reengage.ledger.Ledger;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.mail.FailureGrid.Square;
import io.reengage.segment.Conditions;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import io.reengage.testing.VirtualClock;
import jakarta.mail.Authenticator;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that fails at every point in every way: what the receipt says, and what the ledger makes of it. */
class FailureGridIT {
    private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
    private static final Duration PATIENCE = Duration.ofMillis(400);
    /** More than all buffers on the way can hold, which are made small here and in the server. */
    private static final int LONG = 200_000;

    private static final int SMALL_BUFFER = 8_192;
    private static final AtomicInteger DATABASES = new AtomicInteger();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static SSLContext tls;

    @SuppressWarnings("NullAway.Init")
    private static SSLContext forAnotherName;

    private final VirtualClock clock = VirtualClock.at(START);
    private @Nullable Connection alive;

    @AfterEach
    void letTheDatabaseGo() throws SQLException {
        if (alive != null) {
            alive.close();
        }
    }

    @BeforeAll
    static void makeCertificates() throws IOException, InterruptedException, GeneralSecurityException {
        tls = Certificates.tls(directory, "localhost");
        forAnotherName = Certificates.tls(directory, "mail.shop.example");
    }

    static List<Square> squares() {
        return FailureGrid.squares();
    }

    @ParameterizedTest
    @MethodSource("squares")
    void theReceiptIsRight(Square square) throws IOException {
        try (ScriptedServer server = new ScriptedServer(square.script(), Map.of(), tls)) {
            assertReceipt(square, server);
        }
    }

    @ParameterizedTest
    @MethodSource("squares")
    void theReceiptIsRightWhereCommandsGoTogether(Square square) throws IOException {
        try (ScriptedServer server = new ScriptedServer(square.script(), Map.of(), tls).pipelining()) {
            assertReceipt(square, server);
        }
    }

    private void assertReceipt(Square square, ScriptedServer server) throws IOException {
        String html = square.needsLongBody() ? "x".repeat(LONG) : "<p>Still interested?</p>";
        try (MailChannel channel = channel(server, tls)) {
            Receipt receipt = channel.deliver(
                    message("k1", Map.of("subject", "s", "text", "t", "html", html), "hanako@example.jp"));

            assertThat(outcome(receipt)).as("%s", receipt).isEqualTo(square.outcome());
            assertThat(receipt.toString()).doesNotContain("hanako");
            assertThat(server.connections).as("tried once").hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("squares")
    void theLedgerIsRightAndNobodyGetsTwo(Square square) throws IOException, SQLException {
        try (ScriptedServer server = new ScriptedServer(square.script(), Map.of(), tls).pipelining();
                Reengage reengage = reengage(channel(server, tls), square.needsLongBody() ? LONG : 10)) {
            reengage.campaigns().launch(letter());
            Work first = reengage.runDue(Duration.ofSeconds(30));
            assertThat(outcome(first)).as("%s", first).isEqualTo(square.outcome());
            assertThat(story(reengage)).contains(word(square.outcome()));

            // the server has recovered
            Work later = restOfThreeDays(reengage);
            assertThat(later.sent()).isEqualTo(square.outcome().equals("N") ? 1 : 0);
            assertThat(story(reengage)).contains(square.outcome().equals("N") ? "SENT" : word(square.outcome()));
            assertThat(server.bodies).hasSizeLessThanOrEqualTo(refusedAfterTheBody(square) ? 2 : 1);
            assertThat(server.bodies.stream()
                            .map(FailureGridIT::messageId)
                            .distinct()
                            .count())
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void aServerThatCannotBeReachedTakesNothing() throws IOException {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        try (MailChannel channel = MailChannel.smtp("localhost", port)
                .from("news@shop.example", "Shop")
                .build()) {
            assertThat(outcome(channel.deliver(message("k1")))).isEqualTo("N");
        }
        try (MailChannel nowhere = MailChannel.smtp("no-such-host.invalid", 587)
                .from("news@shop.example", "Shop")
                .build()) {
            assertThat(outcome(nowhere.deliver(message("k1")))).isEqualTo("N");
        }
    }

    @Test
    void aCertificateNobodyVouchesForOrForAnotherNameEndsIt() throws IOException {
        try (ScriptedServer server = new ScriptedServer(Map.of(), Map.of(), tls);
                MailChannel stranger = channel(server, forAnotherName)) {
            assertThat(outcome(stranger.deliver(message("k1")))).isEqualTo("N");
            assertThat(server.commands).noneMatch(each -> each.startsWith("AUTH") || each.startsWith("MAIL"));
        }
        try (ScriptedServer server = new ScriptedServer(Map.of(), Map.of(), forAnotherName);
                MailChannel channel = channel(server, forAnotherName)) {
            assertThat(outcome(channel.deliver(message("k1")))).isEqualTo("N");
            assertThat(server.commands).noneMatch(each -> each.startsWith("AUTH") || each.startsWith("MAIL"));
        }
    }

    @Test
    void wordsSlippedInBeforeTlsAreNotBelieved() throws IOException {
        String injected = "220 2.0.0 go ahead\r\n250-test\r\n250 AUTH PLAIN";
        try (ScriptedServer server =
                        new ScriptedServer(Map.of("STARTTLS", injected), Map.of("STARTTLS", injected), tls);
                MailChannel channel = channel(server, tls)) {
            assertThat(outcome(channel.deliver(message("k1")))).isEqualTo("N");
            assertThat(server.commands).noneMatch(each -> each.startsWith("AUTH") || each.startsWith("MAIL"));
        }
    }

    private static boolean refusedAfterTheBody(Square square) {
        return square.outcome().equals("N")
                && (square.at().equals("DOT") || square.at().equals("BODY"));
    }

    private static String messageId(String body) {
        return body.lines()
                .filter(line -> line.startsWith("Message-ID: "))
                .findFirst()
                .orElseThrow();
    }

    private Work restOfThreeDays(Reengage reengage) {
        Work found = reengage.runDue(Duration.ofSeconds(30));
        for (int i = 0; i < 12; i++) {
            clock.advance(Duration.ofHours(6));
            Work work = reengage.runDue(Duration.ofSeconds(30));
            found = work.sent() + work.unknown() + work.failed() > 0 ? work : found;
        }
        return found;
    }

    private static String story(Reengage reengage) {
        StringBuilder decisions = new StringBuilder();
        reengage.insight().writeDecisions("letter", decisions);
        return decisions.toString();
    }

    private static String word(String outcome) {
        return switch (outcome) {
            case "A" -> "SENT";
            case "N" -> "RETRYING";
            case "G" -> "FAILED";
            default -> "UNKNOWN";
        };
    }

    private static String outcome(Work work) {
        if (work.sent() + work.retried() + work.failed() + work.unknown() != 1) {
            return fail("one message, one outcome: " + work);
        }
        return work.sent() == 1 ? "A" : work.retried() == 1 ? "N" : work.failed() == 1 ? "G" : "U";
    }

    private static String outcome(Receipt receipt) {
        if (receipt instanceof Receipt.Refused refused) {
            return refused.permanent() ? "G" : "N";
        }
        return receipt instanceof Receipt.Accepted ? "A" : "U";
    }

    private MailChannel channel(ScriptedServer server, SSLContext trusted) {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", "localhost");
        properties.setProperty("mail.smtp.port", String.valueOf(server.port()));
        properties.setProperty("mail.smtp.starttls.enable", "true");
        properties.setProperty("mail.smtp.starttls.required", "true");
        properties.setProperty("mail.smtp.auth", "true");
        properties.setProperty("mail.smtp.auth.mechanisms", "PLAIN");
        properties.put("mail.smtp.ssl.socketFactory", trusted.getSocketFactory());
        properties.put("mail.smtp.socketFactory", new SmallBuffers());
        return MailChannel.using(Session.getInstance(properties, new Authenticator() {
                    @Override
                    protected PasswordAuthentication getPasswordAuthentication() {
                        return new PasswordAuthentication("shop", "s3cret");
                    }
                }))
                .from("news@shop.example", "Shop")
                .replyTimeout(PATIENCE)
                .acceptTimeout(PATIENCE)
                .clock(clock)
                .build();
    }

    private static Campaign letter() {
        return Campaign.named("letter")
                .once()
                .purpose("newsletter")
                .audience(Conditions.subscribed("newsletter"))
                .noHoldout("a test of sending")
                .step("ask", Steps.send("email").template("ask"))
                .build();
    }

    private Reengage reengage(MailChannel channel, int length) throws SQLException {
        Instant joined = START.minus(Duration.ofDays(700));
        return Reengage.builder()
                .environment(Environment.PRODUCTION)
                .subscribers(SubscriberStore.inMemory(List.of(Subscriber.withId("42")
                        .email("hanako@example.jp")
                        .joinedAt(joined)
                        .subscribed("newsletter", joined, "form 1")
                        .build())))
                .activity(ActivitySource.inMemory(List.of(), Observation.live(joined, List.of())))
                .ledger(Ledger.over(database()).allowLosingCommits().open())
                .channel(channel)
                .templates(Templates.of(Map.of(
                        "ask.subject.mustache",
                        "Still interested?",
                        "ask.text.mustache",
                        "Leave: {{unsubscribe}}",
                        "ask.html.mustache",
                        "<p>" + "x".repeat(length) + "</p><a href=\"{{unsubscribe}}\">Leave</a>")))
                .links(SignedLinks.at(URI.create("https://news.shop.example/r"))
                        .signedWith(SigningKeys.of("2026", new byte[32])))
                .clock(clock)
                .build();
    }

    /** A database of this square's own, which lives no longer than it does. */
    private DataSource database() throws SQLException {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:grid" + DATABASES.incrementAndGet());
        alive = database.getConnection();
        return database;
    }

    /** Sockets that hold little of what is sent and not read. */
    private static final class SmallBuffers extends SocketFactory {

        @Override
        public Socket createSocket() throws IOException {
            Socket socket = new Socket();
            socket.setSendBufferSize(SMALL_BUFFER);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            throw new IOException("not used");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
            throw new IOException("not used");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            throw new IOException("not used");
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
            throw new IOException("not used");
        }
    }
}
