// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.jdbcstore;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.OPENED;
import static io.reengage.activity.ActivityType.PURCHASED;
import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.allOf;
import static io.reengage.segment.Conditions.attribute;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.inactive;
import static io.reengage.segment.Conditions.property;
import static io.reengage.segment.Conditions.subscribed;
import static io.reengage.segment.Span.days;
import static io.reengage.segment.Span.months;

import io.reengage.Environment;
import io.reengage.Reengage;
import io.reengage.campaign.Campaign;
import io.reengage.channel.Templates;
import io.reengage.ledger.Ledger;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.report.Preview;
import io.reengage.report.SegmentPreview;
import io.reengage.segment.Condition;
import io.reengage.segment.sql.HostTables;
import io.reengage.segment.sql.PushDown;
import io.reengage.segment.sql.Question;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * A shop keeps its customers, orders and events in its own tables. They are mapped once; a segment is previewed, shown as SQL,
 * and a small campaign goes to an outbox of files.
 */
public final class JdbcStoreMain {
    private static final Instant TODAY = Instant.parse("2026-11-21T09:00:00Z");

    private JdbcStoreMain() {}

    /** The folder to work in is the only argument, a new one in the temporary folder if left out. */
    public static void main(String[] args) throws IOException, SQLException {
        Path folder =
                args.length > 0 ? Files.createDirectories(Path.of(args[0])) : Files.createTempDirectory("jdbc-store");
        PrintWriter out =
                new PrintWriter(new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8)));
        run(folder, out);
        out.flush();
    }

    /** Who bought shoes within two years, but gave no sign of life for half a year although mailed. */
    static Condition lapsed() {
        return allOf(
                subscribed(Shop.LIST),
                attribute("country").is("JP"),
                inactive(OPENED, CLICKED, PURCHASED).forAtLeast(months(6)).afterReceiving(5),
                did(PURCHASED).within(days(730)).where(property("category").is("shoes")));
    }

    static void run(Path folder, PrintWriter out) throws IOException, SQLException {
        JdbcConnectionPool database = Shop.open(folder.resolve("shop"));
        try {
            Shop.fill(database, TODAY);
            HostTables tables = Shop.map(database);
            showSql(tables, out);
            try (Reengage reengage = reengage(database, tables, folder.resolve("outbox"))) {
                showSegment(reengage, out);
                reengage.campaigns().launch(winBack());
                reengage.runDue(Duration.ofSeconds(30));
                showOutbox(folder.resolve("outbox"), out);
            }
        } finally {
            database.dispose();
        }
    }

    private static Reengage reengage(JdbcConnectionPool database, HostTables tables, Path outbox) throws IOException {
        return Reengage.builder()
                .environment(Environment.PRODUCTION)
                .subscribers(tables.subscriberStore())
                .activity(tables.activitySource())
                .ledger(Ledger.jdbc(database))
                .channel(new OutboxChannel(outbox))
                .templates(Templates.of(Map.of(
                        "we-miss-you.subject.mustache", "New shoes, since you were last here",
                        "we-miss-you.text.mustache", "Come and look. No more of this: {{unsubscribe}}")))
                .links(SignedLinks.at(URI.create("https://news.shop.example/r"))
                        .signedWith(SigningKeys.of("2026", new byte[32]))) // yours: 32 secret random bytes
                .clock(() -> TODAY)
                .build();
    }

    private static Campaign winBack() {
        return Campaign.named("shoes-again")
                .once()
                .purpose(Shop.LIST)
                .audience(lapsed())
                .noHoldout("an example")
                .step("ask", send("email").template("we-miss-you"))
                .exitWhen(did(PURCHASED))
                .build();
    }

    private static void showSql(HostTables tables, PrintWriter out) {
        PushDown pushed = tables.subscriberStore()
                .pushDown(new Question(lapsed(), TODAY, ZoneOffset.UTC, tables.observed(), Question.Evidence.HERE));
        out.println(
                "What the database answers (SQL), what is checked again in memory, and what is only checked there:");
        out.println(pushed.text());
        out.println("SELECT ... FROM customers p WHERE " + pushed.where());
        out.println("with " + pushed.parameters());
        out.println();
    }

    private static void showSegment(Reengage reengage, PrintWriter out) {
        SegmentPreview preview = reengage.segments().preview(lapsed(), 1);
        out.println("How many each part of the segment leaves, and takes away:");
        out.println(preview.text());
        for (Preview.Sample sample : preview.samples()) {
            out.println("customer " + sample.subscriberId() + ":");
            out.println(sample.explanation().text());
        }
    }

    private static void showOutbox(Path outbox, PrintWriter out) throws IOException {
        try (Stream<Path> files = Files.list(outbox)) {
            out.println("mails written: " + files.count() + ", in " + outbox);
        }
    }
}
