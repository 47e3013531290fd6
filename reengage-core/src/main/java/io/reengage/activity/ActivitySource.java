// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The host's record of what people did. The host implements it on its own tables or warehouse.
 *
 * <p>Methods are called from several threads at once and may block. An exception ends the piece of work that asked; it is
 * tried again later and nothing is lost.
 */
public interface ActivitySource {

    /**
     * Sums up activity of some people, leaving out whatever happened after the second of {@code asOf}.
     *
     * @param ids up to a few thousand people
     * @param need types and how many newest times of each; more may be answered, less not
     * @param asOf the moment of the question
     * @return summaries by person; people without any activity may be left out
     */
    Map<String, ActivitySummary> summaries(Set<String> ids, ActivityNeed need, Instant asOf);

    /**
     * Hands over single activities with {@code from <= at < to}, in no particular order.
     *
     * @param sink takes them one by one, on the calling thread
     */
    void history(Set<String> ids, Instant from, Instant to, Consumer<Activity> sink);

    /**
     * Whether activities of this type can be handed over one by one. If not, as where the host only knows when somebody did
     * something last, conditions that need them are unknown, and nobody is taken to have done nothing.
     */
    default boolean hasHistory(ActivityType type) {
        return true;
    }

    /** Since when and through when each type is on record. */
    Observation observed();

    /** A source in memory, for trying things and for tests. */
    static ActivitySource inMemory(Collection<Activity> activities, Observation observed) {
        return new InMemoryActivitySource(activities, observed);
    }

    /** A source that observes nothing. */
    static ActivitySource none() {
        return inMemory(Set.of(), new Observation(Map.of()));
    }
}
