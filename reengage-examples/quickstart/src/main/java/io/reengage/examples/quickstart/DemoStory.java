// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart;

import io.reengage.Reengage;
import io.reengage.channel.Receipt;
import io.reengage.ledger.EvidenceFinding;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.SunsetPlan;
import io.reengage.ledger.SunsetProgress;
import io.reengage.report.CampaignReport;
import io.reengage.report.HtmlReport;
import io.reengage.report.Preview;
import io.reengage.report.TextReport;
import io.reengage.subscriber.Address;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What happens in the demo, told in order: ask, remind, propose, retire in instalments, restore, undo, report. Every chapter
 * that was told is noted, so that a start after a kill goes on with the next.
 */
final class DemoStory {

    private static final String WIN_BACK = "win-back";
    private static final String MANAGER = "demo-manager";

    private final WorkingDirectory dir;
    private final ShopDatabase notes;
    private final DemoWorld world;
    private final Reengage reengage;
    private final Progress progress;

    private DemoStory(WorkingDirectory dir, ShopDatabase notes, DemoWorld world, Progress progress) {
        this.dir = dir;
        this.notes = notes;
        this.world = world;
        this.reengage = world.reengage();
        this.progress = progress;
    }

    /** Tells it from the beginning, or from where an earlier start was stopped. */
    static void tell(Path path, boolean fresh, int people, Progress progress) throws IOException {
        WorkingDirectory dir = WorkingDirectory.at(path);
        if (fresh) {
            dir.clear();
        }
        progress.say("Working in " + path.toAbsolutePath().normalize());
        try (ShopDatabase database = ShopDatabase.open(path, people)) {
            if (database.note("finished").isPresent()) {
                progress.say("The demo has come to its end here; --fresh starts it over.\n" + written(dir));
                return;
            }
            Thread farewell = new Thread(() -> progress.say("Stopped; the same command goes on from here."));
            Runtime.getRuntime().addShutdownHook(farewell);
            try (DemoWorld world = new DemoWorld(dir, database, progress)) {
                new DemoStory(dir, database, world, progress).tell();
            } finally {
                goWithout(farewell);
            }
        }
    }

    private static void goWithout(Thread farewell) {
        try {
            Runtime.getRuntime().removeShutdownHook(farewell);
        } catch (IllegalStateException alreadyStopping) {
            // somebody stopped the demo: it has been said
        }
    }

    private void tell() throws IOException {
        if (notes.note("launched").isPresent()) {
            say("going on where an earlier start was stopped");
        }
        chapter("launched", this::launch);
        world.liveUntil(day(2));
        chapter("asked", () -> progressOf("ask"));
        world.liveUntil(day(9));
        chapter("reminded", () -> progressOf("remind"));
        world.liveUntil(day(15));
        retireInInstalments();
        world.liveUntil(day(46));
        changeOfMind();
        world.liveUntil(day(62));
        chapter("looked back", this::lateSigns);
        report();
    }

    private String launch() {
        Preview preview = reengage.campaigns().preview(Campaigns.winBack());
        say("preview: nothing is written, nothing is sent\n" + preview.text()
                + of(
                        "%,10d  of them are held out, so that the campaign's effect can be told from chance",
                        preview.heldOut()));
        Receipt test = reengage.campaigns()
                .sendTest(Campaigns.winBack(), "ask", firstOf(preview), Address.email("marketing@demo-shop.example"));
        say("test mail to the marketing team: " + (test instanceof Receipt.Accepted ? "accepted" : test));
        reengage.campaigns().launch(Campaigns.winBack());
        return "launched: " + WIN_BACK;
    }

    private static String firstOf(Preview preview) {
        return preview.samples().get(0).subscriberId();
    }

    private String progressOf(String step) {
        CampaignReport report = reengage.insight().report(WIN_BACK);
        return report.steps().stream()
                .filter(line -> line.step().equals(step))
                .map(DemoStory::progress)
                .findFirst()
                .orElse(step + ": nobody yet");
    }

    private static String progress(CampaignReport.StepLine line) {
        CampaignReport.Told links = Objects.requireNonNullElse(line.clicked(), new CampaignReport.Told(0, 0));
        return of(
                "%s: %,d mails sent, %,d withheld from the holdout, %,d fetched by machines, %,d clicked, %,d confirmed",
                line.step(), line.sent(), line.withheld(), links.machines(), links.people(), line.confirmed());
    }

