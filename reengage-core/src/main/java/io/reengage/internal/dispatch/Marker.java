// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import com.google.common.collect.Comparators;
import com.google.common.collect.Maps;
import io.reengage.activity.Activity;
import io.reengage.activity.ActivityNeed;
import io.reengage.campaign.Action;
import io.reengage.internal.contact.UnderWay;
import io.reengage.internal.decision.Decision;
import io.reengage.internal.decision.Planner;
import io.reengage.internal.decision.Situation;
import io.reengage.internal.node.Freshness;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.internal.node.Tally;
import io.reengage.internal.run.DueSets;
import io.reengage.internal.run.Histories;
import io.reengage.internal.run.People;
import io.reengage.internal.run.Runs;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.Suppression;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.DueSet;
import io.reengage.ledger.store.PersonRecord;
import io.reengage.ledger.store.Schema;
import io.reengage.segment.Profile;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first half of the send protocol: one transaction that decides about a slice and marks who is handed over next. What it
 * commits is all a successor needs to know whose fate is open.
 */
public final class Marker {
    private static final Logger logger = LoggerFactory.getLogger(Marker.class);
    /** More than any two clocks, or one before and after it was set. */
    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

    private final Settings settings;
    private final Freshness freshness;
    private final Leases leases;
    private final People people;
    private final Planner planner;

    public Marker(Settings settings, Leases leases, People people, Planner planner) {
        this.settings = settings;
        this.freshness = new Freshness(settings.threads());
        this.leases = leases;
        this.people = people;
        this.planner = planner;
    }

    /** Somebody marked for hand-over. */
    record Marked(Enrollment enrollment, String variant) {}

    /**
     * What was marked.
     *
     * @param slice the slice, its set with the lease it was marked under
     * @param people who is handed over, by id, in order
     * @param anew whether nothing is on record of this step's message to any of them
     * @param readAt a moment before all this was decided, see {@link Freshness}
     */
    record Marks(Slice slice, Map<String, Marked> people, boolean anew, long readAt) {}

    /**
     * Who was marked; empty if nothing was to be decided, or not by this node.
     *
     * @param parts the sets that the slice's set was {@linkplain DueSets#merged merged} from
     * @param before what else the transaction does, before anything is decided and whether or not anything is; what it answers
     *     is run at the end
     */
    Optional<Marks> mark(Slice slice, List<DueSet> parts, Function<Rows, Runnable> before, Tally tally) {
        long readAt = freshness.mark();
        Outcome outcome = settings.ledger().transact(rows -> {
            // the lease first, so that locks are taken in the same order by all
            BooleanSupplier mine = leases.askConfirm(rows, slice.set().shard());
            Runnable end = before.apply(rows);
            Outcome decided = decideAll(rows, slice, parts, mine);
            end.run();
            return decided;
        });
        outcome.counts.forEach(tally::add);
        return outcome.decided
                ? Optional.of(new Marks(
                        slice.marked(outcome.epoch, outcome.marked.keySet()), outcome.marked, outcome.anew, readAt))
                : Optional.empty();
    }

    /** What one transaction decided; made anew when it is run again. */
    private static final class Outcome {
        private boolean decided;
        private long epoch;
        private boolean anew = true;
        private final Map<String, Marked> marked = new LinkedHashMap<>();
        private final Map<Tally.Kind, Long> counts = new HashMap<>();
        private final List<Delivery> deliveries = new ArrayList<>();
        private final List<String> done = new ArrayList<>();
        private final List<Enrollment> ended = new ArrayList<>();
        private final Map<Instant, List<String>> deferred = new TreeMap<>();

        private void count(Tally.Kind kind) {
            counts.merge(kind, 1L, Long::sum);
        }
    }

    private Outcome decideAll(Rows rows, Slice slice, List<DueSet> parts, BooleanSupplier mine) {
        DueSet set = slice.set();
        BooleanSupplier working = Runs.working(rows, set.run());
        BooleanSupplier unchanged = unchanged(rows, parts);
        Supplier<Map<String, Situation>> situations = situations(rows, slice);
        if (!mine.getAsBoolean()) {
            return new Outcome();
        }
        if (!working.getAsBoolean() || !unchanged.getAsBoolean()) {
            return new Outcome();
        }
        if (parts.size() > 1) {
            rows.delete(Schema.DUE_SET, among(set.shard(), parts.subList(1, parts.size())));
        }
        long epoch = leases.epoch(set.shard()).orElse(set.epoch());
        Set<String> locked = new HashSet<>();
        while (true) {
            Outcome outcome = decided(slice, epoch, situations.get());
            Set<String> ended =
                    outcome.ended.stream().map(Enrollment::subscriberId).collect(Collectors.toSet());
            if (!locked.addAll(ended)) {
                write(rows, slice, outcome);
                return outcome;
            }
            // what they do meanwhile is either seen now or finds their way ended
            People.lock(rows, ended);
            situations = situations(rows, slice);
        }
    }

