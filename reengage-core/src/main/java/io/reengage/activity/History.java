// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * What one person did, activity by activity, whole since a moment. Conditions that ask for more than times and numbers need
 * it: properties, sums, sequences, how things stood long ago.
 *
 * @param since from when on nothing is left out
 * @param activities in any order; kept oldest first
 */
public record History(Instant since, List<Activity> activities) {

    public History {
        Objects.requireNonNull(since, "since");
        activities = activities.stream()
                .sorted(Comparator.comparing(Activity::at).thenComparing(Activity::id))
                .toList();
    }

    /** What happened up to a moment, itself included. */
    public History until(Instant moment) {
        return new History(
                since,
                activities.stream().filter(each -> !each.at().isAfter(moment)).toList());
    }

    /** Names the number alone. */
    @Override
    public String toString() {
        return "History[" + activities.size() + " activities since " + since + "]";
    }
}
