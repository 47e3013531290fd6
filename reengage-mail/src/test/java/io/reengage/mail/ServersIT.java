// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.Environment;
import io.reengage.Reengage;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.Observation;
import io.reengage.campaign.Campaign;
import io.reengage.campaign.Steps;
import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import io.reengage.channel.Templates;
import io.reengage.ledger.Ledger;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.segment.Conditions;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import io.reengage.testing.VirtualClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Through mail servers that are not ours to where the mail is kept. */
class ServersIT {
    @TempDir
    private Path directory;

    /** Everything that {@link Samples} knows, and an address that needs SMTPUTF8. */
    private static List<Message> messages() {
        List<Message> messages = new ArrayList<>(Samples.all());
        messages.add(Messages.message("utf8", Map.of("subject", "件名", "html", "<p>h</p>", "text", "t"), "用户@例え.jp"));
        return messages;
    }

    private static void deliver(int port, List<Message> messages) {
        try (MailChannel channel = Samples.channel(port).build()) {
            for (Message message : messages) {
                assertThat(channel.deliver(message)).as(message.key()).isInstanceOf(Receipt.Accepted.class);
            }
        }
    }

    @Test
    void postfixQueuesAndDeliversWhatWasMeant() throws Exception {
        try (Postfix postfix = Postfix.start(directory)) {
            deliver(postfix.port(), messages());
            Map<String, Path> mails = byKey(postfix.mails(messages().size()));

            assertThat(mails.keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            messages().stream().map(Message::key).toList());
            for (Message message : messages()) {
                String kept = Files.readString(Objects.requireNonNull(mails.get(message.key())), UTF_8)
                        .replace("\n", "\r\n");
                assertThat(kept).startsWith("Return-Path: <news@shop.example>\r\n");
                assertThat(kept).as(message.key()).endsWith(new String(composed(message), UTF_8));
            }
            assertThat(postfix.log()).doesNotContain("improper command pipelining", "bare newline", "fatal:");
            signaturesSurvive(mails);
        }
    }

    private void signaturesSurvive(Map<String, Path> mails) throws Exception {
        Tool.need("/usr/bin/dkimverify", "python3-dkim");
        List<String> arguments = new ArrayList<>(List.of(
                Tool.script("python/verify.py"), Samples.keyFile(directory).toString()));
        mails.values().forEach(file -> arguments.add(file.toString()));
        assertThat(new Tool("/usr/bin/python3").run(directory, arguments).lines())
                .as("after the queue")
                .hasSize(mails.size())
                .containsOnly("True True");
    }

