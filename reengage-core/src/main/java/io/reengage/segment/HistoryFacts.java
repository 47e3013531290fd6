// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityTimes;
import io.reengage.activity.ActivityType;
import io.reengage.activity.History;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers what only a person's single activities can answer. Without a history the answer is UNKNOWN, never a guess. */
final class HistoryFacts {
    private final Coverage record;
    private final @Nullable History history;

    HistoryFacts(Coverage record) {
        this.record = record;
        this.history = record.person.history();
    }

    /** The activities of one selection in a window: those surely meant, and those that may be. */
    private record Found(List<Activity> sure, List<Activity> maybe) {}

    private Finding asking(Function<History, Finding> question) {
        return history == null ? Finding.unknown(Phrase.of("history.needed")) : question.apply(history);
    }

    private Found find(History all, Selection of, Instant from) {
        List<Activity> inTime = all.activities().stream()
                .filter(each -> of.types().contains(each.type()))
                .filter(each -> !at(each).isBefore(from) && !at(each).isAfter(record.asOf))
                .toList();
        return new Found(
                inTime.stream().filter(each -> matches(of, each) == Verdict.IN).toList(),
                inTime.stream()
                        .filter(each -> matches(of, each) == Verdict.UNKNOWN)
                        .toList());
    }

    private Verdict matches(Selection of, Activity activity) {
        Verdict verdict = Verdict.IN;
        for (AttributeTest test : of.where()) {
            verdict = verdict.and(
                    AttributeFacts.property(test, activity.properties().get(test.path()), record.zone));
        }
        return verdict;
    }

    static Instant at(Activity activity) {
        return ActivityTimes.second(activity.at());
    }

    Finding count(MatchingCount rule) {
        return asking(all -> {
            Instant from = record.windowStart(rule.within());
            Found found = find(all, rule.of(), from);
            int seen = found.sure().size();
            boolean least = rule.bound() == ActivityCount.Bound.AT_LEAST;
            Phrase words = record.since(Phrase.seen(seen), rule.within(), from);
            if (least ? seen >= rule.times() : seen > rule.times()) {
                return Finding.of(least, () -> words);
            }
            int most = seen + found.maybe().size();
            Optional<Phrase> open = record.gap(all, rule.of().types(), from, record.asOf);
            if (open.isEmpty() && (least ? most >= rule.times() : most > rule.times())) {
                open = Optional.of(Phrase.counted("maybe", found.maybe().size()));
            }
            return open.map(reason -> Finding.unknown(Phrase.of("but", words, reason)))
                    .orElseGet(() -> Finding.of(!least, () -> words));
        });
    }

    Finding sum(ActivitySum rule) {
        return asking(all -> {
            Instant from = record.windowStart(rule.within());
            Found found = find(all, rule.of(), from);
            Optional<Phrase> gap = record.gap(all, rule.of().types(), from, record.asOf);
            if (gap.isPresent() || !found.maybe().isEmpty()) {
                return Finding.unknown(gap.orElseGet(
                        () -> Phrase.counted("maybe", found.maybe().size())));
            }
            return total(found.sure(), rule.property()).decide(sum -> {
                int order = sum.compareTo(rule.amount());
                return rule.bound() == ActivityCount.Bound.AT_LEAST ? order >= 0 : order <= 0;
            });
        });
    }

    /** A sum, or why there is none. */
    private record Total(BigDecimal sum, int of, String currency, Optional<Phrase> trouble) {

        Finding decide(Predicate<BigDecimal> holds) {
            return trouble.map(Finding::unknown).orElseGet(() -> Finding.of(holds.test(sum), this::words));
        }

        Phrase words() {
            return Phrase.counted("total", of, currency.isEmpty() ? sum : Phrase.of("money", sum, currency));
        }
    }

