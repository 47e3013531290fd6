// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import com.google.common.collect.Maps;
import io.reengage.campaign.Action;
import io.reengage.campaign.Step;
import io.reengage.channel.Receipt;
import io.reengage.internal.feedback.Arrivals;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.internal.node.Tally;
import io.reengage.internal.run.DueSets;
import io.reengage.internal.run.Erasures;
import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.Enrollment;
import io.reengage.ledger.rows.Assignments;
import io.reengage.ledger.rows.LedgerConflictException;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.DueSet;
import io.reengage.ledger.store.LedgerStore;
import io.reengage.ledger.store.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The second half of the send protocol: what became of those marked goes on record, and they go on to the next step. An
 * outcome is accepted from anyone, even after the lease is lost; going on is only for whoever the set still waits for.
 */
final class Settlement {
    private static final Assignments UNMARKED =
            Assignments.set("dispatching", "").and("dispatched_at", null);

    private final LedgerStore ledger;
    private final Erasures erasures;
    private final Retries retries;

    Settlement(Settings settings, Erasures erasures) {
        this.ledger = settings.ledger();
        this.erasures = erasures;
        this.retries = new Retries(settings.channels());
    }

    /** What became of one person's message, as far as it is known. */
    sealed interface Fate {

        /**
         * The channel answered.
         *
         * @param addressee the address' mark and its domain, as {@code mark@domain}; empty if it is not known any more
         */
        record Answered(Receipt receipt, String addressee) implements Fate {

            public Answered {
                receipt = Receipts.kept(receipt);
            }

            Answered(Receipt receipt) {
                this(receipt, "");
            }
        }

        /** Taken back before the channel was called. */
        record Withdrawn(String reason) implements Fate {}

        /** Not reached: everything was stopped, so it stays due. */
        record Untouched() implements Fate {}
    }

    /** One person's fate and what it belongs to. */
    record Settled(int episode, String variant, Fate fate) {

        boolean isTaken() {
            return fate instanceof Fate.Answered answered && answered.receipt() instanceof Receipt.Accepted;
        }
    }

    /**
     * Records fates and lets people go on.
     *
     * @param slice the slice as it was marked; its {@code now} is the moment of hand-over
     */
    void settle(Slice slice, Map<String, Settled> fates, Instant now, Tally tally) {
        ledger.transact(rows -> settle(rows, slice, fates, now)).forEach(tally::add);
    }

