// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.subscriber.Subscriber;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers questions about what the host knows of a person. */
final class AttributeFacts {
    private final Subscriber person;

    AttributeFacts(Subscriber person) {
        this.person = person;
    }

    Finding test(AttributeTest test) {
        @Nullable Object actual = value(test.path());
        if (test.operator() == AttributeTest.Operator.EXISTS) {
            return Finding.of(actual != null, () -> actual == null ? "is missing" : "is there");
        }
        if (actual == null) {
            return Finding.of(Verdict.UNKNOWN, () -> "is missing");
        }
        Verdict verdict = compare(test, actual);
        return Finding.of(
                verdict,
                () -> verdict == Verdict.UNKNOWN
                        ? "is a " + actual.getClass().getSimpleName() + ", which cannot be compared with that"
                        : "is " + actual);
    }

    private @Nullable Object value(String path) {
        if (path.equals("language")) {
            return person.language();
        }
        if (path.equals("joinedAt")) {
            return person.joinedAt();
        }
        @Nullable Object value = person.attributes().get(path);
        if (value != null || path.indexOf('.') < 0) {
            return value;
        }
        value = person.attributes();
        for (String name : path.split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value;
    }

    private static Verdict compare(AttributeTest test, Object actual) {
        List<Object> wanted = test.values();
        return switch (test.operator()) {
            case IS, IN -> Verdict.of(wanted.stream().anyMatch(each -> same(actual, each)));
            case CONTAINS -> contains(actual, wanted.get(0));
            case LESS_THAN, AT_MOST, AT_LEAST, MORE_THAN -> ordered(test.operator(), actual, wanted.get(0));
            case EXISTS -> Verdict.IN;
        };
    }

    private static Verdict contains(Object actual, Object wanted) {
        if (actual instanceof Collection<?> many) {
            return Verdict.of(many.stream().anyMatch(each -> each != null && same(each, wanted)));
        }
        return actual instanceof String text && wanted instanceof String part
                ? Verdict.of(text.contains(part))
                : Verdict.UNKNOWN;
    }

    private static Verdict ordered(AttributeTest.Operator operator, Object actual, Object wanted) {
        @Nullable Integer order = order(actual, wanted);
        if (order == null) {
            return Verdict.UNKNOWN;
        }
        return Verdict.of(
                switch (operator) {
                    case LESS_THAN -> order < 0;
                    case AT_MOST -> order <= 0;
                    case AT_LEAST -> order >= 0;
                    default -> order > 0;
                });
    }

    private static boolean same(Object actual, Object wanted) {
        @Nullable Integer order = order(actual, wanted);
        return order == null ? actual.equals(wanted) : order == 0;
    }

    private static @Nullable Integer order(Object actual, Object wanted) {
        if (actual instanceof Number number && AttributeTest.isFinite(number) && wanted instanceof BigDecimal decimal) {
            return new BigDecimal(number.toString()).compareTo(decimal);
        }
        if (actual instanceof String a && wanted instanceof String b) {
            return a.compareTo(b);
        }
        if (actual instanceof Instant a && wanted instanceof Instant b) {
            return a.compareTo(b);
        }
        return actual instanceof LocalDate a && wanted instanceof LocalDate b ? a.compareTo(b) : null;
    }
}
