// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import io.reengage.campaign.Action;
import io.reengage.campaign.Step;
import io.reengage.channel.Channel;
import io.reengage.channel.Message;
import io.reengage.channel.Receipt;
import io.reengage.internal.node.Keys;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.internal.node.Tally;
import io.reengage.internal.run.DueSets;
import io.reengage.internal.run.People;
import io.reengage.internal.run.RunDefinition;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.DueSet;
import io.reengage.ledger.store.Schema;
import io.reengage.segment.Profile;
import io.reengage.subscriber.Subscriber;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one due set a slice further: reads, marks, hands over, settles. No transaction is open while a channel is called. */
public final class Dispatcher {
    private static final Logger logger = LoggerFactory.getLogger(Dispatcher.class);

    private final Settings settings;
    private final Leases leases;
    private final People people;
    private final Marker marker;
    private final Settlement settlement;
    private final Composer composer;
    private final Queue<Unsettled> unsettled = new ConcurrentLinkedQueue<>();
    /** Sets this process is at, so that what it marked itself is not taken for a crash. */
    private final Set<String> atWork = ConcurrentHashMap.newKeySet();

    public Dispatcher(Settings settings, Leases leases, People people, Marker marker) {
        this.settings = settings;
        this.leases = leases;
        this.people = people;
        this.marker = marker;
        this.settlement = new Settlement(settings);
        this.composer = new Composer(settings);
    }

    /**
     * Whether the sets could be taken further.
     *
     * @param sets what {@link DueSets#together} put together
     */
    public boolean work(RunDefinition definition, List<DueSet> sets, Tally tally) {
        DueSet first = sets.get(0);
        Optional<Step> step = definition.campaign().step(first.step());
        if (step.isEmpty()) {
            logger.warn("Step {} of run {} is unknown to this version and left alone", first.step(), first.run());
            return false;
        }
        List<DueSet> free = sets.stream().filter(set -> atWork.add(key(set))).toList();
        try {
            if (free.isEmpty()) {
                return false;
            }
            return first.inDoubt()
                    ? resolve(definition, step.get(), first, tally)
                    : handOver(definition, step.get(), free, tally);
        } finally {
            free.forEach(set -> atWork.remove(key(set)));
        }
    }

    private static String key(DueSet set) {
        return set.shard() + "/" + set.id();
    }

    private boolean handOver(RunDefinition definition, Step step, List<DueSet> parts, Tally tally) {
        DueSet set = DueSets.merged(parts);
        Instant now = settings.now();
        List<String> ids =
                set.people().subList(0, Math.min(Slice.LARGEST, set.people().size()));
        Map<String, Subscriber> found = settings.subscribers().find(new HashSet<>(ids));
        Map<String, Profile> profiles = people.profiles(found.values(), definition.need(), now);
        Slice slice = new Slice(set, definition, step, ids, profiles, now);
        Optional<Marker.Marks> marks = marker.mark(slice, parts, tally);
        if (marks.isEmpty()) {
            return false;
        }
        Slice marked = marks.get().slice();
        if (!marks.get().people().isEmpty()) {
            Map<String, Settlement.Settled> fates = deliver(marks.get());
            settle(new Unsettled(marked, fates, settings.now()), tally);
        }
        return true;
    }

    /** What is known of a hand-over but not yet on record. */
    private record Unsettled(Slice slice, Map<String, Settlement.Settled> fates, Instant at) {}

    private void settle(Unsettled outcome, Tally tally) {
        try {
            settlement.settle(outcome.slice(), outcome.fates(), outcome.at(), tally);
        } catch (RuntimeException e) {
            unsettled.add(outcome);
            throw e;
        }
    }

    /** Puts on record what could not be written when it became known, such as while the database was away. */
    public void settleLeftOver(Tally tally) {
        for (int i = unsettled.size(); i > 0; i--) {
            Unsettled outcome = unsettled.poll();
            if (outcome != null) {
                settle(outcome, tally);
            }
        }
    }

