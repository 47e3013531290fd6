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
    private record Window(boolean observed, boolean covered, long fromSecond, long answerable) {}

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
        boolean known = joinedInTime(person, window)
                && person.activity().reaches(types, window.fromSecond)
                && person.activity().count(MESSAGES, window.fromSecond, window.answerable, rule.received())
                        >= rule.received();
        return known ? Verdict.IN : Verdict.UNKNOWN;
    }

    private static boolean joinedInTime(Profile person, Window window) {
        @Nullable Instant joined = person.subscriber().joinedAt();
        return window.covered && joined != null && joined.getEpochSecond() <= window.fromSecond;
    }

    @Override
    BlockCheck over(BlockCheck.Pass pass) {
        return pass.people.summarised() ? new Columns(pass) : super.over(pass);
    }

    /** The same over columns. */
    private final class Columns extends BlockCheck {
        private final Population people;
        private final TypeColumn[] signals;
        private final TypeColumn[] messages;
        private final Window[] byGroup;
        private final int to = TypeColumn.shifted(asOf.getEpochSecond());

        Columns(Pass pass) {
            this.people = pass.people;
            this.signals = people.times(types);
            this.messages = people.times(MESSAGES);
            this.byGroup = people.oneOfEachGroup().stream()
                    .map(InactiveCheck.this::window)
                    .toArray(Window[]::new);
        }

        @Override
        void answer(int[] places, int n, byte[] verdicts) {
            for (int i = 0; i < n; i++) {
                int place = places[i];
                Window window = byGroup[people.group(place)];
                verdicts[i] =
                        !window.observed ? UNKNOWN : alive(place, window) ? OUT : guarded(place, window) ? IN : UNKNOWN;
            }
        }

        private boolean alive(int place, Window window) {
            int from = TypeColumn.shifted(window.fromSecond);
            for (TypeColumn each : signals) {
                if (each.count(place, from, to, 1) > 0) {
                    return true;
                }
            }
            return false;
        }

        private boolean guarded(int place, Window window) {
            int from = TypeColumn.shifted(window.fromSecond);
            for (TypeColumn each : signals) {
                if (!each.reaches(place, from)) {
                    return false;
                }
            }
            int received = messages.length == 0
                    ? 0
                    : messages[0].count(place, from, TypeColumn.shifted(window.answerable), rule.received());
            return received >= rule.received() && joinedInTime(people.profile(place), window);
        }

        @Override
        int cost() {
            return 4 + types.size();
        }
    }

    @Override
    int cost(boolean summarised) {
        return summarised ? 20 + Math.min(8, types.size()) : 100;
    }
}
