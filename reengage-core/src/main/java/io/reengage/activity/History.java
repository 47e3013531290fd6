// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one person did, activity by activity, whole since a moment. Conditions that ask for more than times and numbers need
 * it: properties, sums, sequences, how things stood long ago.
 *
 * @param since from when on nothing is left out; the {@linkplain ActivityTimes#second second} it lies in counts as covered
 * @param activities in any order; kept oldest first
 * @param lacking types whose activities are not kept one by one, as where the host only has a column "last seen"; a lack of
 *     these proves nothing
 */
public record History(Instant since, List<Activity> activities, Set<ActivityType> lacking) implements ActivityTimes {

    public History {
        since = ActivityTimes.second(since);
        lacking = Set.copyOf(lacking);
        activities = activities.stream()
                .sorted(Comparator.comparing(Activity::at).thenComparing(Activity::id))
                .toList();
    }

    /** A history that lacks nothing since then. */
    public History(Instant since, List<Activity> activities) {
        this(since, activities, Set.of());
    }

    /** What happened up to a moment, its whole second included. */
    public History until(Instant moment) {
        return new History(
                since,
                activities.stream()
                        .filter(each -> each.at().getEpochSecond() <= moment.getEpochSecond())
                        .toList(),
                lacking);
    }

    @Override
    public int count(List<ActivityType> types, long from, long to, int enough) {
        int count = 0;
        for (int i = activities.size() - 1; i >= 0 && count < enough; i--) {
            Activity each = activities.get(i);
            long at = each.at().getEpochSecond();
            if (at < from) {
                break;
            }
            if (at <= to && isOneOf(each.type(), types)) {
                count++;
            }
        }
        return count;
    }

    @Override
    public boolean reaches(List<ActivityType> types, long from) {
        return Collections.disjoint(lacking, types) && from >= since.getEpochSecond();
    }

    @Override
    public Timeline timeline(ActivityType type) {
        return ActivitySummary.of(
                        activities.stream()
                                .filter(each -> each.type().equals(type))
                                .toList(),
                        ActivitySummary.MOST_DEPTH)
                .timeline(type);
    }

    @Override
    public Optional<Instant> last(Collection<ActivityType> types, Instant asOf) {
        return summary().last(types, asOf);
    }

    /** Its times by type. Older ones may be missing, if none of the type is older than {@link #since}. */
    @Override
    public ActivitySummary summary() {
        return ActivitySummary.of(activities, ActivitySummary.MOST_DEPTH);
    }

    /** As {@link List#contains}, without an iterator. */
    private static boolean isOneOf(ActivityType type, List<ActivityType> types) {
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i).equals(type)) {
                return true;
            }
        }
        return false;
    }

    /** Names the number alone. */
    @Override
    public String toString() {
        return "History[" + activities.size() + " activities since " + since + "]";
    }
}
