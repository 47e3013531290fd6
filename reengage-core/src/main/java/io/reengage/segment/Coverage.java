// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityTimes;
import io.reengage.activity.ActivityType;
import io.reengage.activity.History;
import io.reengage.activity.Observation;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is on record about one person at one moment, and what is not. Moments are whole seconds, as {@link ActivityTimes} says. */
final class Coverage {
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-30T00:00:00Z");

    /** Before anything. */
    static final Instant BEGINNING = Instant.EPOCH.minusMillis(Long.MAX_VALUE / 4);

    final Profile person;
    final Instant asOf;
    final ZoneId zone;
    private final @Nullable Instant floor;

    /** @param floor where counts start at the earliest; {@code null} for the beginning */
    Coverage(Profile person, Instant asOf, @Nullable Instant floor) {
        this.person = person;
        this.asOf = ActivityTimes.second(asOf);
        this.floor = floor == null ? null : ActivityTimes.second(floor);
        this.zone = person.zone();
    }

    boolean floored() {
        return floor != null;
    }

    /** The first moment of a window up to now; of no window, the beginning. */
    Instant windowStart(@Nullable Span within) {
        return windowStart(within, asOf, floor, zone);
    }

    /** @param asOf a whole second, as is {@code floor} */
    static Instant windowStart(@Nullable Span within, Instant asOf, @Nullable Instant floor, ZoneId zone) {
        Instant start = within == null ? BEGINNING : within.before(asOf, zone);
        return floor != null && floor.isAfter(start) ? floor : start;
    }

    /** Why the record does not cover all of these types from a moment to another; before they joined nobody did anything. */
    Optional<Phrase> gap(Collection<ActivityType> types, Instant from, Instant to) {
        Instant begin = begin(from);
        for (ActivityType type : types) {
            Optional<Observation.Range> range = person.observed().of(type);
            if (range.isEmpty()) {
                return Optional.of(Phrase.of("gap.unobserved", type));
            }
            if (range.get().since().isAfter(begin)) {
                return Optional.of(Phrase.of("gap.since", type, day(range.get().since())));
            }
            if (range.get().through().isBefore(to)) {
                return Optional.of(Phrase.of("gap.through", type, range.get().through()));
            }
        }
        return Optional.empty();
    }

    /** The same for activities one by one. */
    Optional<Phrase> gap(History history, Collection<ActivityType> types, Instant from, Instant to) {
        Optional<ActivityType> lacking =
                types.stream().filter(history.lacking()::contains).min(Comparator.naturalOrder());
        if (lacking.isPresent()) {
            return Optional.of(Phrase.of("gap.last", lacking.get()));
        }
        return history.since().isAfter(begin(from))
                ? Optional.of(Phrase.of("gap.history", day(history.since())))
                : gap(types, from, to);
    }

    private Instant begin(Instant from) {
        @Nullable Instant joined = person.subscriber().joinedAt();
        return joined != null && joined.isAfter(from) ? joined : from;
    }

    /** Those of the types that are observed at all. */
    List<ActivityType> observed(Collection<ActivityType> types) {
        return types.stream()
                .filter(type -> person.observed().of(type).isPresent())
                .toList();
    }

    /** The last moment, at most now, that all of these observed types cover. */
    Instant coveredUntil(Collection<ActivityType> observed) {
        return observed.stream()
                .map(type -> person.observed().of(type).orElseThrow().through())
                .filter(through -> through.isBefore(asOf))
                .min(Comparator.naturalOrder())
                .map(ActivityTimes::second)
                .orElse(asOf);
    }

    /** The first moment any of these observed types covers. */
    Instant coveredSince(Collection<ActivityType> observed) {
        return observed.stream()
                .map(type -> person.observed().of(type).orElseThrow().since())
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    /** The words for what was seen since a window began; of no window, those alone. */
    Phrase since(Phrase seen, @Nullable Span within, Instant from) {
        return within == null && floor == null ? seen : Phrase.of("since", seen, day(from));
    }

    /** A day of the person's calendar, and how long ago that is. */
    Phrase ago(Instant at) {
        if (at.isAfter(asOf)) {
            return Phrase.of("ahead", day(at));
        }
        long days = ChronoUnit.DAYS.between(within(at).atZone(zone), asOf.atZone(zone));
        Duration elapsed = Duration.between(at, asOf);
        return days > 0
                ? Phrase.counted("ago", days, day(at))
                : elapsed.toHours() > 0
                        ? Phrase.counted("ago.hours", elapsed.toHours(), day(at))
                        : Phrase.counted("ago.minutes", elapsed.toMinutes(), day(at));
    }

    LocalDate day(Instant at) {
        return within(at).atZone(zone).toLocalDate();
    }

    /** A calendar ends a day before time does. */
    private static Instant within(Instant at) {
        return at.isBefore(FIRST) ? FIRST : at.isAfter(LAST) ? LAST : at;
    }
}
