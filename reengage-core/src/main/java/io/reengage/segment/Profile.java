// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityTimes;
import io.reengage.activity.History;
import io.reengage.activity.Observation;
import io.reengage.subscriber.Subscriber;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that conditions may look at for one person.
 *
 * @param subscriber the person as the host knows them
 * @param activity when they did what
 * @param observed since when and through when that is on record
 * @param fallbackZone the zone to take where the person's is missing or unknown
 * @param history the same activities one by one; {@code null} where no condition needs them
 */
public record Profile(
        Subscriber subscriber,
        ActivityTimes activity,
        Observation observed,
        ZoneId fallbackZone,
        @Nullable History history) {

    public Profile {
        Objects.requireNonNull(subscriber, "subscriber");
        Objects.requireNonNull(activity, "activity");
        Objects.requireNonNull(observed, "observed");
        Objects.requireNonNull(fallbackZone, "fallbackZone");
    }

    /** A person whose activities are not known one by one. */
    public Profile(Subscriber subscriber, ActivityTimes activity, Observation observed, ZoneId fallbackZone) {
        this(subscriber, activity, observed, fallbackZone, null);
    }

    /** A person whose every activity is known, and nothing else of them is needed. */
    public Profile(Subscriber subscriber, History history, Observation observed, ZoneId fallbackZone) {
        this(subscriber, history, observed, fallbackZone, history);
    }

    /** The same person with every activity. */
    public Profile with(@Nullable History activities) {
        return new Profile(subscriber, activity, observed, fallbackZone, activities);
    }

    /** The person's time zone, or the fallback where the text names no zone this JVM knows. */
    public ZoneId zone() {
        return ownZone().orElse(fallbackZone);
    }

    /** Whether the person's own time zone is known. */
    public boolean zoneKnown() {
        return ownZone().isPresent();
    }

    private Optional<ZoneId> ownZone() {
        String text = subscriber.zone();
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZoneId.of(text));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }
}
