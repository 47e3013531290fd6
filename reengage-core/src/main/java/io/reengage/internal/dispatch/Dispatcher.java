// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import io.reengage.activity.Activity;
import io.reengage.campaign.Action;
import io.reengage.campaign.Step;
import io.reengage.channel.Channel;
import io.reengage.channel.Receipt;
import io.reengage.internal.breaker.Admission;
import io.reengage.internal.feedback.Recorder;
import io.reengage.internal.node.Freshness;
import io.reengage.internal.node.Keys;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.internal.node.Tally;
import io.reengage.internal.run.DueSets;
import io.reengage.internal.run.Erasures;
import io.reengage.internal.run.People;
import io.reengage.internal.run.RunDefinition;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.DueSet;
import io.reengage.ledger.store.Schema;
import io.reengage.monitoring.ReengageListener;
import io.reengage.segment.Profile;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.Subscriber;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one due set a slice further: reads, marks, hands over, settles. No transaction is open while a channel is called. */
public final class Dispatcher {
    private static final Logger logger = LoggerFactory.getLogger(Dispatcher.class);

    private final Settings settings;
    private final Freshness freshness;
    private final Leases leases;
    private final People people;
    private final Marker marker;
    private final Settlement settlement;
    private final Guards guards;
    private final Writer writer;
    private final HandOver handOver;
    private final Recorder recorder;
    /** Sets this process is at, and which worker, so that what it marked itself is not taken for a crash. */
    private final Map<String, Chain> atWork = new ConcurrentHashMap<>();

    private volatile boolean stopping;

    public Dispatcher(
            Settings settings, Leases leases, People people, Marker marker, Guards guards, Recorder recorder) {
        this.settings = settings;
        this.freshness = new Freshness(settings.threads());
        this.recorder = recorder;
        this.leases = leases;
        this.people = people;
        this.marker = marker;
        this.guards = guards;
        this.settlement = new Settlement(settings, new Erasures(people.fingerprints()));
        this.writer = new Writer(new Composer(settings), guards.holds());
        this.handOver = new HandOver(settings, people, guards.breakers(), () -> stopping);
    }

    /**
     * Whether the sets could be taken further.
     *
     * @param sets what {@link DueSets#together} put together
     */
    boolean work(RunDefinition definition, List<DueSet> sets, Chain chain) {
        DueSet first = sets.get(0);
        return (first.inDoubt() || !guards.holds().isHeld(first.run(), first.step()))
                && work(definition, sets, Slice.LARGEST, chain);
    }

    /** Tries one person of a set whose step is held. */
    boolean probe(RunDefinition definition, List<DueSet> sets, Chain chain) {
        return work(definition, sets, 1, chain);
    }

    private boolean work(RunDefinition definition, List<DueSet> sets, int people, Chain chain) {
        DueSet first = sets.get(0);
        @Nullable Step step = definition.campaign().step(first.step()).orElse(null);
        if (step == null) {
            logger.warn("Step {} of run {} is unknown to this version and left alone", first.step(), first.run());
            return false;
        }
        if (stopping || !guards.unsettled().isEmpty()) {
            return false;
        }
        List<DueSet> free = sets.stream()
                .filter(set -> atWork.putIfAbsent(key(set), chain) == null)
                .toList();
        Tally done = new Tally();
        try {
            if (free.isEmpty()) {
                return false;
            }
            if (first.inDoubt()) {
                chain.close(); // asking channels may take its time
                return resolve(definition, step, first, chain.vigil(), done);
            }
            return handOver(definition, step, free, people, chain, done);
        } finally {
            if (!chain.keeps(free)) {
                leave(free, chain);
            }
            chain.tally().addAll(done);
            tell(definition, step, done);
        }
    }

    /** A worker is no longer at these sets. */
    void leave(List<DueSet> sets, Chain chain) {
        sets.forEach(set -> atWork.remove(key(set), chain));
    }

    /** A worker whose channel hangs is left behind: what it was at is dealt with as that of a dead process. */
    void abandon(Chain chain) {
        atWork.values().removeIf(chain::equals);
    }

