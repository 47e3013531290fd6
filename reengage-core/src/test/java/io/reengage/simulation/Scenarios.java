// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.reengage.Environment;
import io.reengage.Reengage;
import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Visitor;
import io.reengage.ledger.rows.JdbcRowStore;
import io.reengage.ledger.rows.MemoryRowStore;
import io.reengage.ledger.rows.RowStore;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.FaultyLedger;
import io.reengage.ledger.store.PersonRecord;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Shards;
import io.reengage.link.Answer;
import io.reengage.link.LandingPages;
import io.reengage.link.LandingRequest;
import io.reengage.link.LandingVisits;
import io.reengage.link.LinkToken;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.segment.Span;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import io.reengage.testing.RecordingChannel;
import io.reengage.testing.VirtualClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;

/** What notices a planted bug: many histories, one history, or a question put to a single class. */
public final class Scenarios {

    private Scenarios() {}

    /** What was found wrong; empty if nothing. Called by its name from outside the class loader it lives in. */
    public static String find(String scenario, int histories) throws IOException, SQLException {
        return switch (scenario) {
            case "simulation" -> histories(histories);
            case "undo after a word" -> one(Directed.undoAfterAWord());
            case "sign after a word" -> one(Directed.signAfterAWord());
            case "unknown to the end" -> one(Directed.unknownToTheEnd());
            case "leaves during a hand-over" -> one(Directed.leavesDuringAHandOver());
            case "stop during a hand-over" -> one(Directed.stopDuringAHandOver());
            case "stop before the decision" -> one(Directed.stopBeforeTheDecision());
            case "leaves during a slow hand-over" -> one(Directed.leavesDuringASlowHandOver());
            case "unknown counts" -> one(Directed.unknownCountsInCaps());
            case "two goes" -> one(Directed.twoGoes());
            case "asked too early" -> one(Directed.askedTooEarly());
            case "overtaken successor" -> one(Directed.overtakenSuccessor());
            case "the host refuses" -> one(Directed.theHostRefuses());
            case "looks" -> one(Directed.looks());
            case "ledger's clock" -> clock();
            case "a name comes back" -> comesBack();
            case "calendar day" -> calendarDay();
            case "signed purpose" -> purpose();
            case "page of a link" -> page();
            case "constant time" -> constantTime();
            case "durable" -> durable();
            case "any order" -> anyOrder();
            case "plan hash" -> planHash();
            default -> throw new IllegalArgumentException(scenario);
        };
    }

    private static String histories(int number) {
        for (int seed = 1; seed <= number; seed++) {
            @Nullable
            Violation violation =
                    Simulation.run(History.of(seed), new Statistics()).violation();
            if (violation != null) {
                return violation.promise() + " after " + seed + " histories: " + violation.getMessage();
            }
        }
        return "";
    }

    private static String one(History history) {
        @Nullable
        Violation violation = Simulation.run(history, new Statistics()).violation();
        return violation == null ? "" : violation.toString();
    }

    private static String wrong(boolean wrong, String what) {
        return wrong ? what : "";
    }

    /** Without a clock of the host's, everything goes by the ledger's. */
    private static String clock() {
        Instant then = Instant.parse("2031-01-01T00:00:00Z");
        MemoryRowStore rows = new MemoryRowStore(VirtualClock.at(then));
        try (Reengage node = node(rows, "n")) {
            node.runDue(Duration.ofMinutes(1));
            Instant until = rows.transact(
                            each -> each.select(Schema.LEASE, Where.all().eq("owner", "n"), List.of(), 1))
                    .get(0)
                    .until();
            return wrong(until.isBefore(then) || until.isAfter(then.plusSeconds(90)), "a lease until " + until);
        }
    }

    /** A node that held everything dies and starts anew beside another: what is not its share any more is the other's. */
    private static String comesBack() {
        MemoryRowStore rows = new MemoryRowStore(VirtualClock.at(Setup.START));
        try (Reengage dies = node(rows, "n");
                Reengage other = node(rows, "other");
                Reengage again = node(rows, "n")) {
            List.of(dies, other, again, other).forEach(node -> node.runDue(Duration.ZERO));
            long orphans = rows.transact(each -> each.count(
                    Schema.LEASE,
                    Where.all().eq("owner", "n").atLeast("id", Shards.COUNT / 2).atMost("id", Shards.COUNT - 1)));
            return wrong(orphans > 0, orphans + " shards nobody works on");
        }
    }

    private static Reengage node(RowStore rows, String name) {
        FaultyLedger.Fault none = new FaultyLedger.Fault() {
            @Override
            public void before() {}

            @Override
            public void after() {}
        };
        return Reengage.builder()
                .environment(Environment.PRODUCTION)
                .subscribers(SubscriberStore.inMemory(List.of(
                        Subscriber.withId("a").build(), Subscriber.withId("b").build())))
                .ledger(FaultyLedger.over(rows, none))
                .channel(RecordingChannel.email())
                .node(name)
                .build();
    }

