// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * When one person did what: all that conditions on recency and number ask for, whether the host keeps a summary or every
 * activity. Both give the same answers.
 *
 * <p>The rule of seconds: the time of an activity, when its person joined, and every moment they are held against, count as
 * {@link #second(Instant)}, the second they lie in. So an activity is not after whatever else lies in its second, in memory as in a database.
 */
public sealed interface ActivityTimes permits ActivitySummary, History {

    /**
     * How often any of these types happened from one second to another, both included; a lower bound if not {@link
     * #reaches reaching} back to {@code from}.
     *
     * @param from seconds since 1970, as is {@code to}
     * @param enough counts no further than this
     */
    int count(List<ActivityType> types, long from, long to, int enough);

    /** Whether everything of these types since that second of the epoch is known. */
    boolean reaches(List<ActivityType> types, long from);

    /** The timeline of a type; {@link Timeline#EMPTY} if it never happened. */
    Timeline timeline(ActivityType type);

    /** The newest activity of any of these types not after {@code asOf}. */
    Optional<Instant> last(Collection<ActivityType> types, Instant asOf);

    /** The second a moment lies in: times of activities are rounded down to it, see {@link ActivityTimes}. */
    static Instant second(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The first moment that is later than everything in the second a moment lies in. */
    static Instant secondAfter(Instant moment) {
        return second(moment).plusSeconds(1);
    }

    /** Whether something happened since a moment: what falls into the same second did. */
    static boolean isSince(Instant at, Instant since) {
        return !at.isBefore(second(since));
    }

    /** The same as a summary. */
    ActivitySummary summary();
}
