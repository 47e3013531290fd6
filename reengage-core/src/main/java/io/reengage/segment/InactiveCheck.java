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
    private static final List<ActivityType> MESSAGES = List.of(ActivityType.RECEIVED);

    private final Inactive rule;
    private final List<ActivityType> types;
    private final Instant asOf;
    private final PerZone<Window> windows;

    /**
     * The window, and up to when a message could still be answered in it.
     *
     * @param covered whether the record knows the types, and reaches back to where the window begins
     */
    private record Window(boolean observed, boolean covered, Instant from, long fromSecond, long answerable) {}

    /** @param asOf a whole second */
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
                from.getEpochSecond(),
                Inactive.TOO_NEW.before(end, zone).getEpochSecond());
    }

    @Override
    Verdict of(Profile person) {
        Window window = windows.of(person);
        if (!window.observed) {
            return Verdict.UNKNOWN;
        }
        if (person.activity().count(types, window.fromSecond, asOf.getEpochSecond(), 1) > 0) {
            return Verdict.OUT;
        }
        @Nullable Instant joined = person.subscriber().joinedAt();
        boolean known = window.covered
                && joined != null
                && !joined.isAfter(window.from)
                && person.activity().reaches(types, window.fromSecond)
                && person.activity().count(MESSAGES, window.fromSecond, window.answerable, rule.received())
                        >= rule.received();
        return known ? Verdict.IN : Verdict.UNKNOWN;
    }

    @Override
    int cost(boolean summarised) {
        return summarised ? 20 + Math.min(8, types.size()) : 100;
    }
}
