// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.run;

import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivityType;
import io.reengage.campaign.Action;
import io.reengage.campaign.Campaign;
import io.reengage.campaign.Entry;
import io.reengage.campaign.Step;
import io.reengage.channel.Channel;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.internal.node.Tally;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.Run;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.DueSet;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Shards;
import io.reengage.segment.AllOf;
import io.reengage.segment.CompiledSegment;
import io.reengage.segment.Condition;
import io.reengage.segment.OnList;
import io.reengage.segment.Profile;
import io.reengage.segment.Verdict;
import io.reengage.segment.sql.SegmentStore;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.Subscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the host's list page by page and enrolls who belongs. The place reached is kept with what was enrolled in one
 * transaction, so a crash continues and enrolls nobody twice; memory does not grow with the list.
 */
public final class Enroller {
    private static final Logger logger = LoggerFactory.getLogger(Enroller.class);
    /** People read at a time. */
    public static final int PAGE = 1000;
    /** People enrolled in one transaction at the most, apart from the last page. */
    private static final int BATCH = 5000;
    /** Pages read between two transactions at the most. */
    private static final int PAGES = 20;
    /** How often a standing campaign reads the list. */
    private static final Duration RESCAN = Duration.ofDays(1);

    private final Settings settings;
    private final Runs runs;
    private final Leases leases;
    private final People people;
    private final Consumer<Run> progress;
    private final Ramps ramps;

    /** @param progress told each run as it stands after a part of its list was read */
    public Enroller(Settings settings, Runs runs, Leases leases, People people, Consumer<Run> progress) {
        this.settings = settings;
        this.runs = runs;
        this.leases = leases;
        this.people = people;
        this.progress = progress;
        this.ramps = new Ramps(settings, leases);
    }

    /** Enrolls for every run whose list is due to be read, until done or told to stop. */
    public void work(Tally tally, BooleanSupplier outOfTime) {
        for (RunDefinition definition : runs.running()) {
            try {
                scan(definition, tally, outOfTime);
            } catch (Exception | Error e) { // of one campaign's segment or the host's store: what is due goes on
                logger.warn(
                        "Reading the list for run {} failed and goes on later",
                        definition.run().id(),
                        e);
            }
        }
    }

    private void scan(RunDefinition definition, Tally tally, BooleanSupplier outOfTime) {
        RunDefinition current = definition;
        while (isDue(current.run())
                && leases.epoch(Leases.SCAN).isPresent()
                && !outOfTime.getAsBoolean()
                && ramps.mayBegin(current)) {
            Optional<Run> next = batch(current, tally);
            if (next.isEmpty()) {
                break;
            }
            progress.accept(next.get());
            current = new RunDefinition(next.get(), definition.campaign());
        }
    }

    private boolean isDue(Run run) {
        Instant next = run.nextScanAt();
        return run.cursor() != null || (next != null && !next.isAfter(settings.now()));
    }

    /** Reads some pages and enrolls from them; the run as it stands then, or empty if another node took over. */
    private Optional<Run> batch(RunDefinition definition, Tally tally) {
        Instant now = settings.now();
        @Nullable String cursor = definition.run().cursor();
        String from = cursor == null ? "" : cursor;
        List<Candidate> candidates = new ArrayList<>();
        long scanned = 0;
        for (int pages = 0; pages < PAGES && candidates.size() < BATCH; pages++) {
            Page<Subscriber> page = page(definition, from, now);
            scanned += page.items().size();
            candidates.addAll(candidates(definition, page.items(), now));
            String next = page.next();
            if (next == null) {
                return enroll(definition, candidates, finished(definition, scanned, now), tally, now);
            }
            from = next;
        }
        Run run = definition.run();
        Run further = scanned(run, from, run.nextScanAt(), (cursor == null ? 0 : run.scanned()) + scanned);
        return enroll(definition, candidates, further, tally, now);
    }

