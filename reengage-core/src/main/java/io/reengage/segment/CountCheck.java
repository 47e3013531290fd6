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
     * @param whole whether it does from where the window begins
     */
    private record Window(
            Instant from,
            long fromSecond,
            int shifted,
            @Nullable Instant covered,
            boolean whole) {}

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
        Instant covered = covered(person.observed());
        return new Window(
                from,
                from.getEpochSecond(),
                TypeColumn.shifted(from.getEpochSecond()),
                covered,
                covered != null && !covered.isAfter(from));
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

    @Override
    BlockCheck over(BlockCheck.Pass pass) {
        return pass.people.summarised() ? new Columns(pass) : super.over(pass);
    }

    /** The same over columns. */
    private final class Columns extends BlockCheck {
        private final Population people;
        private final TypeColumn[] times;
        private final Window[] byGroup;
        private final int to = TypeColumn.shifted(asOf.getEpochSecond());

        Columns(Pass pass) {
            this.people = pass.people;
            this.times = people.times(types);
            this.byGroup = people.oneOfEachGroup().stream()
                    .map(CountCheck.this::window)
                    .toArray(Window[]::new);
        }

        @Override
        void answer(int[] places, int n, byte[] verdicts) {
            byte yes = code(reached);
            byte no = code(reached.negate());
            for (int i = 0; i < n; i++) {
                int place = places[i];
                Window window = byGroup[people.group(place)];
                verdicts[i] = atLeast(place, window.shifted) ? yes : known(place, window) ? no : UNKNOWN;
            }
        }

        private boolean atLeast(int place, int from) {
            int seen = 0;
            for (TypeColumn each : times) {
                seen += each.count(place, from, to, enough - seen);
                if (seen >= enough) {
                    return true;
                }
            }
            return false;
        }

        private boolean known(int place, Window window) {
            for (TypeColumn each : times) {
                if (!each.reaches(place, window.shifted)) {
                    return false;
                }
            }
            return window.whole
                    || (window.covered != null
                            && covers(
                                    window,
                                    window.covered,
                                    people.profile(place).subscriber().joinedAt()));
        }

        @Override
        int cost() {
            return 4 + types.size();
        }
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
