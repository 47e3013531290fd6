// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.subscriber;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The host's list of people. The host implements it on its own database; Reengage never keeps a copy of it.
 *
 * <p>Methods are called from several threads at once and may block. An exception ends the piece of work that asked; it is
 * tried again later and nothing is lost.
 */
public interface SubscriberStore {

    /**
     * Reads the list in stretches.
     *
     * @param cursor {@code ""} for the beginning, else {@link Page#next()} of the page before; opaque to the caller and
     *     valid after a restart
     * @param limit how many people the page may hold, at least 1
     * @return a page, whose next cursor is another one than was given; people may appear twice over all pages, nobody who
     *     stays on the list may be left out
     */
    Page<Subscriber> page(String cursor, int limit);

    /**
     * Reads people afresh, right before something is done to them: never from a cache or a lagging replica.
     *
     * @return those found, each under its own id as asked for, to the letter; people the host no longer knows are left out
     */
    Map<String, Subscriber> find(Set<String> ids);

    /**
     * Writes changes of standing into the host's store. Changes may come late: who {@linkplain StatusChange#isOutdatedBy agreed
     * anew} after having left stays agreed.
     *
     * @return the {@linkplain StatusChange#id() ids of the changes}, not of people, that could not be written; they come
     *     again. Ids written before have no further effect
     */
    Set<String> apply(List<StatusChange> changes);

    /** A store in memory, for trying things and for tests. Safe for several threads. */
    static SubscriberStore inMemory(Iterable<Subscriber> people) {
        return new InMemorySubscriberStore(people);
    }
}
