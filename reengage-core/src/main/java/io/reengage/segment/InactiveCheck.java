// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityType;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An {@link Inactive} rule got ready. */
final class InactiveCheck extends Check {
    private final Inactive rule;
    private final List<ActivityType> types;
    private final Instant asOf;
    private final PerZone<Window> windows;

    /**
     * The window, and up to when a message could still be answered in it.
     *
     * @param covered whether the record knows the types, and reaches back to where the window begins
     */
    private record Window(boolean observed, boolean covered, Instant from, Instant answerable) {}

    /** @param asOf a whole millisecond */
    InactiveCheck(Inactive rule, Instant asOf) {
        this.rule = rule;
        this.types = List.copyOf(rule.types());
        this.asOf = asOf;
        this.windows = new PerZone<>(this::window);
    }

    private Window window(Profile person) {
        Coverage record = new Coverage(person, asOf, null);
        List<ActivityType> observed = record.observed(types);
        ZoneId zone = person.zone();
        Instant end = record.coveredUntil(observed);
        Instant from = rule.forAtLeast().before(end, zone);
        return new Window(
                !observed.isEmpty(),
                !record.coveredSince(observed).isAfter(from),
                from,
                Inactive.TOO_NEW.before(end, zone));
    }

    @Override
    Verdict of(Profile person) {
        Window window = windows.of(person);
        if (!window.observed) {
            return Verdict.UNKNOWN;
        }
        for (ActivityType type : types) {
            if (person.activity().timeline(type).countBetween(window.from, asOf) > 0) {
                return Verdict.OUT;
            }
        }
        @Nullable Instant joined = person.subscriber().joinedAt();
        boolean known = window.covered
                && joined != null
                && !joined.isAfter(window.from)
                && messages(person, window) >= rule.received();
        return known ? Verdict.IN : Verdict.UNKNOWN;
    }

    private int messages(Profile person, Window window) {
        return rule.received() == 0
                ? 0
                : person.activity().timeline(ActivityType.RECEIVED).countBetween(window.from, window.answerable);
    }

    @Override
    int cost() {
        return 20 + Math.min(8, types.size());
    }
}