    /** No more than the policy allows in one go and in a week: the calendar decides how long it takes. */
    private void retireInInstalments() {
        String plan = noted("plan", () -> {
            SunsetPlan made = reengage.sunsets().plan(WIN_BACK);
            say(of("sunset plan: %,d of %,d people stayed silent to the end", made.people(), made.listSize()));
            return made.id();
        });
        chapter("approved", () -> {
            reengage.sunsets().approveInInstalments(plan, MANAGER, "looked at 20 of them, all silent");
            return "approved by " + MANAGER + ", in instalments";
        });
        if (notes.note("retired").isEmpty()) {
            Optional<Instant> next = Optional.of(world.now());
            while (next.isPresent()) {
                world.liveUntil(next.get());
                next = instalment(plan);
            }
            notes.note("retired", "yes");
        }
    }

    /** What is doubtful about the evidence stops a plan until somebody answers for it. */
    private void settleDoubts(String plan) {
        for (EvidenceFinding each : reengage.sunsets().evidence(plan)) {
            if (!each.isOverruled()) {
                say("doubtful: " + each.words());
                reengage.sunsets().overrule(plan, each.kind(), MANAGER, "known: this is a demonstration");
            }
        }
    }

    /** As much as the limits allow now; answers when they allow more. */
    private Optional<Instant> instalment(String plan) {
        settleDoubts(plan);
        long retired = 0;
        long spared = 0;
        while (true) {
            SunsetProgress done = reengage.sunsets().apply(plan);
            retired += done.retired();
            spared += done.spared();
            Instant next = done.nextInstalment();
            if (next == null || next.isAfter(world.now())) {
                say(of("retired %,d, spared %,d, %,d to go", retired, spared, done.left()));
                return Optional.ofNullable(next);
            }
        }
    }

    /** Those who fell silent while the campaign ran make a second plan, which is approved, applied, and taken back. */
    private void changeOfMind() {
        String plan = noted("second plan", () -> {
            SunsetPlan made = reengage.sunsets().plan(WIN_BACK);
            reengage.sunsets().approveInInstalments(made.id(), MANAGER, "the same as before");
            settleDoubts(made.id());
            SunsetProgress done = reengage.sunsets().apply(made.id());
            say(of(
                    "second plan, for those who fell silent since: %,d named, %,d retired",
                    made.people(), done.retired()));
            return made.id();
        });
        world.liveUntil(day(48));
        chapter("undone", () -> {
            int back =
                    reengage.sunsets().undo(plan, MANAGER, "they were mailed during the holidays: ask again in spring");
            return of("undone: all %,d of the second plan are back", back);
        });
    }

    private String lateSigns() {
        return reengage.sunsets().members(notes.note("plan").orElseThrow(), "", notes.people()).stream()
                .filter(member -> member.state() == SunsetMember.State.RESTORED)
                .map(SunsetMember::subscriberId)
                .findFirst()
                .map(id -> "restored by a late click, for example " + id + ":\n"
                        + reengage.insight().explain(id, WIN_BACK).text())
                .orElse("nobody gave a late sign of life");
    }

    private void report() throws IOException {
        CampaignReport report = reengage.insight().report(WIN_BACK);
        HtmlReport.write(report, dir.report());
        try (Writer decisions = Files.newBufferedWriter(dir.decisions())) {
            reengage.insight().writeDecisions(WIN_BACK, decisions);
        }
        notes.note("finished", "yes");
        progress.say("\n" + TextReport.of(report) + "\n" + written(dir));
    }

    private static String written(WorkingDirectory dir) {
        return "Report     " + dir.report() + "\nDecisions  " + dir.decisions() + "\nMail       " + dir.outbox();
    }

    /** Does something once over all starts, and says what. */
    private void chapter(String name, Supplier<String> happening) {
        noted(name, () -> {
            say(happening.get());
            return "done";
        });
    }

    private String noted(String name, Supplier<String> work) {
        return notes.note(name).orElseGet(() -> {
            String text = work.get();
            notes.note(name, text);
            return text;
        });
    }

    private void say(String text) {
        progress.say(world.now(), text);
    }

    private static Instant day(int number) {
        return DemoPeople.LAUNCH.plus(Duration.ofDays(number));
    }

    private static String of(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
