// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal;

import io.reengage.activity.Activity;
import io.reengage.campaign.Campaign;
import io.reengage.campaign.Step;
import io.reengage.channel.Channel;
import io.reengage.channel.Receipt;
import io.reengage.internal.breaker.Breakers;
import io.reengage.internal.contact.Contacts;
import io.reengage.internal.decision.Planner;
import io.reengage.internal.dispatch.Composer;
import io.reengage.internal.dispatch.Dispatcher;
import io.reengage.internal.dispatch.Guards;
import io.reengage.internal.dispatch.Marker;
import io.reengage.internal.dispatch.Specimens;
import io.reengage.internal.dispatch.Unsettled;
import io.reengage.internal.evidence.ClockWatch;
import io.reengage.internal.feedback.DeathToll;
import io.reengage.internal.feedback.Effects;
import io.reengage.internal.feedback.Exits;
import io.reengage.internal.feedback.Landing;
import io.reengage.internal.feedback.Parking;
import io.reengage.internal.feedback.Recorder;
import io.reengage.internal.feedback.Tagged;
import io.reengage.internal.guard.HealthWatch;
import io.reengage.internal.hold.Hold;
import io.reengage.internal.hold.Holds;
import io.reengage.internal.insight.Decisions;
import io.reengage.internal.insight.Narrator;
import io.reengage.internal.insight.Previewer;
import io.reengage.internal.insight.Reporter;
import io.reengage.internal.insight.SegmentDesk;
import io.reengage.internal.insight.TestSender;
import io.reengage.internal.journal.Journal;
import io.reengage.internal.monitor.Announcer;
import io.reengage.internal.monitor.BacklogMeter;
import io.reengage.internal.monitor.HealthCheck;
import io.reengage.internal.monitor.RoundReporter;
import io.reengage.internal.node.Audit;
import io.reengage.internal.node.DatabaseClock;
import io.reengage.internal.node.Hosting;
import io.reengage.internal.node.Keys;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Pulse;
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
import io.reengage.ledger.ErasureReceipt;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.Schema;
import io.reengage.link.LandingVisits;
import io.reengage.link.ReturnTag;
import io.reengage.monitoring.Health;
import io.reengage.monitoring.ReengageListener.BreakerChange;
import io.reengage.monitoring.ReengageListener.ImportProgress;
import io.reengage.report.CampaignReport;
import io.reengage.report.Preview;
import io.reengage.report.Story;
import io.reengage.subscriber.Address;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All parts put together: the one class the front door knows. Safe for any number of threads. */
public final class Engine implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Engine.class);
    private static final Duration RENEWAL = Duration.ofSeconds(15);
    private static final int SETS_LOOKED_AT = 256;

    private final Settings settings;
    private final Audit audit;
    private final ClockWatch clockWatch;
    private final Runs runs;
    private final Leases leases;
    private final Previewer previewer;
    private final SegmentDesk segments;
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
    private final Announcer announcer;
    private final @Nullable Journal journal;
    private final Guards guards;
    private final Dispatcher dispatcher;
    private final HealthCheck healthCheck;
    private final Worker worker;
    private final Threads.Repetition renewal;
    private final AtomicBoolean closed = new AtomicBoolean();

    public Engine(Settings settings, Hosting hosting) {
        this.settings = settings;
        this.audit = new Audit();
        this.clockWatch = new ClockWatch(settings, audit);
        Origin origin = settings.ledger().transact(rows -> Origin.stamp(rows, settings));
        clockWatch.goesBy(hosting.timeZoneRules());
        People people = new People(settings, new Fingerprints(origin.salt()), origin.createdAt());
        Readiness readiness = new Readiness(settings, new Specimens(settings, new Composer(settings)));
        this.runs = new Runs(settings, audit, readiness);
        this.journal = hosting.journal() == null ? null : Journal.open(hosting.journal(), ledgerName(origin));
        this.leases = new Leases(settings, pulse(origin, hosting.journal()));
        HostChanges hostChanges = new HostChanges(settings, leases);
        Sunset sunset = new Sunset(settings, people, hostChanges, audit);
        Effects effects = new Effects(runs, people, sunset, hostChanges, new Exits(settings, runs, people));
        this.recorder = new Recorder(settings, new Erasures(people.fingerprints()), effects);
        this.parking = new Parking(settings, leases, recorder);
        this.contacts = new Contacts(settings, people);
        this.suppressions = new SuppressionDesk(settings, people.fingerprints(), audit, this::imported);
        this.eraser = new Eraser(settings, people.fingerprints(), audit, hosting.journal() != null);
        this.accessExport = new AccessExport(settings, people.fingerprints());
        this.landing = new Landing(settings, runs, recorder);
        this.previewer = new Previewer(settings, runs, people, readiness);
        this.segments = new SegmentDesk(settings, people);
        SunsetWatch sunsetWatch = new SunsetWatch(settings, leases, people, sunset);
        this.sunsets = new SunsetDesk(settings, runs, people, sunset, sunsetWatch, audit);
        this.narrator = new Narrator(settings, runs, people);
        this.testSender = new TestSender(settings);
        this.announcer = new Announcer(settings, hosting.listeners());
        this.guards = guards();
        this.reporter = new Reporter(settings, runs, guards.health());
        this.decisions = new Decisions(reporter, runs);
        Marker marker = new Marker(settings, leases, people, Planner.of(settings));
        this.dispatcher = new Dispatcher(settings, leases, people, marker, guards, recorder);
        BacklogMeter backlog = new BacklogMeter(settings, runs, dispatcher::workableAt);
        this.healthCheck = healthCheck(hosting, backlog);
        RoundReporter rounds = new RoundReporter(settings.node(), announcer, backlog);
        Enroller enroller = new Enroller(settings, runs, leases, people, rounds::read);
        this.worker = worker(enroller, hostChanges, sunsetWatch, rounds);
        this.renewal = settings.threads().repeat(settings.node(), RENEWAL, this::renew);
    }

    private HealthCheck healthCheck(Hosting hosting, BacklogMeter backlog) {
        return new HealthCheck(
                settings,
                hosting.nodeClock(),
                leases,
                backlog,
                guards.unsettled()::people,
                this::troubled,
                guards.health()::judgements,
                this::hanging);
    }

    /** What an earlier process remembers is compared before anything is done. */
    private Pulse pulse(Origin origin, @Nullable Path directory) {
        Pulse pulse = new Pulse(
                settings.node(), audit, directory == null ? null : directory.resolve(ledgerName(origin) + ".pulse"));
        if (pulse.remembers()) {
            pulse.counting(settings.ledger(), settings.now(), rows -> true);
        }
        return pulse;
    }

    private Worker worker(Enroller enroller, HostChanges hostChanges, SunsetWatch sunsetWatch, RoundReporter rounds) {
        Agenda agenda = new Agenda(settings, runs, leases, guards.breakers(), guards.holds());
        return new Worker(
                settings,
                runs,
                leases,
                agenda,
                enroller,
                dispatcher,
                hostChanges,
                sunsetWatch,
                parking,
                guards.health(),
                rounds);
    }

    private Guards guards() {
        return new Guards(
                new Breakers(change -> announcer.tell(listener -> listener.breakerChanged(change))),
                new Holds(settings, audit, hold -> announcer.tell(listener -> listener.stepHeld(hold))),
                new HealthWatch(settings, runs, each -> announcer.tell(listener -> listener.runJudged(each))),
                new Unsettled(journal),
                announcer);
    }

    private void imported(ImportProgress progress) {
        announcer.tell(listener -> listener.suppressionsImported(progress));
    }

    private List<String> hanging() {
        return worker.hanging();
    }

    private List<BreakerChange> troubled() {
        return guards.breakers().troubled(settings.now());
    }

    /** Tells the journals of several ledgers apart. */
    private static String ledgerName(Origin origin) {
        return Keys.of(origin.createdAt(), origin.salt()).substring(0, 12);
    }

    private void renew() {
        try {
            if (settings.clock() instanceof DatabaseClock clock) {
                clockWatch.noticed(clock.synchronize());
            }
            leases.renew();
        } catch (Exception | Error e) { // it must not be the last time
            logger.warn("Leases of node {} could not be renewed", settings.node(), e);
        }
    }

    public Preview preview(Campaign campaign, int samplesPerVerdict) {
        return previewer.preview(campaign, samplesPerVerdict);
    }

    public SegmentDesk segments() {
        return segments;
    }

    public Receipt sendTest(Campaign campaign, String stepId, String asSubscriber, Address to) {
        Step step = campaign.step(stepId)
                .orElseThrow(
                        () -> new IllegalArgumentException("campaign " + campaign.name() + " has no step " + stepId));
        return testSender.send(campaign, step, asSubscriber, to);
    }

    public Runs runs() {
        return runs;
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
        String run = definition.run().id();
        List<Hold> held =
                Hold.all(rows).stream().filter(each -> each.run().equals(run)).toList();
        List<String> steps = new ArrayList<>(definition.stepIds());
        held.forEach(each -> steps.remove(each.step()));
        Stream<Instant> sets = rows
                .select(Schema.DUE_SET, Where.all().eq("run", run).in("step", steps), List.of("due_at"), SETS_LOOKED_AT)
                .stream()
                .map(set -> dispatcher.workableAt(definition, set));
        return Stream.of(
                        Optional.ofNullable(definition.run().nextScanAt()).stream(),
                        sets,
                        held.stream().map(Hold::probeAt))
                .flatMap(each -> each)
                .min(Comparator.naturalOrder());
    }

    public Recorder recorder() {
        return recorder;
    }

    /** The message a return tag speaks of, if there is one. */
    public Optional<Activity.Delivery> messageOf(ReturnTag tag) {
        return settings.ledger().transact(rows -> Tagged.message(rows, tag));
    }

    /** Whether a provider calls too many addresses dead, these included. */
    public boolean isOutage(String provider, Collection<String> ids, int most, Duration within) {
        Instant now = settings.now();
        return settings.ledger().transact(rows -> DeathToll.exceeds(rows, provider, ids, most, within, now));
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

    /** Forgets a person, after what waits in this node's journal, maybe about them, is on record. */
    public ErasureReceipt erase(String subscriberId, String by) {
        dispatcher.settleLeftOver(runs::byId, new Tally());
        return eraser.erase(subscriberId, by);
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

    public SunsetDesk sunsets() {
        return sunsets;
    }

    /** How this node and its ledger are. */
    public Health health() {
        return healthCheck.look();
    }

    /** Lets a held step of a campaign go on; whether it was held. */
    public boolean release(String campaign, String step, String actor) {
        return guards.holds().release(runs.latest(campaign).id(), step, actor, "released by " + actor);
    }

    /** Finishes what is at hand, gives back the leases, and closes the channels; only the first time. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        worker.stop();
        renewal.close();
        try {
            leases.release();
        } catch (RuntimeException e) {
            logger.warn("Leases of node {} could not be given back; they lapse by themselves", settings.node(), e);
        } finally {
            settings.channels().values().forEach(Engine::close);
            announcer.close();
            if (journal != null) {
                journal.close();
            }
        }
    }

    private static void close(Channel channel) {
        try {
            channel.close();
        } catch (Exception e) {
            logger.warn("Channel {} did not close", channel.spec().name(), e);
        }
    }
}