    /** Those who may belong, found by the host's own search if it has one; else everybody. */
    private Page<Subscriber> page(RunDefinition definition, String cursor, Instant now) {
        if (!(settings.subscribers() instanceof SegmentStore store)) {
            return settings.subscribers().page(cursor, PAGE);
        }
        Campaign campaign = definition.campaign();
        Condition wanted = new AllOf(List.of(new OnList(campaign.purpose()), campaign.audience()));
        return store.page(people.question(store, wanted, definition.need(), now), SegmentStore.Wanted.IN, cursor, PAGE);
    }

    private static Run finished(RunDefinition definition, long scanned, Instant now) {
        Run run = definition.run();
        @Nullable Instant next = definition.campaign().entry() == Entry.STANDING ? now.plus(RESCAN) : null;
        return scanned(run, null, next, (run.cursor() == null ? 0 : run.scanned()) + scanned);
    }

    private static Run scanned(Run run, @Nullable String cursor, @Nullable Instant next, long scanned) {
        return new Run(
                run.id(),
                run.campaign(),
                run.definition(),
                run.status(),
                run.reason(),
                run.launchedAt(),
                cursor,
                next,
                scanned);
    }

    /** Somebody who belongs, before the ledger has been asked. */
    private record Candidate(Profile profile, Address address) {

        String id() {
            return profile.subscriber().id();
        }
    }

    private List<Candidate> candidates(RunDefinition definition, List<Subscriber> page, Instant now) {
        Campaign campaign = definition.campaign();
        String kind = addressKind(campaign, settings.channels());
        List<Subscriber> reachable = page.stream()
                .filter(each -> each.mayReceive(campaign.purpose()))
                .filter(each -> each.address(kind).isPresent())
                .toList();
        ActivityNeed need = definition.need();
        Map<String, Profile> profiles = people.profiles(reachable, need, now);
        CompiledSegment segment = campaign.segment().compile(now);
        return reachable.stream()
                .map(Subscriber::id)
                .distinct()
                .map(id -> Optional.ofNullable(profiles.get(id)).orElseThrow())
                .filter(profile -> segment.evaluate(profile) == Verdict.IN)
                .map(profile -> new Candidate(
                        profile, profile.subscriber().address(kind).orElseThrow()))
                .toList();
    }

    /** The kind of address the first message of a campaign goes to. */
    public static String addressKind(Campaign campaign, Map<String, Channel> channels) {
        return campaign.steps().stream()
                .map(Step::action)
                .filter(Action.Send.class::isInstance)
                .map(Action.Send.class::cast)
                .flatMap(send -> Optional.ofNullable(channels.get(send.channel())).stream())
                .map(channel -> channel.spec().addressKind())
                .findFirst()
                .orElse(Address.EMAIL);
    }

    private Optional<Run> enroll(
            RunDefinition definition, List<Candidate> candidates, Run after, Tally tally, Instant now) {
        Map<String, Profile> profiles =
                candidates.stream().collect(Collectors.toMap(Candidate::id, Candidate::profile, (a, b) -> a));
        Optional<Enrolled> done = settings.ledger().transact(rows -> {
            if (!leases.confirm(rows, Leases.SCAN) || !Runs.isRunning(rows, after.id())) {
                return Optional.empty();
            }
            List<Enrollment> wanted = wanted(rows, definition, candidates, now);
            return ramps.intake(rows, definition, after, wanted, profiles).map(intake -> {
                List<Enrollment> added = rows.insertNew(Schema.ENROLLMENT, intake.people());
                rows.insert(Schema.DUE_SET, dueSets(definition, added, profiles, now));
                Run run = scanned(after, after.cursor(), intake.nextScanAt(), after.scanned());
                rows.update(
                        Schema.RUN,
                        Where.all().eq("id", run.id()),
                        Assignments.set("scan_cursor", run.cursor())
                                .and("next_scan_at", run.nextScanAt())
                                .and("scanned", run.scanned()));
                intake.end().run();
                return new Enrolled(run, added.size());
            });
        });
        done.ifPresent(enrolled -> {
            tally.add(Tally.Kind.ENROLLED, enrolled.people());
            long before =
                    definition.run().cursor() == null ? 0 : definition.run().scanned();
            tally.add(Tally.Kind.SCANNED, after.scanned() - before);
        });
        return done.map(Enrolled::run);
    }

    /** What one transaction came to. */
    private record Enrolled(Run run, int people) {}

