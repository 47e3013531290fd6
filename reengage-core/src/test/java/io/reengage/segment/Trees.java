// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.ActivityType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random conditions of every kind. */
@SuppressWarnings("exports")
public final class Trees {
    static final List<ActivityType> TYPES = List.of(
            ActivityType.CLICKED, ActivityType.OPENED, ActivityType.PURCHASED, ActivityType.confirmedOn("keep-me"));

    static final List<Span> SPANS =
            List.of(Span.minutes(30), Span.hours(24), Span.days(1), Span.days(30), Span.months(1), Span.months(12));

    private Trees() {}

    public static Arbitrary<Condition> conditions() {
        return conditions(3);
    }

    private static Arbitrary<Condition> conditions(int depth) {
        if (depth == 0) {
            return leaves();
        }
        Arbitrary<Condition> part = conditions(depth - 1);
        return Arbitraries.oneOf(
                leaves(),
                OtherTrees.around(part),
                part.list().ofMinSize(1).ofMaxSize(3).map(AllOf::new),
                part.list().ofMinSize(1).ofMaxSize(3).map(AnyOf::new),
                part.map(Not::new));
    }

    public static Arbitrary<Set<ActivityType>> types() {
        return Arbitraries.oneOf(Arbitraries.of(TYPES).set().ofMinSize(1), Arbitraries.just(ActivityType.ENGAGEMENT));
    }

    public static Arbitrary<Span> spans() {
        return Arbitraries.of(SPANS);
    }

    private static Arbitrary<Condition> leaves() {
        return Arbitraries.oneOf(
                tests(), names().map(OnList::new), counts(), inactive(), OtherTrees.standing(), OtherTrees.activity());
    }

    private static Arbitrary<Condition> counts() {
        return Combinators.combine(
                        types(),
                        Arbitraries.of(ActivityCount.Bound.values()),
                        Arbitraries.integers().between(1, 4),
                        spans().injectNull(0.3))
                .as(ActivityCount::new);
    }

    private static Arbitrary<Condition> inactive() {
        return Combinators.combine(types(), spans(), Arbitraries.integers().between(0, 3))
                .as(Inactive::new);
    }

    static Arbitrary<String> names() {
        return Arbitraries.of("newsletter", "sms", "a\"b\\c", "\u65e5\u672c");
    }

    static Arbitrary<AttributeTest> tests() {
        Arbitrary<Object> ordered = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(5).map(text -> (Object) text),
                Arbitraries.bigDecimals().map(number -> (Object) number),
                Arbitraries.of("1", "1.0", "1E+3", "-0.00", "1E-400").map(BigDecimal::new),
                Arbitraries.longs()
                        .between(-1_000_000_000_000L, 4_000_000_000_000L)
                        .map(millis -> Instant.ofEpochMilli(millis).plusNanos(1)),
                Arbitraries.longs().between(-100_000, 100_000).map(LocalDate::ofEpochDay));
        Arbitrary<Object> any = Arbitraries.oneOf(ordered, Arbitraries.of(true, false));
        return Combinators.combine(
                        Arbitraries.of("vip", "age", "address.country", "joinedAt", "attribute"),
                        Arbitraries.of(AttributeTest.Operator.values()),
                        any.list().ofMinSize(1).ofMaxSize(3),
                        ordered)
                .as(Trees::test);
    }

    private static AttributeTest test(
            String path, AttributeTest.Operator operator, List<Object> values, Object ordered) {
        return new AttributeTest(
                path,
                operator,
                switch (operator) {
                    case EXISTS -> List.of();
                    case IN -> values;
                    case IS, CONTAINS -> values.subList(0, 1);
                    case STARTS_WITH, ENDS_WITH, MATCHES -> List.of(String.valueOf(values.get(0)));
                    case LESS_THAN, AT_MOST, AT_LEAST, MORE_THAN -> List.of(ordered);
                });
    }
}
