// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityTimes;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Timeline;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers what the times and numbers of a person's activities can answer. Windows include both their ends. */
final class ActivityFacts {
    private final Profile person;
    private final Coverage record;

    ActivityFacts(Coverage record) {
        this.person = record.person;
        this.record = record;
    }

    Finding count(ActivityCount rule) {
        Instant from = record.windowStart(rule.within());
        int count = 0;
        boolean whole = true;
        for (ActivityType type : rule.types()) {
            Timeline timeline = person.activity().timeline(type);
            count += timeline.countBetween(from, record.asOf);
            whole &= timeline.reaches(from);
        }
        int seen = count;
        boolean atLeast = rule.bound() == ActivityCount.Bound.AT_LEAST;
        boolean decided = atLeast ? seen >= rule.times() : seen > rule.times();
        if (decided) {
            return Finding.of(atLeast, () -> seen(rule, seen, from));
        }
        Optional<Phrase> gap = whole ? record.gap(rule.types(), from, record.asOf) : Optional.of(Phrase.of("gap.kept"));
        return gap.map(reason -> Finding.of(Verdict.UNKNOWN, () -> Phrase.of("but", seen(rule, seen, from), reason)))
                .orElseGet(() -> Finding.of(!atLeast, () -> seen(rule, seen, from)));
    }

    Finding inactive(Inactive rule) {
        List<ActivityType> observed = record.observed(rule.types());
        if (observed.isEmpty()) {
            return Finding.unknown(Phrase.of("signals.unobserved"));
        }
        Optional<Instant> last = person.activity().last(rule.types(), record.asOf);
        Instant end = record.coveredUntil(observed);
        Instant from = rule.forAtLeast().before(end, record.zone);
        if (last.isPresent() && !last.get().isBefore(from)) {
            return Finding.of(Verdict.OUT, () -> silence(rule, last));
        }
        return unmetGuard(rule, observed, from, end)
                .orElseGet(() -> Finding.of(Verdict.IN, () -> {
                    Phrase silence = silence(rule, last);
                    return rule.received() == 0
                            ? silence
                            : Phrase.of("comma", silence, Phrase.counted("received.enough", received(from, end)));
                }));
    }

    /** Which signal was the last, and when; and what a machine did after it, so that nobody wonders. */
    private Phrase silence(Inactive rule, Optional<Instant> last) {
        Phrase silence = last.map(
                        at -> Phrase.of("signal.last", which(rule.types(), at), record.ago(at), rule.forAtLeast()))
                .orElseGet(() -> Phrase.of("signal.none", rule.forAtLeast()));
        Set<ActivityType> machines =
                rule.types().stream().map(ActivityType::machine).collect(Collectors.toSet());
        return person.activity()
                .last(machines, record.asOf)
                .filter(at -> last.isEmpty() || at.isAfter(last.get()))
                .map(at -> Phrase.of("comma", silence, Phrase.of("machine", which(machines, at), record.ago(at))))
                .orElse(silence);
    }