    private List<Enrollment> wanted(Rows rows, RunDefinition definition, List<Candidate> candidates, Instant now) {
        Set<String> ids = candidates.stream().map(Candidate::id).collect(Collectors.toSet());
        Map<String, List<Enrollment>> earlier = rows
                .select(
                        Schema.ENROLLMENT,
                        Where.all().eq("run", definition.run().id()).in("person", ids),
                        List.of("person", "episode"),
                        Integer.MAX_VALUE)
                .stream()
                .collect(Collectors.groupingBy(Enrollment::subscriberId));
        Map<String, List<Suppression>> suppressions = people.suppressions(
                rows,
                candidates.stream().map(each -> each.profile().subscriber()).toList());
        Set<String> again = candidates.stream()
                .filter(each ->
                        episode(definition.campaign(), earlier.getOrDefault(each.id(), List.of()), each, now) > 1)
                .map(Candidate::id)
                .collect(Collectors.toSet());
        Set<String> stillDue = stillDue(rows, definition.run(), again);
        List<Enrollment> wanted = new ArrayList<>();
        for (Candidate each : candidates) {
            boolean free = People.forbidding(
                            suppressions.getOrDefault(each.id(), List.of()),
                            "",
                            definition.campaign().purpose())
                    .isEmpty();
            int episode = episode(definition.campaign(), earlier.getOrDefault(each.id(), List.of()), each, now);
            if (free && episode > 0 && !stillDue.contains(each.id())) {
                wanted.add(enrollment(definition, each, episode, now));
            }
        }
        return wanted;
    }

    private Enrollment enrollment(RunDefinition definition, Candidate person, int episode, Instant now) {
        return new Enrollment(
                person.id(),
                definition.run().id(),
                episode,
                definition.heldOut(person.id()) ? Enrollment.Arm.HELD_OUT : Enrollment.Arm.TREATED,
                Enrollment.State.ACTIVE,
                now,
                null,
                "",
                people.fingerprints().of(person.address()));
    }

    /** Who still stands in a due set of an earlier episode; the next one begins when that is gone. */
    private static Set<String> stillDue(Rows rows, Run run, Set<String> ids) {
        Set<Integer> shards = ids.stream().map(Shards::of).collect(Collectors.toSet());
        Set<String> due = new HashSet<>();
        rows.all(Schema.DUE_SET, Where.all().eq("run", run.id()).in("shard", shards))
                .forEach(set -> {
                    due.addAll(set.people());
                    due.addAll(set.dispatching());
                });
        return due;
    }

    /** Which episode would begin, or 0 for none: a second one needs a sign of life after the first began. */
    private static int episode(Campaign campaign, List<Enrollment> earlier, Candidate person, Instant now) {
        if (earlier.isEmpty()) {
            return 1;
        }
        Enrollment last = earlier.get(earlier.size() - 1);
        boolean again = campaign.entry() == Entry.STANDING
                && last.state() != Enrollment.State.ACTIVE
                && person.profile()
                        .activity()
                        .last(ActivityType.ENGAGEMENT, now)
                        .filter(sign -> sign.isAfter(last.enrolledAt()))
                        .isPresent();
        return again ? last.episode() + 1 : 0;
    }

    private static List<DueSet> dueSets(
            RunDefinition definition, List<Enrollment> added, Map<String, Profile> profiles, Instant now) {
        Step first = definition.campaign().steps().get(0);
        Map<Integer, Map<Instant, List<String>>> due = new TreeMap<>();
        for (Enrollment each : added) {
            Profile profile =
                    Optional.ofNullable(profiles.get(each.subscriberId())).orElseThrow();
            due.computeIfAbsent(Shards.of(each.subscriberId()), shard -> new TreeMap<>())
                    .computeIfAbsent(first.after().after(now, profile.zone()), at -> new ArrayList<>())
                    .add(each.subscriberId());
        }
        List<DueSet> sets = new ArrayList<>();
        due.forEach((shard, times) -> times.forEach(
                (at, ids) -> DueSets.of(shard, at, at, definition.run().id(), first.id(), 0, ids)
                        .forEach(sets::add)));
        return sets;
    }
}
