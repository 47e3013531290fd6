// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.run;

import io.reengage.campaign.Campaign;
import io.reengage.campaign.DefinitionException;
import io.reengage.campaign.Definitions;
import io.reengage.internal.node.Audit;
import io.reengage.internal.node.Freshness;
import io.reengage.internal.node.Keys;
import io.reengage.internal.node.Settings;
import io.reengage.ledger.Run;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.LedgerStore;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setting;
import io.reengage.ledger.store.Traffic;
import io.reengage.text.StorableText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Launches, pauses, resumes and cancels; and stops everything at once. */
public final class Runs {
    private static final Logger logger = LoggerFactory.getLogger(Runs.class);
    private static final int MOST_RUNS = 10_000;

    /** What the audit trail calls letting a paused run go on. */
    public static final String RESUME = "resume";

    private final Settings settings;
    private final LedgerStore ledger;
    private final Audit audit;
    private final Stops stops;
    private final Readiness readiness;
    private final Freshness freshness;
    private final Map<String, Campaign> parsed = new ConcurrentHashMap<>();

    public Runs(Settings settings, Audit audit, Readiness readiness) {
        this.settings = settings;
        this.ledger = settings.ledger();
        this.audit = audit;
        this.stops = new Stops(settings, audit);
        this.readiness = readiness;
        this.freshness = new Freshness(settings.threads());
    }

    /** The run of this campaign, new unless the same definition runs already. */
    public Run launch(Campaign campaign) {
        List<String> problems = readiness.problems(campaign);
        if (!problems.isEmpty()) {
            throw new IllegalStateException(
                    "campaign " + campaign.name() + " cannot be launched:\n- " + String.join("\n- ", problems));
        }
        String definition = Definitions.toJson(campaign);
        Instant now = settings.now();
        return ledger.transact(rows -> {
            List<Run> earlier = ofCampaign(rows, campaign.name());
            Optional<Run> alive = alive(earlier);
            if (alive.isPresent()) {
                return same(alive.get(), definition);
            }
            Run run = new Run(
                    nextId(campaign.name(), earlier),
                    campaign.name(),
                    definition,
                    Run.Status.RUNNING,
                    "",
                    now,
                    null,
                    now,
                    0);
            if (rows.insertNew(Schema.RUN, List.of(run)).isEmpty()) {
                // another node launched it at this moment
                return same(alive(ofCampaign(rows, campaign.name())).orElseThrow(), definition);
            }
            audit.write(rows, now, Audit.ENGINE, "launch", run.id(), "definition " + Keys.of(definition));
            return run;
        });
    }

    /** The id of the run a launch would give: the one alive, or the next. */
    public String idOfLaunch(String campaign) {
        List<Run> earlier = ledger.transact(rows -> ofCampaign(rows, campaign));
        return alive(earlier).map(Run::id).orElseGet(() -> nextId(campaign, earlier));
    }

    private static String nextId(String campaign, List<Run> earlier) {
        return campaign + "/" + (earlier.size() + 1);
    }

    private static Optional<Run> alive(List<Run> runs) {
        return runs.stream().filter(run -> run.status() != Run.Status.CANCELLED).findFirst();
    }

    private static Run same(Run run, String definition) {
        if (!run.definition().equals(definition)) {
            throw new IllegalStateException("campaign " + run.campaign() + " runs already with another definition (run "
                    + run.id() + "): cancel it first, or give the new one another name");
        }
        return run;
    }

    public void pause(String campaign, String reason) {
        change(campaign, Run.Status.RUNNING, Run.Status.PAUSED, "pause", reason);
    }

    public void resume(String campaign) {
        change(campaign, Run.Status.PAUSED, Run.Status.RUNNING, RESUME, "");
    }

    public void cancel(String campaign, String reason) {
        Run run = latest(campaign);
        change(campaign, run.status(), Run.Status.CANCELLED, "cancel", reason);
    }

    private void change(String campaign, Run.Status from, Run.Status to, String act, String why) {
        String reason = StorableText.of(why);
        Run run = latest(campaign);
        Instant now = settings.now();
        ledger.transact(rows -> {
            int changed = rows.update(
                    Schema.RUN,
                    Where.all().eq("id", run.id()).eq("status", from.name()),
                    Assignments.set("status", to.name()).and("reason", reason));
            if (changed == 0) {
                throw new IllegalStateException("campaign " + campaign + " is " + run.status() + ": cannot " + act
                        + " it (run " + run.id() + ")");
            }
            if (to == Run.Status.RUNNING) {
                // whoever lets it go on has seen the numbers: messages are counted anew, and setbacks by when theirs
                // was sent
                rows.delete(Traffic.TABLE, Where.all().eq("run", run.id()));
            }
            audit.write(rows, now, Audit.ENGINE, act, run.id(), reason);
            return changed;
        });
        freshness.outlive();
    }