    /**
     * A worker's sequence of sets, one after another.
     *
     * @param tally counts what becomes of them
     */
    public Chain chain(Tally tally) {
        return new Chain(this, marker, settlement, guards, new Vigil(settings.threads()), tally);
    }

    private static String key(DueSet set) {
        return set.shard() + "/" + set.id();
    }

    /** Tells listeners and the health guard what became of messages. */
    void tell(RunDefinition definition, Step step, Tally done) {
        Map<DeliveryState, Long> counts = done.messages();
        if (!counts.isEmpty() && step.action() instanceof Action.Send send) {
            String campaign = definition.campaign().name();
            ReengageListener.Messages messages =
                    new ReengageListener.Messages(campaign, definition.run().id(), step.id(), send.channel(), counts);
            guards.announcer().tell(listener -> listener.messagesSettled(messages));
            guards.health().handedOver(messages.run(), handedOver(counts));
        }
    }

    private static long handedOver(Map<DeliveryState, Long> counts) {
        return Stream.of(DeliveryState.SENT, DeliveryState.UNKNOWN, DeliveryState.FAILED)
                .mapToLong(state -> counts.getOrDefault(state, 0L))
                .sum();
    }

    private boolean handOver(
            RunDefinition definition, Step step, List<DueSet> parts, int most, Chain chain, Tally tally) {
        DueSet set = DueSets.merged(parts);
        Instant now = settings.now();
        List<String> ids = set.people().subList(0, Math.min(most, set.people().size()));
        Map<String, Subscriber> found = settings.subscribers().find(new HashSet<>(ids));
        Map<String, Profile> profiles = people.told(found.values(), definition.need(), now);
        Admission admission = admit(step, ids, found, now);
        Slice slice = new Slice(set, definition, step, ids, profiles, now, admission.refused());
        Set<String> unused = new HashSet<>(admission.counted().keySet());
        try {
            Optional<Marker.Marks> marks = chain.mark(slice, parts, tally);
            marks.ifPresent(each -> unused.removeAll(each.people().keySet()));
            marks.filter(each -> !each.people().isEmpty()).ifPresent(each -> deliver(each, parts, chain));
            return marks.isPresent();
        } finally {
            guards.breakers().giveBack(admission, unused, now);
        }
    }

    private Admission admit(Step step, List<String> ids, Map<String, Subscriber> found, Instant now) {
        Map<String, Address> addresses = new LinkedHashMap<>();
        if (step.action() instanceof Action.Send send && settings.channels().containsKey(send.channel())) {
            String kind = channel(step).spec().addressKind();
            ids.forEach(id -> Optional.ofNullable(found.get(id))
                    .flatMap(person -> person.address(kind))
                    .ifPresent(to -> addresses.put(id, to)));
            return guards.breakers().admit(send.channel(), addresses, now);
        }
        return Admission.OF_ALL;
    }

    private void deliver(Marker.Marks marks, List<DueSet> parts, Chain chain) {
        Slice slice = marks.slice();
        Writer.Drafts drafts = writer.write(slice, marks.people());
        Map<String, Settlement.Fate> fates = new LinkedHashMap<>(drafts.fates());
        fates.putAll(handOver.deliver(slice, channel(slice.step()), drafts.messages(), marks.readAt(), chain.vigil()));
        Map<String, Settlement.Settled> settled = new LinkedHashMap<>();
        marks.people()
                .forEach((id, each) -> settled.put(
                        id,
                        new Settlement.Settled(
                                each.enrollment().episode(),
                                each.variant(),
                                Optional.ofNullable(fates.get(id)).orElseThrow())));
        Instant now = settings.now();
        // what refusals say of addresses goes on record before anything else is marked
        boolean quick = freshness.isTrusted(marks.readAt())
                && Refusals.bounces(slice, settled, now).isEmpty();
        chain.handedOver(new Chain.HandedOver(slice, settled, now, parts, marks.anew()), quick);
    }