    /** But for local parts in quotes, which this server refuses. */
    @Test
    void smtpServerOfNodemailerReceivesTheSameBytes() throws Exception {
        Process server = Tool.node()
                .start(
                        directory,
                        List.of(Tool.script("node/serve.js"), directory.toString()),
                        ProcessBuilder.Redirect.PIPE);
        try (BufferedReader output = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8))) {
            List<Message> messages = messages().stream()
                    .filter(message -> !message.to().value().contains("docomo"))
                    .toList();
            deliver(Integer.parseInt(output.readLine()), messages);

            Map<String, Path> mails = byKey(files(directory, ".eml"));
            assertThat(mails).hasSameSizeAs(messages);
            for (Message message : messages) {
                Path mail = Objects.requireNonNull(mails.get(message.key()));
                assertThat(Files.readAllBytes(mail)).as(message.key()).isEqualTo(composed(message));
            }
            assertThat(Files.readString(directory.resolve("0006.to"))).startsWith("用户@");
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    /** From a campaign through a server that is not ours to what is on record. */
    @Test
    void whatTheServerOfNodemailerAnswersIsWhatTheLedgerSays() throws Exception {
        VirtualClock clock = VirtualClock.at(Instant.parse("2026-01-05T09:00:00Z"));
        List<String> people = List.of("taken", "rcpt450", "rcpt550", "dot451", "dot554", "drop");
        Process server = Tool.node()
                .start(
                        directory,
                        List.of(Tool.script("node/serve.js"), directory.toString()),
                        ProcessBuilder.Redirect.PIPE);
        try (BufferedReader output = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8));
                Reengage reengage = reengage(Integer.parseInt(output.readLine()), people, clock)) {
            reengage.campaigns()
                    .launch(Campaign.named("letter")
                            .once()
                            .purpose("newsletter")
                            .audience(Conditions.subscribed("newsletter"))
                            .noHoldout("a test of sending")
                            .step(
                                    "ask",
                                    Steps.send("email")
                                            .template("still-interested")
                                            .callToAction(Steps.landingPage("keep-me")))
                            .build());
            reengage.runDue(Duration.ofSeconds(30));
            assertThat(states(reengage))
                    .isEqualTo(Map.of(
                            "taken", "SENT",
                            "rcpt450", "RETRYING",
                            "rcpt550", "FAILED",
                            "dot451", "RETRYING",
                            "dot554", "FAILED",
                            "drop", "UNKNOWN"));

            for (int i = 0; i < 12; i++) {
                clock.advance(Duration.ofHours(6));
                reengage.runDue(Duration.ofSeconds(30));
            }
            assertThat(states(reengage))
                    .isEqualTo(Map.of(
                            "taken", "SENT",
                            "rcpt450", "SENT",
                            "rcpt550", "FAILED",
                            "dot451", "SENT",
                            "dot554", "FAILED",
                            "drop", "UNKNOWN"));
            List<String> taken = new ArrayList<>();
            for (Path to : files(directory, ".to")) {
                taken.add(Files.readString(to));
            }
            assertThat(taken)
                    .as("each once")
                    .containsExactlyInAnyOrder(
                            "taken-@example.jp", "rcpt450-@example.jp", "dot451-@example.jp", "drop-@example.jp");
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private static Map<String, String> states(Reengage reengage) {
        Map<String, String> states = new TreeMap<>();
        StringBuilder decisions = new StringBuilder();
        reengage.insight().writeDecisions("letter", decisions);
        for (String line : decisions.toString().lines().toList()) {
            String[] cells = line.split(",", -1);
            if (cells[4].equals("ask")) {
                states.put(cells[0], cells[5]);
            }
        }
        return states;
    }

    private static Reengage reengage(int port, List<String> people, VirtualClock clock) {
        Instant joined = clock.instant().minus(Duration.ofDays(700));
        return Reengage.builder()
                .environment(Environment.PRODUCTION)
                .subscribers(SubscriberStore.inMemory(people.stream()
                        .map(id -> Subscriber.withId(id)
                                .email(id + "-@example.jp")
                                .joinedAt(joined)
                                .subscribed("newsletter", joined, "form 1")
                                .build())
                        .toList()))
                .activity(ActivitySource.inMemory(List.of(), Observation.live(joined, List.of())))
                .ledger(Ledger.inMemory())
                .channel(MailChannel.smtp("127.0.0.1", port)
                        .from("news@shop.example", "Shop")
                        .clock(clock)
                        .build())
                .templates(Templates.starters())
                .brand("Shop")
                .links(SignedLinks.at(URI.create("https://news.shop.example/r"))
                        .signedWith(SigningKeys.of("2026", new byte[32])))
                .clock(clock)
                .build();
    }

    private static byte[] composed(Message message) throws UnmailableException {
        return Samples.composer().compose(message).bytes();
    }

    private static Map<String, Path> byKey(List<Path> files) throws IOException {
        Map<String, Path> mails = new TreeMap<>();
        for (Path file : files) {
            String key = Files.readString(file, UTF_8).replaceAll("(?s).*\r?\nX-Reengage-Key: ([^\r\n]*).*", "$1");
            assertThat(mails.put(key, file)).as("twice: %s", key).isNull();
        }
        return mails;
    }

    static List<Path> files(Path directory, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }
}
