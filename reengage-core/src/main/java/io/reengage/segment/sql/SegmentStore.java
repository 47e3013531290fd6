// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.activity.ActivitySource;
import io.reengage.segment.VerdictCount;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.util.Optional;

/**
 * A subscriber store that looks for people itself, so that not everybody need be read. What it finds is checked again in
 * memory, so it may find too many, but never too few.
 */
public interface SegmentStore extends SubscriberStore {

    /** Whom to look for. */
    enum Wanted {
        /** Those who belong. */
        IN,
        /** Those who belong, and those about whom the record does not decide. */
        NOT_OUT
    }

    /**
     * Reads people who may belong in stretches, as {@link #page} reads everybody.
     *
     * @param cursor {@code ""} for the beginning, else {@link Page#next()} of the page before; the moment of the question may
     *     differ from page to page
     * @return a page; nobody who is wanted and stays on the list may be left out over all pages
     */
    Page<Subscriber> page(Question question, Wanted wanted, String cursor, int limit);

    /** Whether this store searches the very activity that a source tells of. */
    boolean searches(ActivitySource source);

    /** How many people there are. */
    long size();

    /** How many belong, do not, or are unknown; empty unless the store can tell exactly by itself. */
    Optional<VerdictCount> count(Question question);
}