    /** Something else happened than most of the time; nothing is lost by settling with more care. */
    static final class UnexpectedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnexpectedException() {
            super("the set is not as it was marked", null, false, false);
        }
    }

    /**
     * The same in a transaction that does more. If all of a slice were taken, and nothing was on record of them, this goes the
     * shortest way, together with what is asked next; what is answered has to be run before the transaction ends, and refuses
     * if it was not as expected.
     *
     * @param counts takes how many messages came to what end
     * @throws LedgerConflictException now or later, if something was on record after all
     */
    Runnable settle(Rows rows, Chain.HandedOver handedOver, Map<Tally.Kind, Long> counts) {
        Slice slice = handedOver.slice();
        Map<String, Settled> fates = handedOver.fates();
        if (!handedOver.anew() || !fates.values().stream().allMatch(Settled::isTaken)) {
            counts.putAll(settle(rows, slice, fates, handedOver.at()));
            return () -> {};
        }
        IntSupplier released = askReleaseAsMarked(rows, slice.set());
        List<Delivery> sent = new ArrayList<>(fates.size());
        fates.forEach(
                (id, settled) -> outcome(slice, id, settled, handedOver.at()).ifPresent(sent::add));
        rows.insertSoon(Schema.DELIVERY, sent);
        advance(rows, slice, List.copyOf(fates.keySet()));
        counts.put(Tally.Kind.SENT, (long) sent.size());
        return () -> {
            if (released.getAsInt() != 1) {
                throw new UnexpectedException();
            }
        };
    }

    /** Puts fates on record and lets people go on; answers how many messages came to what end. */
    private Map<Tally.Kind, Long> settle(Rows rows, Slice slice, Map<String, Settled> fates, Instant now) {
        Map<Tally.Kind, Long> counted = new TreeMap<>();
        boolean untouched =
                slice.set().inDoubt() && askReleaseAsMarked(rows, slice.set()).getAsInt() == 1;
        boolean mine = untouched || release(rows, slice.set());
        Map<String, Settled> kept = untouched ? fates : withoutErased(rows, fates, mine);
        record(rows, slice, kept, now, counted);
        if (mine) {
            goOn(rows, slice, kept, now);
        }
        return counted;
    }

    /** A message may have left while its person was being erased: of that, nothing is put on record. */
    private Map<String, Settled> withoutErased(Rows rows, Map<String, Settled> fates, boolean released) {
        if (!released) {
            // an erasure changes the due set or waits here: either way one sees the other
            Leases.fence(rows, fates.keySet());
        }
        Set<String> erased = erasures.among(rows, fates.keySet());
        return erased.isEmpty() ? fates : Maps.filterKeys(fates, id -> !erased.contains(id));
    }

    private void record(
            Rows rows, Slice slice, Map<String, Settled> fates, Instant now, Map<Tally.Kind, Long> counted) {
        List<Delivery> told = new ArrayList<>();
        fates.forEach((id, settled) -> outcome(slice, id, settled, now).ifPresent(told::add));
        List<Delivery> outcomes = Arrivals.corrected(rows, told, ids -> onRecord(rows, slice, ids));
        List<Delivery> news = new ArrayList<>(rows.insertNew(Schema.DELIVERY, outcomes));
        if (news.size() < outcomes.size()) {
            news.addAll(replace(rows, slice, among(outcomes, news)));
        }
        news.forEach(each -> counted.merge(kind(each.state()), 1L, Long::sum));
    }

    private static List<Delivery> among(List<Delivery> outcomes, List<Delivery> inserted) {
        Set<Delivery> known = new LinkedHashSet<>(outcomes);
        inserted.forEach(known::remove);
        return List.copyOf(known);
    }

    /** Of messages on record already, what is news replaces what was known; answers that. */
    private static List<Delivery> replace(Rows rows, Slice slice, List<Delivery> outcomes) {
        Set<String> ids = outcomes.stream().map(Delivery::subscriberId).collect(Collectors.toSet());
        Map<List<Object>, Delivery> known =
                onRecord(rows, slice, ids).stream().collect(Collectors.toMap(Settlement::key, Function.identity()));
        List<Delivery> news = outcomes.stream()
                .filter(each -> isNews(slice, known.get(key(each)), each))
                .toList();
        rows.put(Schema.DELIVERY, news);
        return news;
    }

    /** What is on record of this step's message to these people, in all episodes. */
    private static List<Delivery> onRecord(Rows rows, Slice slice, Set<String> ids) {
        return rows.all(
                Schema.DELIVERY,
                Where.all()
                        .in("person", ids)
                        .eq("run", slice.set().run())
                        .eq("step", slice.step().id()));
    }

    /** Of a message that is sent again, one refusal proves nothing about the hand-overs before it. */
    private static boolean isNews(Slice slice, @Nullable Delivery old, Delivery outcome) {
        if (old == null) {
            return true;
        }
        boolean maybeArrived = ((Action.Send) slice.step().action()).repeatable()
                && old.state().mayHaveArrived();
        return old.state().mayBecome(outcome.state()) && (!maybeArrived || outcome.state() == DeliveryState.SENT);
    }

    private static List<Object> key(Delivery delivery) {
        return List.of(delivery.subscriberId(), delivery.episode());
    }

    private static Tally.Kind kind(DeliveryState state) {
        return switch (state) {
            case SENT -> Tally.Kind.SENT;
            case UNKNOWN -> Tally.Kind.UNKNOWN;
            case FAILED -> Tally.Kind.FAILED;
            case RETRYING -> Tally.Kind.RETRIED;
            case DEFERRED -> Tally.Kind.DEFERRED;
            case WITHHELD -> Tally.Kind.WITHHELD;
            case SKIPPED -> Tally.Kind.SKIPPED;
            case EXPIRED -> Tally.Kind.EXPIRED;
        };
    }

    private Optional<Delivery> outcome(Slice slice, String id, Settled settled, Instant now) {
        Fate fate = settled.fate();
        if (fate instanceof Fate.Untouched) {
            return Optional.empty();
        }
        if (fate instanceof Fate.Withdrawn withdrawn) {
            return Optional.of(slice.delivery(
                    id, settled.episode(), DeliveryState.SKIPPED, null, settled.variant(), "", withdrawn.reason()));
        }
        Receipt receipt = ((Fate.Answered) fate).receipt();
        if (receipt instanceof Receipt.Accepted accepted) {
            return Optional.of(slice.delivery(
                    id, settled.episode(), DeliveryState.SENT, null, settled.variant(), accepted.providerId(), ""));
        }
        if (receipt instanceof Receipt.Unknown unknown) {
            return Optional.of(slice.delivery(
                    id, settled.episode(), DeliveryState.UNKNOWN, null, settled.variant(), "", unknown.reason()));
        }
        Receipt.Refused refused = (Receipt.Refused) receipt;
        Optional<Instant> again = retries.at(slice, refused, id, now);
        DeliveryState state = again.isPresent() ? DeliveryState.RETRYING : DeliveryState.FAILED;
        return Optional.of(slice.delivery(
                id, settled.episode(), state, again.orElse(null), settled.variant(), "", refused.reason()));
    }

    /**
     * Takes the mark off the set if not a letter of it has changed, and answers how many sets that were: of one, nobody was
     * erased, since an erasure takes the person's name out of the mark.
     */
    private static IntSupplier askReleaseAsMarked(Rows rows, DueSet set) {
        Where asMarked = marked(set).eq("dispatching", String.join("\n", set.dispatching()));
        return set.people().isEmpty()
                ? rows.askDelete(Schema.DUE_SET, asMarked.eq("people", ""))
                : rows.askUpdate(Schema.DUE_SET, asMarked, UNMARKED);
    }

    private static Where marked(DueSet set) {
        return Where.all()
                .eq("shard", set.shard())
                .eq("id", set.id())
                .eq("epoch", set.epoch())
                .notNull("dispatched_at");
    }

    /** Takes the mark off the set if it is still the one put under this lease. */
    private static boolean release(Rows rows, DueSet set) {
        int released = rows.update(Schema.DUE_SET, marked(set), UNMARKED);
        if (released == 1) {
            rows.delete(
                    Schema.DUE_SET,
                    Where.all().eq("shard", set.shard()).eq("id", set.id()).eq("people", ""));
        }
        return released == 1;
    }

    private void goOn(Rows rows, Slice slice, Map<String, Settled> fates, Instant now) {
        List<String> done = new ArrayList<>();
        Map<Integer, Map<Instant, List<String>>> again = new TreeMap<>();
        List<String> untouched = new ArrayList<>();
        fates.forEach((id, settled) -> {
            if (settled.fate() instanceof Fate.Untouched) {
                untouched.add(id);
            } else if (settled.fate() instanceof Fate.Answered answered
                    && retries.at(slice, answered.receipt(), id, now).isPresent()) {
                again.computeIfAbsent(Retries.next(slice.set(), answered.receipt()), attempt -> new TreeMap<>())
                        .computeIfAbsent(
                                retries.at(slice, answered.receipt(), id, now).orElseThrow(), at -> new ArrayList<>())
                        .add(id);
            } else {
                done.add(id);
            }
        });
        DueSet set = slice.set();
        again.forEach((attempt, times) -> times.forEach((at, ids) -> rows.insertSoon(
                Schema.DUE_SET, DueSets.of(set.shard(), at, set.firstDueAt(), set.run(), set.step(), attempt, ids))));
        if (!untouched.isEmpty()) {
            rows.insertSoon(
                    Schema.DUE_SET,
                    DueSets.of(
                            set.shard(),
                            now.plusMillis(1),
                            set.firstDueAt(),
                            set.run(),
                            set.step(),
                            set.attempt(),
                            untouched));
        }
        advance(rows, slice, done);
    }

    /** Makes people due for the next step, or ends their way if there is none. */
    static void advance(Rows rows, Slice slice, List<String> done) {
        if (done.isEmpty()) {
            return;
        }
        DueSet set = slice.set();
        Optional<Step> next = slice.definition().next(slice.step().id());
        if (next.isPresent()) {
            slice.nextDue(done)
                    .forEach((at, ids) -> rows.insertSoon(
                            Schema.DUE_SET,
                            DueSets.of(
                                    set.shard(), at, at, set.run(), next.get().id(), 0, ids)));
            return;
        }
        Set<String> ids = new HashSet<>(done);
        rows.update(
                Schema.ENROLLMENT,
                Where.all().eq("run", set.run()).in("person", ids).eq("state", Enrollment.State.ACTIVE.name()),
                Assignments.set("state", Enrollment.State.COMPLETED.name())
                        .and("ended_at", slice.now())
                        .and("reason", "all steps done"));
    }
}