    /** Which of these was done last, at that moment. */
    private ActivityType which(Set<ActivityType> types, Instant last) {
        return types.stream()
                .filter(type ->
                        person.activity().timeline(type).last(record.asOf).equals(Optional.of(last)))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Messages somebody had time to answer. */
    private int received(Instant from, Instant end) {
        return person.activity()
                .timeline(ActivityType.RECEIVED)
                .countBetween(from, Inactive.TOO_NEW.before(end, record.zone));
    }

    private Optional<Finding> unmetGuard(Inactive rule, List<ActivityType> observed, Instant from, Instant end) {
        Instant since = record.coveredSince(observed);
        if (since.isAfter(from)) {
            return Optional.of(Finding.of(Verdict.UNKNOWN, () -> Phrase.of("signals.since", record.day(since))));
        }
        @Nullable Instant joined = person.subscriber().joinedAt();
        if (joined == null) {
            return Optional.of(Finding.unknown(Phrase.of("joined.unknown")));
        }
        if (ActivityTimes.second(joined).isAfter(from)) {
            return Optional.of(
                    Finding.of(Verdict.UNKNOWN, () -> Phrase.of("joined.late", record.ago(joined), rule.forAtLeast())));
        }
        if (!person.activity().reaches(List.copyOf(rule.types()), from.getEpochSecond())) {
            return Optional.of(Finding.unknown(Phrase.of("gap.kept")));
        }
        return rule.received() == 0 ? Optional.empty() : tooFewMessages(rule, from, end);
    }

    private Optional<Finding> tooFewMessages(Inactive rule, Instant from, Instant end) {
        int received = received(from, end);
        if (received >= rule.received()) {
            return Optional.empty();
        }
        return Optional.of(Finding.of(Verdict.UNKNOWN, () -> {
            Phrase few = Phrase.counted("received.few", received, rule.received());
            return person.activity().timeline(ActivityType.RECEIVED).reaches(from)
                    ? few
                    : Phrase.of("but", few, Phrase.of("gap.kept"));
        }));
    }

    Finding age(ActivityAge rule) {
        Instant from = record.windowStart(null);
        @Nullable Instant first = null;
        @Nullable Instant last = null;
        boolean begun = !record.floored();
        for (ActivityType type : rule.of().types()) {
            Timeline timeline = person.activity().timeline(type);
            begun &= timeline.total() == 0 || timeline.first().isPresent();
            for (Instant at : timeline.newest()) {
                if (!at.isBefore(from) && !at.isAfter(record.asOf)) {
                    first = first == null || at.isBefore(first) ? at : first;
                    last = last == null || at.isAfter(last) ? at : last;
                }
            }
            Instant ever = timeline.first().orElse(null);
            if (ever != null && !record.floored() && !ever.isAfter(record.asOf)) {
                first = first == null || ever.isBefore(first) ? ever : first;
            }
        }
        boolean firstKnown = begun && first != null;
        return new Ages(record, rule)
                .finding(
                        first,
                        last,
                        (begin, end) ->
                                (rule.which() == ActivityAge.Which.FIRST && firstKnown) || kept(rule, begin, from)
                                        ? record.gap(rule.of().types(), begin, end)
                                        : Optional.of(Phrase.of("gap.kept")));
    }

    /** Whether every time since then is kept. */
    private boolean kept(ActivityAge rule, Instant begin, Instant floor) {
        Instant since = rule.which() == ActivityAge.Which.FIRST || begin.isBefore(floor) ? floor : begin;
        return rule.of().types().stream()
                .allMatch(type -> person.activity().timeline(type).reaches(since));
    }

    Finding overdue(Overdue rule) {
        List<ActivityType> observed = record.observed(rule.types());
        if (observed.isEmpty()) {
            return Finding.unknown(Phrase.of("signals.unobserved"));
        }
        Optional<Habit> habit = Habit.of(rule, person, record.asOf);
        Instant needed = habit.map(Habit::needs).orElse(Coverage.BEGINNING);
        if (!rule.types().stream()
                .allMatch(type -> person.activity().timeline(type).reaches(needed))) {
            return Finding.unknown(Phrase.of("gap.kept"));
        }
        if (habit.isEmpty()) {
            return record.gap(rule.types(), Coverage.BEGINNING, record.asOf)
                    .map(Finding::unknown)
                    .orElseGet(() -> Finding.of(false, () -> Phrase.of("never")));
        }
        Habit known = habit.get();
        Instant end = record.coveredUntil(observed);
        Optional<Phrase> gap = record.gap(observed, known.last(), end);
        return gap.map(Finding::unknown)
                .orElseGet(() -> Finding.of(known.due().isBefore(end), () -> known.words(record)));
    }

    Finding recency(RfmScore rule) {
        Optional<Instant> last = person.activity().last(rule.types(), record.asOf);
        return record.gap(rule.types(), last.orElse(Coverage.BEGINNING), record.asOf)
                .map(Finding::unknown)
                .orElseGet(() -> last.map(at -> {
                            int fifth = RfmScore.fifth(rule.cuts(), BigDecimal.valueOf(-wholeDays(at)));
                            return Finding.of(
                                    fifth >= rule.from() && fifth <= rule.to(),
                                    () -> Phrase.of("rfm.fifth", fifth, Phrase.of("last", record.ago(at))));
                        })
                        .orElseGet(() -> Finding.of(false, () -> Phrase.of("never"))));
    }

    /** How many days of the person's calendar have passed since: a window of so many days just still holds the time. */
    private long wholeDays(Instant at) {
        long days = Math.max(0, ChronoUnit.DAYS.between(at.atZone(record.zone), record.asOf.atZone(record.zone)));
        while (days > 0
                && Span.days((int) days).before(record.asOf, record.zone).isBefore(at)) {
            days--;
        }
        while (!Span.days((int) days + 1).before(record.asOf, record.zone).isBefore(at)) {
            days++;
        }
        return days;
    }

    private Phrase seen(ActivityCount rule, int seen, Instant from) {
        return record.since(Phrase.seen(seen), rule.within(), from);
    }
}