    private static Total total(List<Activity> of, String property) {
        BigDecimal sum = BigDecimal.ZERO;
        Set<String> currencies = new HashSet<>();
        for (Activity each : of) {
            Optional<BigDecimal> number =
                    AttributeFacts.number(each.properties().get(property));
            if (number.isEmpty()) {
                return new Total(sum, of.size(), "", Optional.of(Phrase.of("total.silent", property)));
            }
            sum = sum.add(number.get());
            if (property.equals(Activity.VALUE)) {
                currencies.add(each.properties().getOrDefault(Activity.CURRENCY, ""));
            }
        }
        return new Total(
                sum,
                of.size(),
                currencies.size() == 1 ? currencies.iterator().next() : "",
                currencies.size() > 1 ? Optional.of(Phrase.of("total.currencies")) : Optional.empty());
    }

    Finding age(ActivityAge rule) {
        return asking(all -> {
            Found found = find(all, rule.of(), record.windowStart(null));
            Finding sure = age(rule, all, found.sure());
            if (found.maybe().isEmpty()) {
                return sure;
            }
            List<Activity> both = Stream.concat(found.sure().stream(), found.maybe().stream())
                    .sorted(Comparator.comparing(Activity::at))
                    .toList();
            return age(rule, all, both).verdict() == sure.verdict()
                    ? sure
                    : Finding.unknown(Phrase.counted("maybe", found.maybe().size()));
        });
    }

    private Finding age(ActivityAge rule, History all, List<Activity> oldestFirst) {
        return new Ages(record, rule)
                .finding(
                        oldestFirst.isEmpty() ? null : at(oldestFirst.get(0)),
                        oldestFirst.isEmpty() ? null : at(oldestFirst.get(oldestFirst.size() - 1)),
                        (from, to) -> record.gap(all, rule.of().types(), from, to));
    }

    Finding fifth(RfmScore rule) {
        return asking(all -> {
            Optional<Phrase> gap = record.gap(all, rule.types(), Coverage.BEGINNING, record.asOf);
            if (gap.isPresent()) {
                return Finding.unknown(gap.get());
            }
            List<Activity> done =
                    find(all, Selection.of(rule.types()), Coverage.BEGINNING).sure();
            if (done.isEmpty()) {
                return Finding.of(false, () -> Phrase.of("never"));
            }
            if (rule.measure() == RfmScore.Measure.FREQUENCY) {
                return fifth(rule, BigDecimal.valueOf(done.size()), Phrase.seen(done.size()));
            }
            Total total = total(done, Activity.VALUE);
            return total.trouble().map(Finding::unknown).orElseGet(() -> fifth(rule, total.sum(), total.words()));
        });
    }

    private static Finding fifth(RfmScore rule, BigDecimal number, Phrase words) {
        int fifth = RfmScore.fifth(rule.cuts(), number);
        return Finding.of(fifth >= rule.from() && fifth <= rule.to(), () -> Phrase.of("rfm.fifth", fifth, words));
    }

    Finding sequence(Sequence rule) {
        return asking(all -> {
            Instant from = record.windowStart(rule.within());
            Found first = find(all, rule.first(), from);
            Found next = find(all, rule.next(), from);
            Verdict verdict = Verdict.OUT;
            Optional<Activity> holding = Optional.empty();
            for (Activity each : first.sure()) {
                Verdict one = after(rule, all, each, next);
                holding = one == Verdict.IN ? Optional.of(each) : holding;
                verdict = verdict.or(one);
            }
            for (Activity each : first.maybe()) {
                verdict = verdict.or(after(rule, all, each, next) == Verdict.OUT ? Verdict.OUT : Verdict.UNKNOWN);
            }
            Phrase words = holding.map(each -> held(rule, each, next))
                    .orElseGet(() -> Phrase.of(
                            "sequence.seen",
                            Phrase.seen(first.sure().size()),
                            Phrase.seen(next.sure().size())));
            Optional<Phrase> gap = verdict == Verdict.OUT
                    ? record.gap(all, rule.first().types(), from, record.asOf)
                    : Optional.empty();
            Verdict known = gap.isPresent() ? Verdict.UNKNOWN : verdict;
            return Finding.of(
                    known,
                    () -> gap.map(reason -> Phrase.of("but", words, reason)).orElse(words));
        });
    }

