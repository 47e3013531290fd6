// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.activity.ActivityType;
import io.reengage.segment.ActivityCount;
import io.reengage.segment.AllOf;
import io.reengage.segment.AnyOf;
import io.reengage.segment.AttributeTest;
import io.reengage.segment.Condition;
import io.reengage.segment.Consented;
import io.reengage.segment.InSegment;
import io.reengage.segment.Inactive;
import io.reengage.segment.Listed;
import io.reengage.segment.Not;
import io.reengage.segment.OnList;
import io.reengage.segment.Trees;
import io.reengage.subscriber.Subscription;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Conditions that people of a {@link Crowd} differ in. */
final class RandomConditions {

    private RandomConditions() {}

    /** Some on the crowd's own attributes and types, some of every kind there is. */
    static Arbitrary<Condition> any() {
        return Arbitraries.frequencyOf(Tuple.of(3, tree(2)), Tuple.of(1, Trees.conditions()));
    }

    private static Arbitrary<Condition> tree(int depth) {
        if (depth == 0) {
            return leaf();
        }
        Arbitrary<Condition> part = tree(depth - 1);
        return Arbitraries.frequencyOf(
                Tuple.of(3, leaf()),
                Tuple.of(1, part.list().ofMinSize(1).ofMaxSize(3).map(AllOf::new)),
                Tuple.of(1, part.list().ofMinSize(1).ofMaxSize(3).map(AnyOf::new)),
                Tuple.of(1, part.map(Not::new)));
    }

    private static Arbitrary<Condition> leaf() {
        Arbitrary<Set<ActivityType>> types =
                Arbitraries.of(Crowd.TYPES).set().ofMinSize(1).ofMaxSize(3);
        Arbitrary<Condition> counts = Combinators.combine(
                        types,
                        Arbitraries.of(ActivityCount.Bound.values()),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of(Crowd.SPANS).injectNull(0.2))
                .as(ActivityCount::new);
        Arbitrary<Condition> inactive = Combinators.combine(
                        types,
                        Arbitraries.of(Crowd.SPANS),
                        Arbitraries.integers().between(0, 3))
                .as(Inactive::new);
        Arbitrary<Condition> standing = Arbitraries.of("newsletter", "sms", "unheard-of")
                .flatMap(name -> Arbitraries.of(
                        new OnList(name),
                        new Consented(name),
                        new Listed(name, Subscription.Status.RETIRED, ActivityCount.Bound.AT_LEAST, null),
                        new Listed(name, Subscription.Status.UNSUBSCRIBED, ActivityCount.Bound.AT_LEAST, null),
                        new InSegment("regulars", new OnList(name))));
        return Arbitraries.oneOf(counts, counts, inactive, inactive, standing, tests());
    }

    private static Arbitrary<Condition> tests() {
        Arbitrary<Object> values = Arbitraries.of(
                "JP",
                "j",
                "",
                "en",
                "日本",
                "BR",
                true,
                false,
                new BigDecimal("2"),
                new BigDecimal("2.0"),
                new BigDecimal("0.5"),
                new BigDecimal("1.25"),
                new BigDecimal("1E+30"),
                LocalDate.of(2000, 1, 2),
                Instant.parse("2024-04-06T15:00:00Z"),
                Instant.parse("2024-10-05T15:30:00.000000001Z"));
        return Combinators.combine(
                        Arbitraries.of(
                                "country",
                                "age",
                                "score",
                                "vip",
                                "birthday",
                                "trial",
                                "language",
                                "joinedAt",
                                "address.country",
                                "nothing"),
                        Arbitraries.of(AttributeTest.Operator.values()),
                        values.list().ofMinSize(1).ofMaxSize(3))
                .filter((path, operator, wanted) -> takes(operator, wanted.get(0)))
                .as((path, operator, wanted) -> new AttributeTest(
                        path,
                        operator,
                        operator == AttributeTest.Operator.EXISTS
                                ? List.of()
                                : operator == AttributeTest.Operator.IN ? wanted : wanted.subList(0, 1)));
    }

    private static boolean takes(AttributeTest.Operator operator, Object value) {
        return switch (operator) {
            case STARTS_WITH, ENDS_WITH, MATCHES -> value instanceof String;
            case LESS_THAN, AT_MOST, AT_LEAST, MORE_THAN -> !(value instanceof Boolean);
            default -> true;
        };
    }
}
