// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import io.reengage.activity.Timeline;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers questions about what a person did. Times count to the millisecond; the window includes both its ends. */
final class ActivityFacts {
    private final Profile person;
    private final Instant asOf;
    private final @Nullable Instant floor;
    private final ZoneId zone;

    ActivityFacts(Profile person, Instant asOf, @Nullable Instant floor) {
        this.person = person;
        this.asOf = asOf.truncatedTo(ChronoUnit.MILLIS);
        this.floor = floor == null ? null : floor.truncatedTo(ChronoUnit.MILLIS);
        this.zone = person.zone();
    }

    Finding count(ActivityCount rule) {
        Instant from = windowStart(rule.within());
        int count = 0;
        boolean whole = true;
        for (ActivityType type : rule.types()) {
            Timeline timeline = person.activity().timeline(type);
            count += timeline.countBetween(from, asOf);
            whole &= timeline.reaches(from);
        }
        int seen = count;
        boolean atLeast = rule.bound() == ActivityCount.Bound.AT_LEAST;
        boolean decided = atLeast ? seen >= rule.times() : seen > rule.times();
        if (decided) {
            return Finding.of(atLeast, () -> "seen " + seen + counted(rule, from));
        }
        Optional<String> gap = whole ? gap(rule.types(), from) : Optional.of("older times are not kept");
        return gap.map(reason ->
                        Finding.of(Verdict.UNKNOWN, () -> "seen " + seen + counted(rule, from) + ", but " + reason))
                .orElseGet(() -> Finding.of(!atLeast, () -> "seen " + seen + counted(rule, from)));
    }

    Finding inactive(Inactive rule) {
        List<ActivityType> observed = rule.types().stream()
                .filter(type -> person.observed().of(type).isPresent())
                .toList();
        Optional<Instant> last = person.activity().last(rule.types(), asOf);
        if (observed.isEmpty()) {
            return Finding.of(Verdict.UNKNOWN, () -> "none of these signals is observed");
        }
        Instant end = coveredUntil(observed);
        Instant from = rule.forAtLeast().before(end, zone);
        if (last.isPresent() && !last.get().isBefore(from)) {
            return Finding.of(Verdict.OUT, () -> "last signal " + ago(last.get()) + "; needs " + rule.forAtLeast());
        }
        return unmetGuard(rule, observed, from, end)
                .orElseGet(() -> Finding.of(
                        Verdict.IN,
                        () -> last.map(at -> "last signal " + ago(at)).orElse("no signal on record") + "; needs "
                                + rule.forAtLeast()));
    }

    private Optional<Finding> unmetGuard(Inactive rule, List<ActivityType> observed, Instant from, Instant end) {
        if (observed.stream().noneMatch(type -> since(type).compareTo(from) <= 0)) {
            Instant since = observed.stream()
                    .map(this::since)
                    .min(Comparator.naturalOrder())
                    .orElse(from);
            return Optional.of(Finding.of(Verdict.UNKNOWN, () -> "signals are on record only since " + day(since)));
        }
        @Nullable Instant joined = person.subscriber().joinedAt();
        if (joined == null) {
            return Optional.of(Finding.of(Verdict.UNKNOWN, () -> "when the person joined is unknown"));
        }
        if (joined.isAfter(from)) {
            return Optional.of(
                    Finding.of(Verdict.UNKNOWN, () -> "joined only " + ago(joined) + "; needs " + rule.forAtLeast()));
        }
        return rule.received() == 0 ? Optional.empty() : tooFewMessages(rule, from, end);
    }

    private Optional<Finding> tooFewMessages(Inactive rule, Instant from, Instant end) {
        Instant answerable = Inactive.TOO_NEW.before(end, zone);
        Timeline messages = person.activity().timeline(ActivityType.RECEIVED);
        int received = messages.countBetween(from, answerable);
        if (received >= rule.received()) {
            return Optional.empty();
        }
        return Optional.of(Finding.of(
                Verdict.UNKNOWN,
                () -> "received only " + received + " messages in the time, needs " + rule.received()));
    }

    private Instant windowStart(@Nullable Span within) {
        Instant start = within == null ? Instant.EPOCH.minusMillis(Long.MAX_VALUE / 4) : within.before(asOf, zone);
        return floor != null && floor.isAfter(start) ? floor : start;
    }

    /** Why the record does not cover all of these types from then until now. */
    private Optional<String> gap(Collection<ActivityType> types, Instant from) {
        @Nullable Instant joined = person.subscriber().joinedAt();
        Instant begin = joined != null && joined.isAfter(from) ? joined : from;
        for (ActivityType type : types) {
            Optional<Observation.Range> range = person.observed().of(type);
            if (range.isEmpty()) {
                return Optional.of(type + " is not observed");
            }
            if (range.get().since().isAfter(begin)) {
                return Optional.of(
                        type + " is on record only since " + day(range.get().since()));
            }
            if (range.get().through().isBefore(asOf)) {
                return Optional.of(
                        type + " is on record only through " + range.get().through());
            }
        }
        return Optional.empty();
    }

    private Instant coveredUntil(Collection<ActivityType> observed) {
        return observed.stream()
                .map(type -> person.observed().of(type).orElseThrow().through())
                .filter(through -> through.isBefore(asOf))
                .min(Comparator.naturalOrder())
                .orElse(asOf);
    }

    private Instant since(ActivityType type) {
        return person.observed().of(type).orElseThrow().since();
    }

    private String counted(ActivityCount rule, Instant from) {
        return (rule.types().size() == 1 ? "" : " in all")
                + (rule.within() == null && floor == null ? "" : " since " + day(from));
    }

    private String ago(Instant at) {
        return day(at) + ", " + ChronoUnit.DAYS.between(at.atZone(zone), asOf.atZone(zone)) + " days ago";
    }

    private LocalDate day(Instant at) {
        return at.atZone(zone).toLocalDate();
    }
}
