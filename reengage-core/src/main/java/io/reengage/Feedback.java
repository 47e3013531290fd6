// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import io.reengage.activity.Activity;
import io.reengage.activity.ProviderActivity;
import io.reengage.internal.Engine;
import io.reengage.internal.feedback.Parking;
import io.reengage.link.ReturnTag;
import java.sql.Connection;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Takes in what people did. The same activity again, known by its id, changes nothing, and the order does not matter. People
 * the host's store does not know, or who were {@linkplain Privacy#erase erased}, are left out. May be called by any number of
 * threads; many activities in one call are far cheaper than many calls.
 */
public final class Feedback {
    private final Engine engine;

    Feedback(Engine engine) {
        this.engine = engine;
    }

    /**
     * Records activities: clicks, purchases, bounces, complaints, and what the host's other senders sent ({@link
     * io.reengage.activity.ActivityType#RECEIVED} that answers no message of ours: it counts in caps). One that answers a
     * message, other than a purchase or a visit, proves that the message was sent, also before that is on record. Durable
     * when it returns; recorded in transactions of 1,000, so that after an exception the same call can be made again.
     *
     * @return how many were new
     */
    public int record(Collection<Activity> activities) {
        return recordNew(activities).size();
    }

    /** The same as {@link #record(Collection)}; answers which were new. */
    public List<Activity> recordNew(Collection<Activity> activities) {
        return engine.recorder().record(activities);
    }

    /** Records one activity. */
    public int record(Activity activity) {
        return record(List.of(activity));
    }

    /**
     * Records activities inside the host's own transaction: they are on record if the host commits, and only then. Never
     * commits and never rolls back. Rows of the people concerned stay locked until the transaction ends, so end it soon. What
     * forbids messages is heeded everywhere at the latest a quarter of a second after the commit. The people must be known to the
     * host's store as it reads from outside this transaction.
     *
     * @param connection to the ledger's database, with auto-commit off, used by this thread only meanwhile
     * @return how many were new
     * @throws io.reengage.ledger.TransactionLostException if the transaction lost against another one: roll it back and run
     *     all of it again
     * @throws IllegalArgumentException if the connection commits by itself, or is to another kind of database
     * @throws UnsupportedOperationException if the ledger is kept in memory
     */
    public int recordIn(Connection connection, Collection<Activity> activities) {
        return engine.recorder().recordIn(connection, activities).size();
    }

    /**
     * Records what providers tell of messages by their own ids. What is told of a message that is not on record yet is kept,
     * and belongs to its person as soon as it is and {@link Reengage#runDue} comes by; after 30 days it is dropped and
     * counted in {@link Work#dropped()}. An id that several messages share names none of them.
     */
    public FromProvider recordByProvider(Collection<ProviderActivity> activities) {
        Parking.Told told = engine.parking().record(activities);
        return new FromProvider(told.fresh(), told.parked(), told.known());
    }

    /**
     * Which message a return tag speaks of.
     *
     * @return empty if no message to this person is on record, or being handed over, that it fits
     */
    public Optional<Activity.Delivery> messageOf(ReturnTag tag) {
        return engine.messageOf(tag);
    }

    /**
     * Whether a provider calls so many addresses dead that it is more likely to be broken than right. Counts what all nodes are
     * told, and remembers it when a process ends.
     *
     * @param provider the domain that says so, or whose addresses they are
     * @param ids one for each mail that says so, such as the ids of the activities to be recorded; the same id counts once
     * @param most how many are believed, 1 or more
     * @param within in how long a time, a second or more
     */
    public boolean isOutage(String provider, Collection<String> ids, int most, Duration within) {
        return engine.isOutage(provider, ids, most, within);
    }

    /**
     * What became of activities told by a provider.
     *
     * @param fresh new, and their message is on record
     * @param parked new, waiting for their message
     * @param known told before, or about people who are left out
     */
    public record FromProvider(int fresh, int parked, int known) {}
}
