// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.subscriber.Subscription;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random conditions of the kinds that need more than times, and those around others. */
final class OtherTrees {

    private OtherTrees() {}

    static Arbitrary<Condition> around(Arbitrary<Condition> part) {
        Arbitrary<Condition> named =
                Combinators.combine(Trees.names(), part.injectNull(0.2)).as(InSegment::new);
        Arbitrary<Condition> ago =
                Combinators.combine(part, Trees.spans()).as((inner, span) -> new Was(inner, null, span));
        Arbitrary<Condition> at = Combinators.combine(
                        part, Arbitraries.longs().between(1_293_840_000_000L, 1_577_836_800_000L))
                .as((inner, millis) -> new Was(inner, Instant.ofEpochMilli(millis), null));
        return Arbitraries.oneOf(named, ago, at);
    }

    static Arbitrary<Condition> standing() {
        Arbitrary<Condition> listed = Combinators.combine(
                        Trees.names(),
                        Arbitraries.of(Subscription.Status.values()),
                        Arbitraries.of(ActivityCount.Bound.values()),
                        Trees.spans().injectNull(0.3))
                .as((list, status, bound, span) ->
                        new Listed(list, status, span == null ? ActivityCount.Bound.AT_LEAST : bound, span));
        Arbitrary<Condition> consented = Combinators.combine(
                        Trees.names(),
                        Arbitraries.of("sms", "email").injectNull(0.5),
                        Trees.spans().injectNull(0.5),
                        Arbitraries.of("", "form").injectNull(0.5))
                .as(Consented::new);
        Arbitrary<Condition> countries =
                Arbitraries.of("JP", "de", "SE").set().ofMinSize(1).map(Country::new);
        Arbitrary<Condition> languages =
                Arbitraries.of("ja", "en-GB", "de").set().ofMinSize(1).map(Language::new);
        Arbitrary<Condition> samples = Combinators.combine(Arbitraries.of("a", "b"), Arbitraries.of(0.1, 0.5, 1.0))
                .as((salt, share) -> new Sample(salt, new Share(share)));
        Arbitrary<Condition> dates = Combinators.combine(
                        Arbitraries.of("born", "renewal", "joinedAt"),
                        Arbitraries.of(DateTest.Operator.values()),
                        Trees.spans(),
                        Arbitraries.integers().between(0, 40))
                .as((path, operator, span, days) -> new DateTest(
                        path, operator, operator == DateTest.Operator.ANNIVERSARY ? Span.days(days) : span));
        return Arbitraries.oneOf(listed, consented, countries, languages, samples, dates);
    }

    static Arbitrary<Condition> activity() {
        return Arbitraries.oneOf(
                matching(), sums(), ages(), sequences(), ignored(), abandoned(), overdue(), scores(), fifths());
    }

    private static Arbitrary<Selection> selections(int leastTests) {
        Arbitrary<AttributeTest> tests = Arbitraries.of(
                new AttributeTest(Activity.CATEGORY, AttributeTest.Operator.IS, List.of("shoes")),
                new AttributeTest(Activity.VALUE, AttributeTest.Operator.AT_LEAST, List.of(50)),
                new AttributeTest(Activity.CURRENCY, AttributeTest.Operator.IN, List.of("EUR", "JPY")),
                new AttributeTest("note", AttributeTest.Operator.EXISTS, List.of()));
        return Combinators.combine(
                        Trees.types(), tests.list().ofMinSize(leastTests).ofMaxSize(2))
                .as(Selection::new);
    }

    private static Arbitrary<Condition> matching() {
        return Combinators.combine(
                        selections(1),
                        Arbitraries.of(ActivityCount.Bound.values()),
                        Arbitraries.integers().between(1, 3),
                        Trees.spans().injectNull(0.3))
                .as(MatchingCount::new);
    }

    private static Arbitrary<Condition> sums() {
        return Combinators.combine(
                        selections(0),
                        Arbitraries.of(Activity.VALUE, "points"),
                        Arbitraries.of(ActivityCount.Bound.values()),
                        Arbitraries.of("0", "49.50", "-3", "1E+2").map(BigDecimal::new),
                        Trees.spans().injectNull(0.3))
                .as(ActivitySum::new);
    }

    private static Arbitrary<Condition> ages() {
        return Combinators.combine(
                        selections(0),
                        Arbitraries.of(ActivityAge.Which.values()),
                        Arbitraries.of(ActivityCount.Bound.values()),
                        Trees.spans())
                .as(ActivityAge::new);
    }

    private static Arbitrary<Condition> sequences() {
        return Combinators.combine(
                        selections(0),
                        selections(0),
                        Arbitraries.of(true, false),
                        Trees.spans(),
                        Trees.spans().injectNull(0.3))
                .as(Sequence::new);
    }

    private static Arbitrary<Condition> ignored() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of("email", "push").injectNull(0.5),
                        Trees.types())
                .as((never, more, channel, types) -> new Ignored(never, never + more, channel, types));
    }

    private static Arbitrary<Condition> abandoned() {
        return Combinators.combine(
                        Trees.types(),
                        Arbitraries.of(Activity.CART, Activity.CATEGORY),
                        Arbitraries.of(Span.NONE, Span.minutes(30), Span.hours(4)),
                        Arbitraries.of(Span.days(1), Span.months(1)),
                        Arbitraries.of(ActivityType.PURCHASED).set().ofSize(1))
                .as(Abandoned::new);
    }

    private static Arbitrary<Condition> overdue() {
        return Combinators.combine(
                        Trees.types(),
                        Trees.spans(),
                        Arbitraries.of("2", "0.5", "1.25").map(BigDecimal::new),
                        Arbitraries.integers().between(0, 3))
                .as(Overdue::new);
    }

    private static Arbitrary<Condition> scores() {
        return Combinators.combine(
                        Arbitraries.of("return-curve", "host's own"),
                        Trees.spans(),
                        Arbitraries.of(Score.Bound.values()),
                        Arbitraries.of(0.0, 0.1, 0.25, 1.0, 17.0))
                .as((name, span, bound, limit) -> new Score(Scorer.named(name), span, bound, limit));
    }

    private static Arbitrary<Condition> fifths() {
        return Combinators.combine(
                        Trees.types(),
                        Arbitraries.of(RfmScore.Measure.values()),
                        Arbitraries.of(
                                List.of("-300", "-200.5", "-100", "-3"),
                                List.of("1", "2", "2", "3"),
                                List.of("-1", "0", "1.50", "9")),
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.integers().between(1, 5))
                .as((types, measure, cuts, a, b) -> new RfmScore(
                        types, measure, cuts.stream().map(BigDecimal::new).toList(), Math.min(a, b), Math.max(a, b)));
    }
}