    /** Pauses a run that works, at nobody's word; whether it did. */
    public boolean halt(String runId, String reason) {
        Instant now = settings.now();
        return ledger.transact(rows -> {
            boolean halted = rows.update(
                            Schema.RUN,
                            running(runId),
                            Assignments.set("status", Run.Status.PAUSED.name()).and("reason", reason))
                    == 1;
            if (halted) {
                audit.write(rows, now, Audit.ENGINE, "halt", runId, reason);
            }
            return halted;
        });
    }

    public void stopAll(String actor, String reason) {
        // whatever it says: an emergency is no time to refuse a text
        setStopped(actor, Stops.STOP, reason.isBlank() ? "stopped" : StorableText.of(reason));
    }

    public void resumeAll(String actor) {
        setStopped(actor, Stops.GO, "");
    }

    private void setStopped(String actor, String act, String reason) {
        Instant now = settings.now();
        ledger.transact(rows -> {
            rows.put(Schema.SETTING, List.of(new Setting(Setting.STOPPED, reason)));
            audit.write(rows, now, actor, act, Audit.ALL, reason);
            return reason;
        });
        stops.isOnRecord(reason);
        freshness.outlive();
    }

    /** Whether everything is stopped, and be it from outside, which is put on record. */
    public boolean stopped() {
        return stops.look();
    }

    /** Whether everything is stopped. */
    public static boolean stopped(Rows rows) {
        return setting(rows, Setting.STOPPED)
                .filter(reason -> !reason.isEmpty())
                .isPresent();
    }

    public static Optional<String> setting(Rows rows, String name) {
        return rows.select(Schema.SETTING, Where.all().eq("name", name), List.of(), 1).stream()
                .map(Setting::value)
                .findFirst();
    }

    /** Whether this run works now. */
    public static boolean isRunning(Rows rows, String runId) {
        return rows.count(Schema.RUN, running(runId)) == 1;
    }

    /** Asks whether this run works now and not everything is stopped. */
    public static BooleanSupplier working(Rows rows, String runId) {
        LongSupplier stops = rows.askCount(
                Schema.SETTING, Where.all().eq("name", Setting.STOPPED).notEqual("value", ""));
        LongSupplier running = rows.askCount(Schema.RUN, running(runId));
        return () -> stops.getAsLong() == 0 && running.getAsLong() == 1;
    }

    private static Where running(String runId) {
        return Where.all().eq("id", runId).eq("status", Run.Status.RUNNING.name());
    }

    /** All runs of this status, those that this version cannot read among them. */
    public static List<Run> all(Rows rows, Run.Status status) {
        return rows.select(Schema.RUN, Where.all().eq("status", status.name()), List.of("launched_at"), MOST_RUNS);
    }

    /** All runs that work. */
    public List<RunDefinition> running() {
        return ledger.transact(rows -> all(rows, Run.Status.RUNNING)).stream()
                .flatMap(run -> readable(run).stream())
                .toList();
    }

    /** A run of a newer version of the library is left alone; the others go on. */
    private Optional<RunDefinition> readable(Run run) {
        try {
            return Optional.of(definition(run));
        } catch (DefinitionException e) {
            logger.warn("The definition of run {} cannot be read by this version and is left alone", run.id(), e);
            return Optional.empty();
        }
    }

    public RunDefinition definition(Run run) {
        return new RunDefinition(
                run,
                parsed.computeIfAbsent(
                        run.id(), id -> Definitions.campaign(run.definition()).resolved(settings.catalog())));
    }

    /** A run by its id, if this version can read it. */
    public Optional<RunDefinition> byId(String runId) {
        return ledger.transact(rows -> byId(rows, runId));
    }

    /** A run that is there but does not work now, if this version can read it. */
    public Optional<RunDefinition> halted(String runId) {
        return ledger
                .transact(rows -> rows.select(
                        Schema.RUN,
                        Where.all().eq("id", runId).notEqual("status", Run.Status.RUNNING.name()),
                        List.of(),
                        1))
                .stream()
                .flatMap(run -> readable(run).stream())
                .findFirst();
    }

    /** The same, inside a transaction. */
    public Optional<RunDefinition> byId(Rows rows, String runId) {
        return rows.select(Schema.RUN, Where.all().eq("id", runId), List.of(), 1).stream()
                .flatMap(run -> readable(run).stream())
                .findFirst();
    }

    /** The newest run of a campaign. */
    public Run latest(String campaign) {
        List<Run> all = ledger.transact(rows -> ofCampaign(rows, campaign));
        if (all.isEmpty()) {
            throw new IllegalArgumentException("campaign " + campaign + " was never launched");
        }
        return all.get(all.size() - 1);
    }

    private static List<Run> ofCampaign(Rows rows, String campaign) {
        return rows.select(Schema.RUN, Where.all().eq("campaign", campaign), List.of("launched_at"), MOST_RUNS);
    }
}