    private static String calendarDay() {
        ZoneId paris = ZoneId.of("Europe/Paris");
        Instant noon = Instant.parse("2026-03-28T11:00:00Z");
        Instant next = Span.days(1).after(noon, paris);
        return wrong(next.atZone(paris).getHour() != 12, "a day after noon it is " + next.atZone(paris));
    }

    private static SignedLinks links() {
        return SignedLinks.at(URI.create("https://news.shop.example/r"))
                .signedWith(SigningKeys.of("test", new byte[32]));
    }

    private static LinkToken token(String page) {
        return new LinkToken(page, "run/1", "ask", "p", "offers", "en", Setup.START.plus(Duration.ofDays(90)));
    }

    private static String purpose() {
        String text = links().to(token(LinkToken.KEEP_ME)).getPath();
        LinkToken read = links().read(text.substring(text.lastIndexOf('/') + 1), Setup.START)
                .orElseThrow();
        return wrong(!read.purpose().equals("offers"), "a link for offers is read as one for " + read.purpose());
    }

    /** A link to one page is none to another. */
    private static String page() {
        String token = links().to(token(LinkToken.KEEP_ME)).getPath();
        List<String> answers = new ArrayList<>();
        LandingPages pages = LandingPages.builder(links(), new Heard(answers), VirtualClock.at(Setup.START))
                .build();
        pages.respond(LandingRequest.withForm(
                "POST",
                "/unsubscribe/" + token.substring(token.lastIndexOf('/') + 1),
                Map.of(),
                Map.of("answer", "leave")));
        return wrong(!answers.isEmpty(), "a link to keep-me did " + answers);
    }

    private record Heard(List<String> answers) implements LandingVisits {
        @Override
        public void visited(LinkToken token, Visitor visitor, Instant at) {}

        @Override
        public void answered(LinkToken token, Answer answer, Instant at) {
            answers.add(answer.toString());
        }
    }

    /** Time cannot be measured here; that the comparison in use is the one that takes as long whatever differs, can. */
    private static String constantTime() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                Scenarios.class.getClassLoader().getResourceAsStream("io/reengage/link/TokenFormat.class"))) {
            String constants = new String(in.readAllBytes(), ISO_8859_1);
            return wrong(!constants.contains("isEqual"), "signatures are not compared in constant time");
        }
    }

    private static String durable() throws IOException, SQLException {
        Path file = Files.createTempDirectory("reengage").resolve("ledger");
        JdbcConnectionPool source = JdbcConnectionPool.create("jdbc:h2:file:" + file, "", "");
        try (RowStore rows = new JdbcRowStore(source, JdbcRowStore.DEFAULT_PREFIX);
                Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet delay = statement.executeQuery(
                        "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'WRITE_DELAY'")) {
            rows.createSchema(Schema.TABLES);
            return wrong(!delay.next() || !delay.getString(1).equals("0"), "commits are written later");
        }
    }

    /** The same words in two orders. */
    private static String anyOrder() {
        MemoryRowStore rows = new MemoryRowStore(VirtualClock.at(Setup.START));
        try (Reengage node = node(rows, "n")) {
            for (String id : List.of("a", "b")) {
                List<Activity> words = new ArrayList<>(List.of(
                        pause(id, "2026-03-01T00:00:00Z", 1),
                        pause(id, "2026-02-01T00:00:00Z", 2),
                        Activity.of(ActivityType.ASKED_FEWER).by(id).at(Setup.START),
                        Activity.of(ActivityType.CLICKED).by(id).at(Setup.START)));
                if (id.equals("b")) {
                    Collections.reverse(words);
                }
                words.forEach(node.feedback()::record);
            }
        }
        List<PersonRecord> people = rows.transact(each -> each.select(Schema.PERSON, Where.all(), List.of("id"), 2));
        PersonRecord a = people.get(0);
        PersonRecord b = people.get(1);
        return wrong(
                !Objects.equals(a.pausedUntil(), b.pausedUntil())
                        || !a.summary().equals(b.summary())
                        || a.fewer() != b.fewer(),
                "the order of words matters: " + a.pausedUntil() + " or " + b.pausedUntil());
    }

    private static Activity pause(String id, String until, int seconds) {
        return Activity.of(ActivityType.PAUSED)
                .by(id)
                .property(Activity.UNTIL, until)
                .at(Setup.START.plusSeconds(seconds));
    }

    /** The same people for the same reasons under another rule are another plan. */
    private static String planHash() {
        History history = Directed.undoAfterAWord();
        Setup once = history.setup();
        Setup standing = new Setup(
                once.nodes(), once.people(), 1, true, false, false, false, false, false, 0, false, false, 100, false);
        Set<String> hashes = new HashSet<>();
        for (Setup setup : List.of(once, standing)) {
            try (MemoryRowStore rows = new MemoryRowStore(VirtualClock.at(Setup.START))) {
                Simulation.run(new History(0, setup, history.commands()), new Statistics(), rows);
                rows.transact(each -> each.select(Schema.SUNSET_PLAN, Where.all(), List.of(), 1))
                        .forEach(plan -> hashes.add(plan.hash()));
            }
        }
        return wrong(hashes.size() != 2, "two rules, plans with " + hashes.size() + " hashes");
    }
}
