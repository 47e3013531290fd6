// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart;

import static io.reengage.segment.Conditions.allOf;
import static io.reengage.segment.Conditions.anyEngagement;
import static io.reengage.segment.Conditions.inactive;
import static io.reengage.segment.Conditions.subscribed;

import io.reengage.Environment;
import io.reengage.Reengage;
import io.reengage.Work;
import io.reengage.campaign.Campaign;
import io.reengage.campaign.Steps;
import io.reengage.channel.Channel;
import io.reengage.channel.ChannelSpec;
import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import io.reengage.channel.Templates;
import io.reengage.ledger.Ledger;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.report.Preview;
import io.reengage.segment.Span;
import io.reengage.testing.VirtualClock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * A generated list of a million people through preview and launch, in constant memory: {@code java -Xmx256m -cp quickstart.jar
 * io.reengage.examples.quickstart.MillionMain [PEOPLE] [DIR]}. {@code million.sh} does it.
 */
public final class MillionMain {

    private static final int PEOPLE = 1_000_000;
    private static final Duration BUDGET = Duration.ofSeconds(10);

    private MillionMain() {}

    public static void main(String[] args) throws IOException {
        int size = args.length > 0 ? Integer.parseInt(args[0]) : PEOPLE;
        Path dir = args.length > 1 ? Path.of(args[1]) : Files.createTempDirectory("million");
        Progress progress = new Progress(System.out, Progress.onTerminal());
        VirtualClock clock = VirtualClock.at(DemoPeople.LAUNCH);
        GeneratedList list = new GeneratedList(size, clock.instant());
        JdbcConnectionPool pool = JdbcConnectionPool.create(
                "jdbc:h2:file:" + dir.resolve("ledger").toAbsolutePath(), "sa", "");
        try (Reengage reengage = Reengage.builder()
                .environment(Environment.PRODUCTION)
                .subscribers(list)
                .activity(list)
                .ledger(Ledger.jdbc(pool))
                .channel(new Nowhere())
                .templates(Templates.of(Map.of("hello.text.mustache", "Still there?")))
                .links(SignedLinks.at(URI.create("https://links.example/mail"))
                        .signedWith(SigningKeys.of("million", new byte[SigningKeys.SHORTEST_SECRET])))
                .clock(clock)
                .build()) {
            run(reengage, size, progress);
        } finally {
            pool.dispose();
        }
    }

    private static void run(Reengage reengage, int size, Progress progress) {
        long start = System.nanoTime();
        Preview preview = reengage.campaigns().preview(campaign());
        progress.say(preview.text());
        progress.say(took("Preview of " + size, start, size));
        long highest = heap();

        long launch = System.nanoTime();
        reengage.campaigns().launch(campaign());
        long scanned = 0;
        long enrolled = 0;
        Work work = reengage.runDue(BUDGET);
        while (!work.isIdle()) {
            scanned += work.scanned();
            enrolled += work.enrolled();
            highest = Math.max(highest, heap());
            progress.tick(DemoPeople.LAUNCH, String.format(Locale.ROOT, "%,d read, %,d enrolled", scanned, enrolled));
            work = reengage.runDue(BUDGET);
        }
        progress.say(
                took(String.format(Locale.ROOT, "Launch: %,d read, %,d enrolled", scanned, enrolled), launch, size));
        progress.say(String.format(
                Locale.ROOT,
                "Heap %,d MB of %,d MB at most, as seen between rounds",
                highest >> 20,
                Runtime.getRuntime().maxMemory() >> 20));
    }

    /** Nobody is written to for a week: the time of the first message is not what is measured. */
    private static Campaign campaign() {
        return Campaign.named("million")
                .once()
                .purpose(DemoPeople.NEWSLETTER)
                .audience(allOf(
                        subscribed(DemoPeople.NEWSLETTER),
                        inactive(anyEngagement()).forAtLeast(Span.months(12)).afterReceiving(5)))
                .holdout(Steps.percent(10))
                .step("ask", Steps.after(Span.days(7)), Steps.send("nowhere").template("hello"))
                .build();
    }

    private static String took(String what, long sinceNanos, int people) {
        double seconds = (System.nanoTime() - sinceNanos) / 1e9;
        return String.format(Locale.ROOT, "%s: %.1f s, %,.0f people a second", what, seconds, people / seconds);
    }

    private static long heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Takes everything and keeps nothing. */
    private static final class Nowhere implements Channel {

        @Override
        public ChannelSpec spec() {
            return new ChannelSpec("nowhere", "email", Set.of("text"), Set.of(), Duration.ofSeconds(10));
        }

        @Override
        public Receipt deliver(Message message) {
            return Receipt.accepted(message.key());
        }
    }
}
