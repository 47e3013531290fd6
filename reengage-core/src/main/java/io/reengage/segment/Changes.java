// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityTimes;
import io.reengage.activity.ActivityType;
import io.reengage.activity.History;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The moments at which the passing of time may turn a verdict on one person: a time on record enters or leaves a window, or
 * the record itself begins or ends to cover one. At no other moment does it turn.
 */
final class Changes {
    /** Beyond three thousand years nothing is expected to happen. */
    private static final long FAR_SECONDS = 100_000_000_000L;

    /** Beside another part of a condition, an anniversary may matter only years later. */
    private static final int YEARS_AHEAD = 30;

    private final Profile person;
    private final Instant asOf;

    /** @param asOf the moment after which changes are looked for; earlier ones may be left out */
    Changes(Profile person, Instant asOf) {
        this.person = person;
        this.asOf = ActivityTimes.second(asOf);
    }

    Stream<Instant> of(Condition condition) {
        if (condition instanceof AllOf all) {
            return all.parts().stream().flatMap(this::of);
        }
        if (condition instanceof AnyOf any) {
            return any.parts().stream().flatMap(this::of);
        }
        if (condition instanceof Not not) {
            return of(not.part());
        }
        if (condition instanceof InSegment in) {
            return in.condition() == null ? Stream.empty() : of(in.condition());
        }
        if (condition instanceof Was was) {
            return ofPast(was);
        }
        return Stream.concat(ofActivity(condition), ofStanding(condition));
    }

    private Stream<Instant> ofActivity(Condition condition) {
        if (condition instanceof ActivityCount count) {
            return ofRecord(count.types(), count.within());
        }
        if (condition instanceof MatchingCount count) {
            return ofRecord(count.of().types(), count.within());
        }
        if (condition instanceof ActivitySum sum) {
            return ofRecord(sum.of().types(), sum.within());
        }
        if (condition instanceof ActivityAge age) {
            return Stream.of(
                            ofRecord(age.of().types(), age.span()),
                            times(age.of().types()).flatMap(at -> covers(age.span(), at)),
                            ends(age.of().types()).flatMap(at -> leaves(age.span(), at)))
                    .flatMap(moments -> moments);
        }
        if (condition instanceof Inactive rule) {
            return ofInactive(rule);
        }
        if (condition instanceof Ignored rule) {
            return ofIgnored(rule);
        }
        if (condition instanceof Overdue rule) {
            return Stream.concat(ofRecord(rule.types(), null), ofHabit(rule));
        }
        if (condition instanceof Sequence rule) {
            return ofSequence(rule);
        }
        if (condition instanceof Abandoned rule) {
            Set<ActivityType> all = union(rule.touching(), rule.without());
            return Stream.concat(
                    ofRecord(all, rule.within()), times(rule.touching()).flatMap(at -> covers(rule.after(), at)));
        }
        return condition instanceof RfmScore rule ? ofFifth(rule) : Stream.empty();
    }

    private Stream<Instant> ofStanding(Condition condition) {
        if (condition instanceof DateTest test) {
            return ofDate(test);
        }
        if (condition instanceof Consented rule && rule.withinLast() != null) {
            Span age = rule.withinLast();
            return person.subscriber().consent(rule.purpose(), rule.channel()).stream()
                    .flatMap(word -> leaves(age, word.at()));
        }
        if (condition instanceof Listed rule && rule.span() != null) {
            Span time = rule.span();
            return Stream.ofNullable(person.subscriber().subscriptions().get(rule.list()))
                    .flatMap(found -> Stream.concat(leaves(time, found.since()), covers(time, found.since())));
        }
        return Stream.empty();
    }

    private Stream<Instant> ofInactive(Inactive rule) {
        Stream<Instant> joined =
                near(person.subscriber().joinedAt()).flatMap(at -> covers(rule.forAtLeast(), ActivityTimes.second(at)));
        Stream<Instant> messages = rule.received() == 0
                ? Stream.empty()
                : times(Set.of(ActivityType.RECEIVED))
                        .flatMap(at -> Stream.concat(answerable(at), leaves(rule.forAtLeast(), at)));
        return Stream.of(ofRecord(rule.types(), rule.forAtLeast()), joined, messages)
                .flatMap(moments -> moments);
    }

    private Stream<Instant> answerable(Instant message) {
        return Stream.of(Inactive.TOO_NEW.after(message, person.zone()));
    }

    private Stream<Instant> ofIgnored(Ignored rule) {
        Set<ActivityType> received = Set.of(ActivityType.RECEIVED);
        Stream<Instant> ends = received.stream()
                .flatMap(type -> person.observed().of(type).stream())
                .flatMap(range -> near(range.through()))
                .flatMap(at -> answerable(next(at)));
        return Stream.of(
                        ofRecord(union(rule.signals(), received), null),
                        times(received).flatMap(this::answerable),
                        ends)
                .flatMap(moments -> moments);
    }

    private Stream<Instant> ofHabit(Overdue rule) {
        return Stream.concat(Stream.of(asOf), times(rule.types()).filter(at -> at.isAfter(asOf)))
                .flatMap(moment -> Habit.of(rule, person, moment).stream())
                .map(habit -> next(habit.due()));
    }

    private Stream<Instant> ofSequence(Sequence rule) {
        Stream<Instant> ends = times(rule.first().types()).map(at -> rule.gap().after(at, person.zone()));
        return Stream.concat(ofRecord(union(rule.first().types(), rule.next().types()), rule.within()), ends);
    }

