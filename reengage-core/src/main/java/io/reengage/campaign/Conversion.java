// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import io.reengage.activity.ActivityType;
import io.reengage.segment.Span;
import java.util.Objects;
import java.util.Set;

/**
 * What counts as success: one of these activities, in time after the enrollment. It must be something a person can do
 * without having been contacted, or the holdout could never reach it.
 *
 * @param types the activities
 * @param within how long after the enrollment it still counts
 */
public record Conversion(Set<ActivityType> types, Span within) {

    private static final Set<ActivityType> ANSWERS = Set.of(
            ActivityType.RECEIVED,
            ActivityType.OPENED,
            ActivityType.CLICKED,
            ActivityType.REPLIED,
            ActivityType.CONFIRMED,
            ActivityType.COMPLAINED,
            ActivityType.HARD_BOUNCED,
            ActivityType.SOFT_BOUNCED);

    public Conversion {
        types = Set.copyOf(types);
        Objects.requireNonNull(within, "within");
        if (types.isEmpty() || within.amount() == 0) {
            throw new IllegalArgumentException("a conversion needs an activity and a time");
        }
        for (ActivityType type : types) {
            if (type.isMachine()
                    || ANSWERS.contains(type)
                    || type.name().startsWith(ActivityType.confirmedOn("").name())) {
                throw new IllegalArgumentException("conversion on " + type
                        + " cannot be reached by the holdout, who get no message: name what they could do as well");
            }
        }
    }
}
