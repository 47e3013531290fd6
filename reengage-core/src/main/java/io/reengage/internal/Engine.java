// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal;

import com.google.common.io.BaseEncoding;
import io.reengage.campaign.Campaign;
import io.reengage.campaign.Step;
import io.reengage.channel.Receipt;
import io.reengage.internal.contact.Contacts;
import io.reengage.internal.dispatch.Dispatcher;
import io.reengage.internal.dispatch.Marker;
import io.reengage.internal.dispatch.Planner;
import io.reengage.internal.feedback.Effects;
import io.reengage.internal.feedback.Exits;
import io.reengage.internal.feedback.Landing;
import io.reengage.internal.feedback.Parking;
import io.reengage.internal.feedback.Recorder;
import io.reengage.internal.health.ClockWatch;
import io.reengage.internal.insight.Decisions;
import io.reengage.internal.insight.Narrator;
import io.reengage.internal.insight.Previewer;
import io.reengage.internal.insight.Reporter;
import io.reengage.internal.insight.TestSender;
import io.reengage.internal.node.Audit;
import io.reengage.internal.node.DatabaseClock;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.internal.node.Tally;
import io.reengage.internal.node.Threads;
import io.reengage.internal.privacy.AccessExport;
import io.reengage.internal.privacy.Eraser;
import io.reengage.internal.run.Enroller;
import io.reengage.internal.run.Erasures;
import io.reengage.internal.run.Fingerprints;
import io.reengage.internal.run.People;
import io.reengage.internal.run.Readiness;
import io.reengage.internal.run.RunDefinition;
import io.reengage.internal.run.Runs;
import io.reengage.internal.sunset.HostChanges;
import io.reengage.internal.sunset.Sunset;
import io.reengage.internal.sunset.SunsetDesk;
import io.reengage.internal.sunset.SunsetWatch;
import io.reengage.internal.suppression.SuppressionDesk;
import io.reengage.ledger.AuditEntry;
import io.reengage.ledger.AuditTrail;
import io.reengage.ledger.HealthFinding;
import io.reengage.ledger.Run;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.SunsetPlan;
import io.reengage.ledger.SunsetProgress;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setting;
import io.reengage.link.LandingVisits;
import io.reengage.report.CampaignReport;
import io.reengage.report.Preview;
import io.reengage.report.Story;
import io.reengage.subscriber.Address;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All parts put together: the one class the front door knows. Safe for any number of threads. */
public final class Engine implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Engine.class);
    private static final Duration RENEWAL = Duration.ofSeconds(15);
    private static final int SETS_LOOKED_AT = 256;

    private final Settings settings;
    private final ClockWatch clockWatch;
    private final Runs runs;
    private final Leases leases;
    private final Previewer previewer;
    private final Recorder recorder;
    private final Landing landing;
    private final Parking parking;
    private final Contacts contacts;
    private final SuppressionDesk suppressions;
    private final Eraser eraser;
    private final AccessExport accessExport;
    private final SunsetDesk sunsets;
    private final Narrator narrator;
    private final Reporter reporter;
    private final Decisions decisions;
    private final TestSender testSender;
    private final Worker worker;
    private final Threads.Repetition renewal;

    public Engine(Settings settings) {
        this.settings = settings;
        Audit audit = new Audit();
        this.clockWatch = new ClockWatch(settings, audit);
        Origin origin = settings.ledger().transact(rows -> stamp(rows, settings));
        People people = new People(settings, new Fingerprints(origin.salt), origin.createdAt);
        Readiness readiness = new Readiness(settings);
        this.runs = new Runs(settings, audit, readiness);
        this.leases = new Leases(settings);
        HostChanges hostChanges = new HostChanges(settings, leases);
        Sunset sunset = new Sunset(settings, people, hostChanges, audit);
        this.recorder = new Recorder(
                settings,
                new Erasures(people.fingerprints()),
                new Effects(runs, people, sunset, hostChanges, new Exits(settings, runs, people)));
        this.parking = new Parking(settings, leases, recorder);
        this.contacts = new Contacts(settings, people);
        this.suppressions = new SuppressionDesk(settings, people.fingerprints(), audit);
        this.eraser = new Eraser(settings, people.fingerprints(), audit);
        this.accessExport = new AccessExport(settings, people.fingerprints());
        this.landing = new Landing(settings, recorder);
        this.previewer = new Previewer(settings, runs, people, readiness);
        SunsetWatch sunsetWatch = new SunsetWatch(settings, leases, people, sunset);
        this.sunsets = new SunsetDesk(settings, runs, people, sunset, sunsetWatch, audit);
        this.narrator = new Narrator(settings, runs, people);
        this.reporter = new Reporter(settings, runs);
        this.decisions = new Decisions(reporter, runs);
        this.testSender = new TestSender(settings);
        Planner planner = Planner.of(settings);
        this.worker = new Worker(
                settings,
                runs,
                leases,
                new Enroller(settings, runs, leases, people),
                new Dispatcher(settings, leases, people, new Marker(settings, leases, people, planner)),
                hostChanges,
                sunsetWatch,
                parking);
        this.renewal = settings.threads().repeat(settings.node(), RENEWAL, this::renew);
    }

    /** When the ledger was made, and its salt. */
    private record Origin(Instant createdAt, String salt) {}

    /** Writes what a new ledger must know of itself, or checks that an old one is ours. */
    private static Origin stamp(Rows rows, Settings settings) {
        byte[] salt = new byte[32];
        new SecureRandom().nextBytes(salt);
        rows.insertNew(
                Schema.SETTING,
                List.of(
                        new Setting(Setting.CREATED_AT, settings.now().toString()),
                        new Setting(Setting.ENVIRONMENT, settings.environment()),
                        new Setting(Setting.STOPPED, ""),
                        new Setting(
                                Setting.SALT, BaseEncoding.base16().lowerCase().encode(salt))));
        Leases.create(rows);
        Audit.create(rows);
        String environment = Runs.setting(rows, Setting.ENVIRONMENT).orElseThrow();
        if (!environment.equals(settings.environment())) {
            throw new IllegalStateException("this ledger belongs to environment " + environment + ", not "
                    + settings.environment() + ": nothing is sent from a copy of it");
        }
        return new Origin(
                Instant.parse(Runs.setting(rows, Setting.CREATED_AT).orElseThrow()),
                Runs.setting(rows, Setting.SALT).orElseThrow());
    }

    private void renew() {
        try {
            if (settings.clock() instanceof DatabaseClock clock) {
                clockWatch.noticed(clock.synchronize());
            }
            leases.renew();
        } catch (RuntimeException e) {
            logger.warn("Leases of node {} could not be renewed", settings.node(), e);
        }
    }

    public Preview preview(Campaign campaign, int samplesPerVerdict) {
        return previewer.preview(campaign, samplesPerVerdict);
    }

    public Receipt sendTest(Campaign campaign, String stepId, String asSubscriber, Address to) {
        Step step = campaign.step(stepId)
                .orElseThrow(
                        () -> new IllegalArgumentException("campaign " + campaign.name() + " has no step " + stepId));
        return testSender.send(campaign, step, asSubscriber, to);
    }

    public Run launch(Campaign campaign) {
        return runs.launch(campaign);
    }

    public void pause(String campaign, String reason) {
        runs.pause(campaign, reason);
    }

    public void resume(String campaign) {
        runs.resume(campaign);
    }

    public void cancel(String campaign, String reason) {
        runs.cancel(campaign, reason);
    }

    public void stopAll(String actor, String reason) {
        runs.stopAll(actor, reason);
    }

    public void resumeAll(String actor) {
        runs.resumeAll(actor);
    }

    /** Does what is due until nothing is, or time is up. */
    public Tally runDue(Duration budget) {
        return worker.work(budget);
    }

    /** When the next thing is due, if anything is. */
    public Optional<Instant> nextDue() {
        List<RunDefinition> running = runs.running();
        return settings.ledger()
                .transact(rows -> Stream.concat(
                                running.stream().flatMap(definition -> next(rows, definition).stream()),
                                HostChanges.next(rows).stream())
                        .min(Comparator.naturalOrder()));
    }

    private Optional<Instant> next(Rows rows, RunDefinition definition) {
        Stream<Instant> sets = rows
                .select(Schema.DUE_SET, Where.all().eq("run", definition.run().id()), List.of("due_at"), SETS_LOOKED_AT)
                .stream()
                .map(set -> worker.workableAt(definition, set));
        return Stream.concat(Optional.ofNullable(definition.run().nextScanAt()).stream(), sets)
                .min(Comparator.naturalOrder());
    }

    public Recorder recorder() {
        return recorder;
    }

    public Parking parking() {
        return parking;
    }

    public Contacts contacts() {
        return contacts;
    }

    public SuppressionDesk suppressions() {
        return suppressions;
    }

    public Eraser eraser() {
        return eraser;
    }

    public AccessExport accessExport() {
        return accessExport;
    }

    public LandingVisits landing() {
        return landing;
    }

    public Story explain(String subscriberId, String campaign) {
        return narrator.explain(subscriberId, campaign);
    }

    public CampaignReport report(String campaign) {
        return reporter.report(campaign);
    }

    public void writeDecisions(String campaign, Appendable out) {
        decisions.write(campaign, settings.now(), out);
    }

    public List<AuditEntry> audit(String after, int limit) {
        return settings.ledger().transact(rows -> Audit.read(rows, after, limit));
    }

    public AuditTrail.Anchor exportAudit(Appendable out) {
        return Audit.export(settings.ledger(), out);
    }

    public SunsetPlan plan(String campaign) {
        return sunsets.plan(campaign);
    }

    public List<SunsetMember> members(String planId, String after, int limit) {
        return sunsets.members(planId, after, limit);
    }

    public SunsetPlan approve(String planId, boolean inInstalments, String by, String reason) {
        return sunsets.approve(planId, inInstalments, by, reason);
    }

    public SunsetProgress apply(String planId) {
        return sunsets.apply(planId);
    }

    public List<HealthFinding> health(String planId) {
        return sunsets.health(planId);
    }

    public HealthFinding overrule(String planId, HealthFinding.Kind kind, String by, String reason) {
        return sunsets.overrule(planId, kind, by, reason);
    }

    public int undo(String planId, String by, String reason) {
        return sunsets.undo(planId, by, reason);
    }

    /** Finishes what is at hand, gives back the leases, and closes the channels. */
    @Override
    public void close() {
        worker.stop();
        renewal.close();
        leases.release();
        settings.channels().values().forEach(channel -> {
            try {
                channel.close();
            } catch (Exception e) {
                logger.warn("Channel {} did not close", channel.spec().name(), e);
            }
        });
    }
}
