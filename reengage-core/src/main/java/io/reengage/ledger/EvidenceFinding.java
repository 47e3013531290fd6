// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger;

import java.time.Instant;
import java.util.Objects;

/**
 * A reason to doubt the evidence a sunset plan rests on. The plan is not applied while any stands that nobody has overruled.
 *
 * @param plan the plan
 * @param kind what is doubtful
 * @param words what was found, with figures
 * @param foundAt when
 * @param overruledBy the person who said that it does not matter; empty while nobody did
 * @param reason why it does not matter; empty while nobody said so
 */
public record EvidenceFinding(
        String plan, Kind kind, String words, Instant foundAt, String overruledBy, String reason) {

    /** What is doubtful. */
    public enum Kind {
        /** Mail was sent, and nothing at all was heard: the feed of events may be dead. */
        DEAD_FEED,
        /** Far fewer answers than the weeks before. */
        FEWER_ANSWERS,
        /** People at one provider give far fewer signs of life than all others: mail may not reach them. */
        SILENT_PROVIDER,
        /** More of the people at one domain would go at once than the policy's limit: something may be wrong there. */
        MANY_AT_ONE_DOMAIN,
        /** Far more people named than by earlier plans, or more than half of the list. */
        MANY_CANDIDATES,
        /** The list grew or shrank by more than life explains. */
        LIST_CHANGED,
        /** The store's pages leave out people whom it knows to be on the list. */
        PAGES_INCOMPLETE,
        /** The store no longer knows many of those named. */
        PEOPLE_GONE,
        /** Of too many messages nobody knows whether they were sent. */
        UNKNOWN_OUTCOMES,
        /** Very many addresses of one provider were refused within an hour: the provider may have failed. */
        BOUNCE_STORM,
        /** The clock leapt ahead. */
        CLOCK_JUMPED
    }

    public EvidenceFinding {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(words, "words");
        Objects.requireNonNull(foundAt, "foundAt");
        Objects.requireNonNull(overruledBy, "overruledBy");
        Objects.requireNonNull(reason, "reason");
    }

    /** Whether a person said that it does not matter. */
    public boolean isOverruled() {
        return !overruledBy.isEmpty();
    }
}