    private Phrase held(Sequence rule, Activity first, Found next) {
        Phrase then = record.ago(at(first));
        return next.sure().stream()
                .filter(each -> rule.followed() && at(each).isAfter(at(first)))
                .findFirst()
                .map(each -> Phrase.of("sequence.followed", then, record.ago(at(each))))
                .orElseGet(() -> Phrase.of("sequence.alone", then));
    }

    /** What holds after one of the first. */
    private Verdict after(Sequence rule, History all, Activity first, Found next) {
        Instant end = rule.gap().after(at(first), record.zone);
        Instant seen = end.isBefore(record.asOf) ? end : record.asOf;
        boolean sure = next.sure().stream().anyMatch(each -> at(each).isAfter(at(first)) && !at(each).isAfter(end));
        if (sure) {
            return Verdict.of(rule.followed());
        }
        boolean maybe = next.maybe().stream().anyMatch(each -> at(each).isAfter(at(first)) && !at(each).isAfter(end));
        boolean open =
                maybe || record.gap(all, rule.next().types(), at(first), seen).isPresent();
        if (!rule.followed() && end.isAfter(record.asOf)) {
            return Verdict.OUT; // its time is not up
        }
        return open ? Verdict.UNKNOWN : Verdict.of(!rule.followed());
    }

    Finding abandoned(Abandoned rule) {
        return asking(all -> {
            Instant from = rule.within().before(record.asOf, record.zone);
            Instant cutoff = rule.after().before(record.asOf, record.zone);
            Set<ActivityType> types = new HashSet<>(rule.touching());
            types.addAll(rule.without());
            Optional<Activity> left = find(all, Selection.of(rule.touching()), from).sure().stream()
                    .filter(each -> !at(each).isAfter(cutoff))
                    .filter(each -> !goesOn(rule, all, each))
                    .reduce((earlier, later) -> later);
            Optional<Phrase> gap = left.isPresent()
                    ? record.gap(all, types, at(left.get()), record.asOf)
                    : record.gap(all, rule.touching(), from, record.asOf);
            return gap.map(Finding::unknown)
                    .orElseGet(() -> Finding.of(
                            left.isPresent(),
                            () -> left.map(each -> left(rule, each)).orElseGet(() -> Phrase.of("left.nothing"))));
        });
    }

    private Phrase left(Abandoned rule, Activity touch) {
        Phrase when = record.ago(at(touch));
        String thing = touch.properties().get(rule.by());
        return thing == null ? Phrase.of("left", when) : Phrase.of("left.thing", when, rule.by(), thing);
    }

    /** Whether the thing was touched again, or finished, after this. */
    private boolean goesOn(Abandoned rule, History all, Activity touch) {
        String thing = touch.properties().getOrDefault(rule.by(), "");
        return all.activities().stream()
                .filter(each -> !at(each).isAfter(record.asOf))
                .anyMatch(each -> {
                    @Nullable String its = each.properties().get(rule.by());
                    boolean touched = rule.touching().contains(each.type())
                            && thing.equals(its == null ? "" : its)
                            && at(each).isAfter(at(touch));
                    boolean finished = rule.without().contains(each.type())
                            && (its == null || thing.isEmpty() || thing.equals(its))
                            && !at(each).isBefore(at(touch));
                    return touched || finished;
                });
    }

    /** Times of messages of a channel that came to the person, and of those that may have, oldest first. */
    Optional<List<List<Instant>>> messages(String channel) {
        if (history == null) {
            return Optional.empty();
        }
        Selection of = Selection.of(Set.of(ActivityType.RECEIVED))
                .where(new AttributeTest(Activity.CHANNEL, AttributeTest.Operator.IS, List.of(channel)));
        Found found = find(history, of, Coverage.BEGINNING);
        return Optional.of(List.of(times(found.sure()), times(found.maybe())));
    }

    Optional<Phrase> gap(Collection<ActivityType> types, Instant from, Instant to) {
        return history == null ? record.gap(types, from, to) : record.gap(history, types, from, to);
    }

    private static List<Instant> times(List<Activity> activities) {
        return activities.stream().map(HistoryFacts::at).toList();
    }
}