    private Map<String, Settlement.Settled> deliver(Marker.Marks marks) {
        Slice slice = marks.slice();
        Map<String, Marker.Marked> marked = marks.people();
        Map<String, Settlement.Settled> fates = new LinkedHashMap<>();
        Map<String, Message> messages = new LinkedHashMap<>();
        marked.forEach((id, each) -> {
            Composer.Composition composition = compose(slice, id, each);
            if (composition instanceof Composer.Composition.Written written) {
                messages.put(id, written.message());
            } else if (composition instanceof Composer.Composition.Impossible impossible) {
                fates.put(id, settled(each, new Settlement.Fate.Withdrawn(impossible.reason())));
            }
        });
        Channel channel = channel(slice.step());
        Map<String, Settlement.Fate> answers = new ConcurrentHashMap<>();
        LastCheck due = new LastCheck(settings, people, slice, messages, answers, marks.readAt());
        try {
            channel.deliverAll(
                    due,
                    (message, receipt) -> answers.put(
                            message.subscriberId(),
                            new Settlement.Fate.Answered(receipt == null ? noReceipt() : receipt)));
        } catch (RuntimeException | Error e) {
            // who got a receipt and who was never given out must be settled whatever was thrown
            logger.warn(
                    "Channel {} failed during a hand-over of run {}",
                    channel.spec().name(),
                    slice.set().run(),
                    e);
        }
        messages.keySet().forEach(id -> {
            Settlement.Fate fate = answers.get(id);
            if (fate == null) {
                fate = due.wasGivenOut(id)
                        ? new Settlement.Fate.Answered(noReceipt())
                        : new Settlement.Fate.Untouched();
            }
            fates.put(id, settled(Optional.ofNullable(marked.get(id)).orElseThrow(), fate));
        });
        return fates;
    }

    private Composer.Composition compose(Slice slice, String id, Marker.Marked marked) {
        Subscriber person =
                Optional.ofNullable(slice.profiles().get(id)).orElseThrow().subscriber();
        try {
            return composer.compose(
                    slice.definition(),
                    slice.step(),
                    person,
                    marked.enrollment().episode(),
                    marked.variant(),
                    slice.now());
        } catch (RuntimeException | StackOverflowError e) {
            logger.warn(
                    "Writing step {} of run {} failed for {}",
                    slice.step().id(),
                    slice.set().run(),
                    id,
                    e);
            return new Composer.Composition.Impossible(
                    "could not be written: " + e.getClass().getSimpleName());
        }
    }

    private static Receipt noReceipt() {
        return Receipt.unknown("the channel gave no receipt");
    }

    private static Settlement.Settled settled(Marker.Marked marked, Settlement.Fate fate) {
        return new Settlement.Settled(marked.enrollment().episode(), marked.variant(), fate);
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
    private boolean resolve(RunDefinition definition, Step step, DueSet set, Tally tally) {
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
            Receipt receipt = lookup(channel, key);
            String variant = definition.variant(step.id(), (Action.Send) step.action(), id);
            fates.put(id, new Settlement.Settled(enrollment.episode(), variant, new Settlement.Fate.Answered(receipt)));
        });
        Map<String, Profile> profiles =
                people.profiles(settings.subscribers().find(ids).values(), definition.need(), now);
        Slice slice = new Slice(set, definition, step, set.dispatching(), profiles, marked);
        settlement.settle(slice, fates, now, tally);
        return true;
    }

    private static Receipt lookup(Channel channel, String key) {
        try {
            return channel.lookup(key).orElse(Receipt.unknown("the process ended during the hand-over"));
        } catch (RuntimeException e) {
            logger.warn("Channel {} could not say what became of {}", channel.spec().name(), key, e);
            return Receipt.unknown("the process ended during the hand-over, and the channel could not be asked");
        }
    }
}
