// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.feedback;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an activity is a sign of. */
final class Signs {
    private static final Set<ActivityType> FORBIDDING =
            Set.of(ActivityType.UNSUBSCRIBED, ActivityType.COMPLAINED, ActivityType.HARD_BOUNCED);
    private static final Set<ActivityType> WISHES = Set.of(ActivityType.PAUSED, ActivityType.ASKED_FEWER);
    /** What happens to, or by way of, a message; a purchase may be credited to one that never came. */
    private static final Set<ActivityType> OF_A_MESSAGE = Set.of(
            ActivityType.RECEIVED,
            ActivityType.OPENED,
            ActivityType.OPENED.machine(),
            ActivityType.CLICKED,
            ActivityType.CLICKED.machine(),
            ActivityType.REPLIED,
            ActivityType.CONFIRMED,
            ActivityType.ASKED_FEWER,
            ActivityType.PAUSED,
            ActivityType.UNSUBSCRIBED,
            ActivityType.COMPLAINED,
            ActivityType.HARD_BOUNCED,
            ActivityType.SOFT_BOUNCED);

    private Signs() {}

    /** That nothing more may be sent. */
    static boolean forbids(ActivityType type) {
        return FORBIDDING.contains(type);
    }

    /** That the person decided something about being written to: no mark may pass it by. */
    static boolean decides(ActivityType type) {
        return forbids(type) || WISHES.contains(type) || confirms(type);
    }

    /** That a button of a landing page was pressed. */
    static boolean confirms(ActivityType type) {
        return type.name().startsWith(ActivityType.CONFIRMED.name() + ":");
    }

    /** That there is an interested person. */
    static boolean ofLife(ActivityType type) {
        return ActivityType.ENGAGEMENT.contains(type) || confirms(type);
    }

    /** That the message it answers had left the house. */
    static boolean ofArrival(Activity activity) {
        return activity.delivery() != null && (OF_A_MESSAGE.contains(activity.type()) || confirms(activity.type()));
    }

    /** That another sender's message went out: ours are on record by themselves. */
    static boolean ofOtherSender(Activity activity) {
        return activity.type().equals(ActivityType.RECEIVED) && activity.delivery() == null;
    }

    /** Until when the person wants quiet; {@code null} if not said. */
    static @Nullable Instant until(Activity pause) {
        @Nullable String text = pause.properties().get(Activity.UNTIL);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "property until of activity " + pause.id() + " is not an instant such as 2026-01-31T00:00:00Z", e);
        }
    }
}
