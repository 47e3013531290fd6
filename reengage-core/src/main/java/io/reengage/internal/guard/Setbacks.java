// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.guard;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.store.Setback;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which activities are setbacks of the run they answer. */
public final class Setbacks {
    private static final Map<ActivityType, Setback.Kind> KINDS = Map.of(
            ActivityType.COMPLAINED, Setback.Kind.COMPLAINT,
            ActivityType.HARD_BOUNCED, Setback.Kind.HARD_BOUNCE,
            ActivityType.UNSUBSCRIBED, Setback.Kind.UNSUBSCRIBE);

    private Setbacks() {}

    /** Puts down the setbacks among these activities. */
    public static void note(Rows rows, Collection<Activity> activities) {
        List<Setback> setbacks = activities.stream()
                .flatMap(each -> of(each).stream())
                .distinct()
                .toList();
        if (!setbacks.isEmpty()) {
            rows.insertNew(Setback.TABLE, setbacks);
        }
    }

    private static Optional<Setback> of(Activity activity) {
        Setback.@Nullable Kind kind = KINDS.get(activity.type());
        Activity.@Nullable Delivery answered = activity.delivery();
        @Nullable String run = answered == null ? activity.properties().get(Activity.RUN) : answered.run();
        boolean answersQuestion = activity.properties().containsKey(Activity.ASKED_ON);
        return kind == null || run == null || answersQuestion
                ? Optional.empty()
                : Optional.of(new Setback(run, kind, activity.subscriberId(), activity.at()));
    }
}
