// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An {@link ActivityCount} got ready: at least n since s, and where that is not so, whether the record would know. */
final class CountCheck extends Check {
    private final List<ActivityType> types;
    private final @Nullable Span within;
    private final Instant asOf;
    private final @Nullable Instant since;
    private final int enough;
    private final Verdict reached;
    private final PerZone<Window> windows;

    /**
     * Where the window begins, and from when on the record covers all types up to now.
     *
     * @param covered {@code null} if it never does
     */
    private record Window(
            Instant from, long fromSecond, @Nullable Instant covered) {}

    /** @param asOf a whole second */
    CountCheck(ActivityCount rule, Instant asOf, @Nullable Instant since) {
        this.types = List.copyOf(rule.types());
        this.within = rule.within();
        this.asOf = asOf;
        this.since = since;
        boolean atLeast = rule.bound() == ActivityCount.Bound.AT_LEAST;
        this.enough = atLeast ? rule.times() : rule.times() + 1;
        this.reached = Verdict.of(atLeast);
        this.windows = new PerZone<>(this::window);
    }

    private Window window(Profile person) {
        Instant from = Coverage.windowStart(within, asOf, since, person.zone());
        return new Window(from, from.getEpochSecond(), covered(person.observed()));
    }

    private @Nullable Instant covered(Observation observed) {
        Instant covered = Instant.MIN;
        for (ActivityType type : types) {
            Optional<Observation.Range> range = observed.of(type);
            if (range.isEmpty() || range.get().through().isBefore(asOf)) {
                return null;
            }
            covered = range.get().since().isAfter(covered) ? range.get().since() : covered;
        }
        return covered;
    }

    @Override
    Verdict of(Profile person) {
        Window window = windows.of(person);
        if (person.activity().count(types, window.fromSecond, asOf.getEpochSecond(), enough) >= enough) {
            return reached;
        }
        return window.covered != null
                        && covers(window, window.covered, person.subscriber().joinedAt())
                        && person.activity().reaches(types, window.fromSecond)
                ? reached.negate()
                : Verdict.UNKNOWN;
    }

    /** Before they joined nobody did anything. */
    private static boolean covers(Window window, Instant covered, @Nullable Instant joined) {
        return !covered.isAfter(window.from) || (joined != null && !covered.isAfter(joined));
    }

    @Override
    int cost(boolean summarised) {
        return summarised ? 10 + Math.min(8, types.size()) : 100;
    }
}