    private Stream<Instant> ofFifth(RfmScore rule) {
        Stream<Instant> times = ofRecord(rule.types(), null);
        if (rule.measure() != RfmScore.Measure.RECENCY) {
            return times;
        }
        Stream<Instant> days = times(rule.types())
                .flatMap(at -> rule.cuts().stream()
                        .map(cut -> cut.negate().setScale(0, RoundingMode.FLOOR))
                        .filter(day -> day.signum() >= 0 && day.compareTo(BigDecimal.valueOf(36_000)) < 0)
                        .flatMap(day -> Stream.of(day.intValue(), day.intValue() + 1))
                        .flatMap(day -> covers(Span.days(day), at)));
        return Stream.concat(times, days);
    }

    private Stream<Instant> ofDate(DateTest test) {
        Object value = new AttributeFacts(person.subscriber(), person.zone()).value(test.path());
        Object moment = value == null ? null : DateFacts.moment(test, value);
        Span span = test.span();
        if (moment instanceof Instant at && test.operator() != DateTest.Operator.ANNIVERSARY) {
            return test.operator() == DateTest.Operator.WITHIN_NEXT
                    ? Stream.of(firstSecond(span.before(at, person.zone())), next(at))
                    : Stream.concat(Stream.of(firstSecond(at)), leaves(span, at));
        }
        if (moment == null) {
            return Stream.empty();
        }
        LocalDate date = moment instanceof Instant at ? day(at) : (LocalDate) moment;
        Stream<LocalDate> days = test.operator() == DateTest.Operator.ANNIVERSARY
                ? IntStream.range(0, YEARS_AHEAD)
                        .mapToObj(ahead -> day(asOf).getYear() + ahead)
                        .flatMap(year -> DateFacts.returns(date, year).stream())
                        .flatMap(each -> Stream.of(each.minusDays(span.amount()), each.plusDays(1)))
                : Stream.concat(Stream.of(date, date.plusDays(1), span.daysBefore(date)), span.daysAfter(date));
        return days.map(each -> each.atStartOfDay(person.zone()).toInstant());
    }

    private LocalDate day(Instant at) {
        return at.atZone(person.zone()).toLocalDate();
    }

    private Stream<Instant> ofPast(Was was) {
        Instant at = was.at();
        if (at != null) {
            return Stream.of(at);
        }
        Span ago = was.ago();
        if (ago == null) {
            return Stream.empty();
        }
        Instant then = ago.before(asOf, person.zone());
        // of the past all times are known that the history holds, not only those kept in short
        Profile known = new Past(person, Instant.MAX).profile();
        Stream<Instant> inner = new Changes(known, then).of(was.part());
        Stream<Instant> words = Stream.concat(
                person.subscriber().consents().values().stream().map(word -> word.at()),
                person.subscriber().subscriptions().values().stream().map(list -> list.since()));
        return Stream.concat(inner, words).filter(each -> !each.isBefore(then)).flatMap(each -> covers(ago, each));
    }

    private Stream<Instant> ofRecord(Collection<ActivityType> types, @Nullable Span window) {
        Stream<Instant> bounds = types.stream()
                .flatMap(type -> person.observed().of(type).stream())
                .flatMap(range -> Stream.concat(
                        near(range.through()).map(Changes::next),
                        window == null ? Stream.empty() : near(range.since()).flatMap(at -> covers(window, at))));
        History history = person.history();
        Stream<Instant> whole = history == null || window == null
                ? Stream.empty()
                : near(history.since()).flatMap(at -> covers(window, at));
        Stream<Instant> times = times(types)
                .flatMap(at -> window == null ? Stream.of(at) : Stream.concat(Stream.of(at), leaves(window, at)));
        return Stream.of(bounds, whole, times).flatMap(moments -> moments);
    }

    /** When the record of some of these types ends. */
    private Stream<Instant> ends(Collection<ActivityType> types) {
        return types.stream()
                .flatMap(type -> person.observed().of(type).stream())
                .flatMap(range -> near(range.through()));
    }

    private Stream<Instant> times(Collection<ActivityType> types) {
        History history = person.history();
        Stream<Instant> kept = types.stream().flatMap(type -> person.activity().timeline(type).newest().stream());
        return history == null
                ? kept
                : Stream.concat(
                        kept,
                        history.activities().stream()
                                .filter(each -> types.contains(each.type()))
                                .map(HistoryFacts::at));
    }

    private static Set<ActivityType> union(Set<ActivityType> some, Set<ActivityType> others) {
        Set<ActivityType> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    private static Instant next(Instant at) {
        return ActivityTimes.secondAfter(at);
    }

    /** The first whole second that is not before a moment. */
    private static Instant firstSecond(Instant at) {
        return next(at.minusNanos(1));
    }

    /** The first moment whose window begins at {@code since} or later. */
    private Stream<Instant> covers(Span window, Instant since) {
        return leaves(window, since.minusNanos(1));
    }

    private Stream<Instant> leaves(Span window, Instant at) {
        return window.before(asOf, person.zone()).isAfter(at)
                ? Stream.empty()
                : Stream.of(window.leftAt(at, person.zone()));
    }

    private static Stream<Instant> near(@Nullable Instant at) {
        return at == null || isFar(at) ? Stream.empty() : Stream.of(at);
    }

    /** Whether it is too far away for a calendar to be of help. */
    static boolean isFar(Instant at) {
        return Math.abs(at.getEpochSecond()) > FAR_SECONDS;
    }
}
