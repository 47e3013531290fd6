// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.contact;

import io.reengage.ledger.Delivery;
import io.reengage.ledger.DeliveryState;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.rows.Where;
import io.reengage.ledger.store.DueSet;
import io.reengage.ledger.store.Schema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Messages that are being handed over, or whose fate is open: they count as if they had arrived. */
public final class UnderWay {

    private UnderWay() {}

    /**
     * What is under way to these people.
     *
     * @param shards the shards they belong to
     * @param episodes their episodes, by id
     * @param except the id of a due set that is left out
     */
    public static List<Delivery> to(
            Rows rows, Collection<Integer> shards, Map<String, Integer> episodes, @Nullable String except) {
        return among(ask(rows, shards).get(), episodes, except);
    }

    /** Asks for the due sets in which something is under way. */
    public static Supplier<List<DueSet>> ask(Rows rows, Collection<Integer> shards) {
        return rows.ask(Schema.DUE_SET, Where.all().in("shard", shards).notNull("dispatched_at"));
    }

    /** What is under way in these sets, as {@link #to} tells it. */
    public static List<Delivery> among(List<DueSet> sets, Map<String, Integer> episodes, @Nullable String except) {
        List<Delivery> underWay = new ArrayList<>();
        for (DueSet set : sets) {
            for (String id : set.dispatching()) {
                @Nullable Integer episode = episodes.get(id);
                if (episode != null && !set.id().equals(except)) {
                    underWay.add(delivery(set, id, episode));
                }
            }
        }
        return underWay;
    }

    private static Delivery delivery(DueSet set, String id, int episode) {
        return new Delivery(
                id,
                set.run(),
                episode,
                set.step(),
                DeliveryState.UNKNOWN,
                Objects.requireNonNull(set.dispatchedAt()),
                null,
                "",
                "",
                "",
                "being handed over");
    }
}