    private Outcome decided(Slice slice, long epoch, Map<String, Situation> situations) {
        Outcome outcome = new Outcome();
        outcome.decided = true;
        outcome.epoch = epoch;
        situations.forEach((id, situation) -> note(slice, situation, decide(slice, id, situation), outcome));
        return outcome;
    }

    /** One person who cannot be decided about does not hold up the others. */
    private Decision decide(Slice slice, String id, Situation situation) {
        try {
            return planner.decide(slice.definition(), slice.step(), situation, slice.now());
        } catch (Exception e) {
            logger.warn(
                    "Nothing could be decided about {} at step {} of {}",
                    id,
                    slice.step().id(),
                    slice.set().run(),
                    e);
            String reason = "could not be decided: " + e.getClass().getSimpleName();
            return slice.step().action() instanceof Action.Send
                    ? new Decision.Skip(reason)
                    : new Decision.Spare(reason);
        }
    }

    private static BooleanSupplier unchanged(Rows rows, List<DueSet> sets) {
        Supplier<List<DueSet>> found =
                rows.ask(Schema.DUE_SET, among(sets.get(0).shard(), sets));
        return () -> found.get().size() == sets.size()
                && (sets.size() == 1 ? found.get().equals(sets) : new HashSet<>(found.get()).containsAll(sets));
    }

    private static Where among(int shard, List<DueSet> sets) {
        return Where.all()
                .eq("shard", shard)
                .in("id", sets.stream().map(DueSet::id).collect(Collectors.toSet()));
    }

    private Supplier<Map<String, Situation>> situations(Rows rows, Slice slice) {
        Set<String> ids = new HashSet<>(slice.ids());
        ActivityNeed need = slice.definition().need();
        Supplier<Map<String, Enrollment>> enrollments =
                People.askActive(rows, slice.set().run(), ids);
        Supplier<Map<String, PersonRecord>> records = People.askRecords(rows, ids);
        // before the deliveries: a message that is put on record meanwhile is seen in either
        Supplier<List<DueSet>> underWay = UnderWay.ask(rows, List.of(slice.set().shard()));
        Supplier<List<Delivery>> deliveries = deliveries(rows, slice, need, records);
        Supplier<Map<String, List<Activity>>> events =
                Histories.askTold(rows, slice.profiles().values(), slice.now());
        Supplier<Map<String, List<Suppression>>> suppressions = people.askSuppressions(
                rows,
                slice.profiles().values().stream().map(Profile::subscriber).toList());
        return () -> situations(
                slice,
                need,
                enrollments.get(),
                People.whole(rows, records.get(), need),
                events.get(),
                together(deliveries.get(), underWay(slice, underWay.get(), enrollments.get()))
                        .collect(Collectors.groupingBy(Delivery::subscriberId)),
                suppressions.get());
    }

    /** Each message once, though it may have been put on record while both were read. */
    private static Stream<Delivery> together(List<Delivery> recorded, List<Delivery> underWay) {
        if (underWay.isEmpty()) {
            return recorded.stream();
        }
        Set<List<Object>> arrived = recorded.stream()
                .filter(each -> each.state().mayHaveArrived())
                .map(Marker::message)
                .collect(Collectors.toSet());
        return Stream.concat(recorded.stream(), underWay.stream().filter(each -> !arrived.contains(message(each))));
    }

    private static List<Object> message(Delivery delivery) {
        return List.of(delivery.subscriberId(), delivery.run(), delivery.episode(), delivery.step());
    }

    private static List<Delivery> underWay(Slice slice, List<DueSet> sets, Map<String, Enrollment> enrollments) {
        return UnderWay.among(
                sets,
                Maps.transformValues(enrollments, Enrollment::episode),
                slice.set().id());
    }

    private Map<String, Situation> situations(
            Slice slice,
            ActivityNeed need,
            Map<String, Enrollment> enrollments,
            Map<String, PersonRecord> records,
            Map<String, List<Activity>> events,
            Map<String, List<Delivery>> deliveries,
            Map<String, List<Suppression>> suppressions) {
        boolean counted = people.countsSent(need);
        Map<String, Situation> situations = new LinkedHashMap<>();
        for (String id : slice.ids()) {
            PersonRecord record = records.getOrDefault(id, PersonRecord.unknown(id));
            List<Delivery> theirs = deliveries.getOrDefault(id, List.of());
            @Nullable Profile profile = slice.profiles().get(id);
            situations.put(
                    id,
                    new Situation(
                            enrollments.get(id),
                            profile == null
                                    ? null
                                    : people.completed(
                                            profile,
                                            record,
                                            counted ? theirs : List.of(),
                                            events.getOrDefault(id, List.of()),
                                            need),
                            record,
                            theirs,
                            suppressions.getOrDefault(id, List.of()),
                            profile == null || deliverable(profile),
                            slice.set().firstDueAt(),
                            slice.outages().get(id)));
        }
        return situations;
    }