    /** Puts on record what could not be written when it became known, such as while the database was away. */
    public void settleLeftOver(Function<String, Optional<RunDefinition>> runs, Tally tally) {
        guards.unsettled().settle(results -> {
            Optional<RunDefinition> definition = runs.apply(results.set().run());
            Optional<Step> step = definition.flatMap(
                    each -> each.campaign().step(results.set().step()));
            if (step.isEmpty()) {
                logger.warn(
                        "Results of step {} of run {} belong to nothing this version knows and stay unknown",
                        results.set().step(),
                        results.set().run());
                return;
            }
            RunDefinition run = definition.orElseThrow();
            Map<String, Profile> profiles = people.told(
                    settings.subscribers().find(new HashSet<>(results.people())).values(), run.need(), settings.now());
            Tally done = new Tally();
            settle(results.slice(run, step.get(), profiles), results.fates(), results.at(), done);
            tally.addAll(done);
            tell(run, step.get(), done);
        });
    }

    /** Gives no more messages out; what is inside a channel is waited for and put on record. */
    public void stop() {
        stopping = true;
    }

    private Channel channel(Step step) {
        String name = ((Action.Send) step.action()).channel();
        return Optional.ofNullable(settings.channels().get(name)).orElseThrow();
    }

    /** When a set can be taken further: one in doubt only once its channel has given up. */
    public Instant workableAt(RunDefinition definition, DueSet set) {
        Instant marked = set.dispatchedAt();
        Optional<Step> step = definition.campaign().step(set.step());
        return marked == null || step.isEmpty()
                ? set.dueAt()
                : marked.plus(channel(step.get()).spec().deadline());
    }

    /** Settles what another worker left open, once its channel can no longer be at it. */
    private boolean resolve(RunDefinition definition, Step step, DueSet set, Vigil vigil, Tally tally) {
        Instant now = settings.now();
        Channel channel = channel(step);
        Instant marked = Optional.ofNullable(set.dispatchedAt()).orElse(now);
        if (now.isBefore(workableAt(definition, set))) {
            return false;
        }
        HashSet<String> ids = new HashSet<>(set.dispatching());
        Map<String, Enrollment> enrollments = settings.ledger()
                .transact(rows -> leases.confirm(rows, set.shard())
                                && rows.select(
                                                Schema.DUE_SET,
                                                Where.all()
                                                        .eq("shard", set.shard())
                                                        .eq("id", set.id()),
                                                List.of(),
                                                1)
                                        .equals(List.of(set))
                        ? People.enrollments(rows, set.run(), ids)
                        : Map.of());
        if (enrollments.isEmpty()) {
            return false;
        }
        Map<String, Settlement.Settled> fates = new HashMap<>();
        enrollments.forEach((id, enrollment) -> {
            String key = Keys.message(set.run(), id, enrollment.episode(), step.id());
            Receipt receipt = lookup(channel, key, vigil);
            String variant = definition.variant(step.id(), (Action.Send) step.action(), id);
            fates.put(id, new Settlement.Settled(enrollment.episode(), variant, new Settlement.Fate.Answered(receipt)));
        });
        Map<String, Profile> profiles =
                people.told(settings.subscribers().find(ids).values(), definition.need(), now);
        Slice slice = new Slice(set, definition, step, set.dispatching(), profiles, marked, Map.of());
        settle(slice, fates, now, tally);
        return true;
    }

    /** First what the refusals say of addresses: if the process ends in between, nothing is sent to a dead one again. */
    void settle(Slice slice, Map<String, Settlement.Settled> fates, Instant now, Tally tally) {
        List<Activity> bounces = Refusals.bounces(slice, fates, now);
        if (!bounces.isEmpty()) {
            recorder.recordInPassing(Refusals.believed(settings.ledger(), bounces, now));
        }
        settlement.settle(slice, fates, now, tally);
    }

    private static Receipt lookup(Channel channel, String key, Vigil vigil) {
        vigil.begin(channel.spec());
        try {
            return channel.lookup(key).orElse(Receipt.unknown("the process ended during the hand-over"));
        } catch (Exception | Error e) {
            logger.warn(
                    "Channel {} could not say what became of {}", channel.spec().name(), key, e);
            return Receipt.unknown("the process ended during the hand-over, and the channel could not be asked");
        } finally {
            vigil.end();
        }
    }
}
