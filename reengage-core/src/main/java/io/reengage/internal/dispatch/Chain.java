// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import io.reengage.internal.node.Tally;
import io.reengage.internal.run.RunDefinition;
import io.reengage.ledger.rows.LedgerConflictException;
import io.reengage.ledger.store.DueSet;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One worker's sets, one after another: what became of one is committed with the mark of the next, so that both cost one
 * commit. A crash still leaves the fate of one slice open at the most, since nothing is handed over before that commit. After
 * a hand-over that took its time the outcome is put on record at once. Used by one thread, unless said otherwise.
 */
public final class Chain implements AutoCloseable {
    private final Dispatcher dispatcher;
    private final Marker marker;
    private final Settlement settlement;
    private final Guards guards;
    private final Vigil vigil;
    private final Tally tally;
    private @Nullable HandedOver open;
    private List<DueSet> kept = List.of();

    Chain(Dispatcher dispatcher, Marker marker, Settlement settlement, Guards guards, Vigil vigil, Tally tally) {
        this.dispatcher = dispatcher;
        this.marker = marker;
        this.settlement = settlement;
        this.guards = guards;
        this.vigil = vigil;
        this.tally = tally;
    }

    /**
     * A slice that was handed over.
     *
     * @param slice as it was marked
     * @param at when the fates were known
     * @param sets what this process is at until they are on record
     * @param anew whether nothing was on record of any of these messages
     */
    record HandedOver(
            Slice slice, Map<String, Settlement.Settled> fates, Instant at, List<DueSet> sets, boolean anew) {}

    /** Whether the sets could be taken further, see {@link io.reengage.internal.run.DueSets#together}. */
    public boolean work(RunDefinition definition, List<DueSet> sets) {
        return dispatcher.work(definition, sets, this);
    }

    /** Tries one person of a set whose step is held. */
    public boolean probe(RunDefinition definition, List<DueSet> sets) {
        return dispatcher.probe(definition, sets, this);
    }

    Tally tally() {
        return tally;
    }

    Vigil vigil() {
        return vigil;
    }

    /** Leaves this worker behind if a channel hangs; whether one does. Called by another thread. */
    public boolean abandonIfHanging() {
        boolean hangs = vigil.giveUpIfHanging();
        if (hangs) {
            dispatcher.abandon(this);
        }
        return hangs;
    }

    /** The channel this worker called last, by name. */
    public String channel() {
        return vigil.channel();
    }

    public boolean isAbandoned() {
        return vigil.isGivenUp();
    }

    /** Whether these sets were handed over last: then they are left once their people's fates are on record. */
    boolean keeps(List<DueSet> sets) {
        return kept.equals(sets);
    }

    /** Marks a slice, see {@link Marker#mark}, and puts on record what became of the one before. */
    Optional<Marker.Marks> mark(Slice slice, List<DueSet> parts, Tally marked) {
        @Nullable HandedOver before = open;
        if (before == null) {
            return marker.mark(slice, parts, rows -> () -> {}, marked);
        }
        Map<Tally.Kind, Long> counts = new EnumMap<>(Tally.Kind.class);
        Optional<Marker.Marks> marks;
        try {
            marks = marker.mark(
                    slice,
                    parts,
                    rows -> {
                        // another try counts anew
                        counts.clear();
                        return settlement.settle(rows, before, counts);
                    },
                    marked);
        } catch (Settlement.UnexpectedException | LedgerConflictException e) {
            close();
            return marker.mark(slice, parts, rows -> () -> {}, marked);
        } catch (Exception | Error e) {
            // whichever of the two it was about: what happened goes on record by itself
            try {
                close();
            } catch (Exception | Error another) {
                e.addSuppressed(another);
            }
            throw e;
        }
        open = null;
        Tally done = new Tally();
        counts.forEach(done::add);
        settled(before, done);
        return marks;
    }

    /** @param quick whether the next mark is soon enough to put it on record */
    void handedOver(HandedOver handedOver, boolean quick) {
        open = handedOver;
        kept = handedOver.sets();
        if (!quick) {
            close();
        }
    }

    private void settled(HandedOver before, Tally done) {
        tally.addAll(done);
        dispatcher.leave(before.sets(), this);
        dispatcher.tell(before.slice().definition(), before.slice().step(), done);
    }

    /** Puts on record what is not yet; if that fails, it is kept to be put on record later. */
    @Override
    public void close() {
        @Nullable HandedOver before = open;
        if (before == null) {
            return;
        }
        open = null;
        Tally done = new Tally();
        try {
            dispatcher.settle(before.slice(), before.fates(), before.at(), done);
        } catch (Exception | Error e) {
            guards.unsettled().add(Results.of(before.slice(), before.fates(), before.at()));
            throw e;
        } finally {
            settled(before, done);
        }
    }
}