    /** Messages that matter: for a send those of this step, and those that a cap may count; however many there were before. */
    private Supplier<List<Delivery>> deliveries(
            Rows rows, Slice slice, ActivityNeed need, Supplier<Map<String, PersonRecord>> records) {
        Where theirs = Where.all().in("person", new HashSet<>(slice.ids()));
        if (!(slice.step().action() instanceof Action.Send) || people.countsSent(need)) {
            return rows.ask(Schema.DELIVERY, theirs);
        }
        Set<ZoneId> zones =
                slice.profiles().values().stream().map(Profile::zone).collect(Collectors.toSet());
        // no message of a step is older than the step
        Instant due = slice.set().firstDueAt().minus(CLOCKS_DIFFER);
        Function<Boolean, Where> mattering = fewer ->
                theirs.atLeast("at", Comparators.min(due, settings.policy().horizon(slice.now(), zones, fewer)));
        Supplier<List<Delivery>> most = rows.ask(Schema.DELIVERY, mattering.apply(false));
        return () -> records.get().values().stream().anyMatch(PersonRecord::fewer)
                ? rows.all(Schema.DELIVERY, mattering.apply(true))
                : most.get();
    }

    private boolean deliverable(Profile profile) {
        return profile.subscriber().addresses().stream().allMatch(settings::mayDeliverTo);
    }

    private static void note(Slice slice, Situation situation, Decision decision, Outcome outcome) {
        @Nullable Enrollment enrollment = situation.enrollment();
        if (enrollment == null || decision instanceof Decision.Drop) {
            return;
        }
        String id = enrollment.subscriberId();
        if (decision instanceof Decision.Send send) {
            outcome.marked.put(id, new Marked(enrollment, send.variant()));
            outcome.anew &= situation.earlier(slice.step().id()).isEmpty();
        } else if (decision instanceof Decision.Withhold withhold) {
            passed(slice, enrollment, DeliveryState.WITHHELD, withhold.variant(), "held out", outcome);
            outcome.count(Tally.Kind.WITHHELD);
        } else if (decision instanceof Decision.Skip skip) {
            passed(slice, enrollment, DeliveryState.SKIPPED, "", skip.reason(), outcome);
            outcome.count(Tally.Kind.SKIPPED);
        } else if (decision instanceof Decision.Expire expire) {
            passed(slice, enrollment, DeliveryState.EXPIRED, "", expire.reason(), outcome);
            outcome.count(Tally.Kind.EXPIRED);
        } else if (decision instanceof Decision.Defer defer) {
            outcome.deferred
                    .computeIfAbsent(defer.until(), until -> new ArrayList<>())
                    .add(id);
            if (situation.earlier(slice.step().id()).stream()
                    .allMatch(each -> each.state().mayBecome(DeliveryState.DEFERRED))) {
                outcome.deliveries.add(slice.delivery(
                        id, enrollment.episode(), DeliveryState.DEFERRED, defer.until(), "", "", defer.reason()));
            }
            outcome.count(Tally.Kind.DEFERRED);
        } else if (decision instanceof Decision.Leave) {
            outcome.done.add(id);
        } else {
            ended(slice, enrollment, decision, outcome);
        }
    }

    private static void passed(
            Slice slice, Enrollment enrollment, DeliveryState state, String variant, String reason, Outcome outcome) {
        outcome.deliveries.add(slice.delivery(enrollment, state, variant, reason));
        outcome.done.add(enrollment.subscriberId());
    }

    private static void ended(Slice slice, Enrollment enrollment, Decision decision, Outcome outcome) {
        if (decision instanceof Decision.Exit exit) {
            outcome.ended.add(enrollment.ended(Enrollment.State.EXITED, slice.now(), exit.reason()));
            outcome.count(Tally.Kind.EXITED);
        } else if (decision instanceof Decision.Nominate nominate) {
            outcome.ended.add(enrollment.ended(Enrollment.State.NOMINATED, slice.now(), nominate.evidence()));
            outcome.count(Tally.Kind.NOMINATED);
        } else if (decision instanceof Decision.Spare spare) {
            outcome.ended.add(enrollment.ended(Enrollment.State.COMPLETED, slice.now(), spare.reason()));
            outcome.count(Tally.Kind.SPARED);
        }
    }

    private void write(Rows rows, Slice slice, Outcome outcome) {
        DueSet set = slice.set();
        rows.put(Schema.DELIVERY, outcome.deliveries);
        rows.put(Schema.ENROLLMENT, outcome.ended);
        outcome.deferred.forEach((until, ids) -> rows.insert(
                Schema.DUE_SET,
                DueSets.of(set.shard(), until, set.firstDueAt(), set.run(), set.step(), set.attempt(), ids)));
        Settlement.advance(rows, slice, outcome.done);
        List<String> rest = slice.rest();
        Where row = Where.all().eq("shard", set.shard()).eq("id", set.id());
        if (outcome.marked.isEmpty() && rest.isEmpty()) {
            rows.delete(Schema.DUE_SET, row);
        } else {
            rows.update(
                    Schema.DUE_SET,
                    row,
                    Assignments.set("people", String.join("\n", rest))
                            .and("first_due_at", set.firstDueAt())
                            .and("dispatching", String.join("\n", outcome.marked.keySet()))
                            .and("dispatched_at", outcome.marked.isEmpty() ? null : slice.now())
                            .and("epoch", outcome.epoch));
        }
    }
}
