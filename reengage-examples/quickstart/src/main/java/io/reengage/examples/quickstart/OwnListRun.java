// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart;

import io.reengage.Environment;
import io.reengage.Reengage;
import io.reengage.Work;
import io.reengage.campaign.Campaign;
import io.reengage.channel.Templates;
import io.reengage.examples.quickstart.Options.OwnList;
import io.reengage.examples.quickstart.files.Assumptions;
import io.reengage.examples.quickstart.files.DecisionFile;
import io.reengage.examples.quickstart.files.ListFiles;
import io.reengage.examples.quickstart.files.Rules;
import io.reengage.ledger.Ledger;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.policy.SunsetPolicy;
import io.reengage.report.CampaignReport;
import io.reengage.report.HtmlReport;
import io.reengage.report.Preview;
import io.reengage.report.TextReport;
import io.reengage.segment.Condition;
import io.reengage.testing.VirtualClock;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/** A win-back campaign over the user's own files: what it would do, or, into the outbox only, what it does. */
final class OwnListRun {

    private static final Duration BUDGET = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Duration STALE = Duration.ofDays(30);

    private final Path path;
    private final OwnList wanted;
    private final Progress progress;

    OwnListRun(Path path, OwnList wanted, Progress progress) {
        this.path = path;
        this.wanted = wanted;
        this.progress = progress;
    }

    void run() throws IOException {
        Condition rule = Rules.parse(wanted.rule());
        Instant asOf = Optional.ofNullable(wanted.asOf()).orElseGet(InstantSource.system()::instant);
        ListFiles list = ListFiles.read(
                wanted.subscribers(),
                wanted.activity(),
                wanted.moreColumns(),
                new Assumptions(wanted.purpose(), wanted.assumeConsent(), asOf));
        introduce(list);
        WorkingDirectory dir = WorkingDirectory.at(path);
        dir.clear();
        VirtualClock clock = VirtualClock.at(asOf);
        Campaign campaign = Campaigns.overOwnList(wanted.purpose(), rule);
        try (MailServer mail = MailServer.start(dir.outbox(), clock);
                Reengage reengage = connect(list, mail, clock)) {
            Preview preview = reengage.campaigns().preview(campaign);
            show(preview);
            if (wanted.dryRun()) {
                DecisionFile.write(list, campaign.segment(), dir.decisions());
                progress.say("Dry run: nothing was sent.\nDecisions  " + dir.decisions());
            } else {
                send(reengage, campaign, clock, dir);
            }
        }
    }

    private void introduce(ListFiles list) {
        progress.say(of(
                "Read %,d people and %,d activities, taken as complete up to %s.",
                list.people().size(), list.activities().size(), list.asOf()));
        if (list.ofStrangers() > 0) {
            progress.say(of(
                    "%,d activities are of people who are not on the list; they were left aside.", list.ofStrangers()));
        }
        if (wanted.assumeConsent()) {
            progress.say("Assumed: everybody whose line says nothing agreed to \"" + wanted.purpose()
                    + "\" and is subscribed. Nothing in the files shows it; do not mail real people on that ground.");
        }
        list.newest()
                .filter(newest -> newest.plus(STALE).isBefore(list.asOf()))
                .ifPresent(newest -> progress.say("The newest activity is of " + newest
                        + ". If the record ends there, say so with --as-of: later silence"
                        + " would count as people's own."));
    }

    private void show(Preview preview) {
        progress.say("\n" + preview.text());
        progress.say(of(
                "%,10d  would be asked, and %,d held out to compare with",
                preview.in() - preview.heldOut(), preview.heldOut()));
        progress.say(of("%,10d  cannot be decided: the record does not reach far enough", preview.unknown()));
        progress.say(of("%,10d  may not be contacted", preview.blocked()));
        preview.notes().forEach(note -> progress.say("Note: " + note));
        preview.problems().forEach(problem -> progress.say("Problem: " + problem));
    }

    /** The campaign to its end, on a virtual clock: what happens if nobody answers. */
    private void send(Reengage reengage, Campaign campaign, VirtualClock clock, WorkingDirectory dir)
            throws IOException {
        reengage.campaigns().launch(campaign);
        Instant end = clock.instant().plus(LONGEST);
        while (clock.instant().isBefore(end)) {
            Work work = reengage.runDue(BUDGET);
            Instant now = clock.instant();
            progress.tick(now, "at work");
            if (work.isIdle()) {
                clock.setTo(reengage.nextDue()
                        .filter(now::isBefore)
                        .filter(end::isAfter)
                        .orElse(end));
            }
        }
        CampaignReport report = reengage.insight().report(campaign.name());
        HtmlReport.write(report, dir.report());
        try (Writer decisions = Files.newBufferedWriter(dir.decisions())) {
            reengage.insight().writeDecisions(campaign.name(), decisions);
        }
        progress.say(TextReport.of(report));
        progress.say("Report     " + dir.report() + "\nDecisions  " + dir.decisions() + "\nMail       " + dir.outbox()
                + "  (nothing left this machine)");
    }

    private static Reengage connect(ListFiles list, MailServer mail, VirtualClock clock) {
        byte[] secret = new byte[SigningKeys.SHORTEST_SECRET];
        new SecureRandom().nextBytes(secret);
        return Reengage.builder()
                .environment(Environment.PRODUCTION)
                .subscribers(list.store())
                .activity(list.source())
                .ledger(Ledger.inMemory())
                .channel(DemoWorld.channel(mail.port(), clock))
                .templates(Templates.starters())
                .policy(Campaigns.politeness())
                .sunset(SunsetPolicy.ofDefaults())
                .links(SignedLinks.at(URI.create("https://links.example/mail"))
                        .signedWith(SigningKeys.of("run", secret)))
                .brand(DemoWorld.BRAND)
                .clock(clock)
                .node("quickstart")
                .build();
    }

    private static String of(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
