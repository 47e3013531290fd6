// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.subscriber.Subscriber;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers questions about what the host knows of a person, and about the properties of activities. */
final class AttributeFacts {
    /** The path that asks when somebody joined, which the library itself knows. */
    static final String JOINED_AT = "joinedAt";

    /** Digits of a number in a text; a longer one is no number. */
    private static final int LONGEST_NUMBER = 100;

    private final Subscriber person;
    private final ZoneId zone;

    AttributeFacts(Subscriber person, ZoneId zone) {
        this.person = person;
        this.zone = zone;
    }

    Finding test(AttributeTest test) {
        @Nullable Object actual = value(test.path());
        if (test.operator() == AttributeTest.Operator.EXISTS) {
            return Finding.of(actual != null, () -> Phrase.of(actual == null ? "missing" : "there"));
        }
        if (actual == null) {
            return Finding.unknown(Phrase.of("missing"));
        }
        Verdict verdict = test(test, actual, zone);
        return Finding.of(
                verdict, () -> verdict == Verdict.UNKNOWN ? incomparable(actual) : Phrase.of("value", shown(actual)));
    }

    private static Object shown(Object actual) {
        return actual instanceof Collection<?> many
                ? Phrase.list(many.stream()
                        .filter(Objects::nonNull)
                        .map(AttributeFacts::shown)
                        .toList())
                : actual instanceof Instant || actual instanceof LocalDate ? actual : String.valueOf(actual);
    }

    /** What kind of thing it is, which is not the kind asked about. */
    static Phrase incomparable(Object actual) {
        String kind = actual instanceof String
                ? "text"
                : actual instanceof Number
                        ? "number"
                        : actual instanceof Boolean
                                ? "truth"
                                : actual instanceof Instant || actual instanceof LocalDate
                                        ? "time"
                                        : actual instanceof Collection<?> ? "list" : "other";
        return Phrase.of("incomparable", Phrase.of("kind." + kind));
    }

    /** The attribute at the end of a path; where the path leads through a list, all there are. */
    @Nullable
    Object value(String path) {
        if (path.equals("language")) {
            return person.language();
        }
        if (path.equals(JOINED_AT)) {
            return person.joinedAt();
        }
        @Nullable Object value = person.attributes().get(path);
        if (value != null || path.indexOf('.') < 0) {
            return value;
        }
        value = person.attributes();
        for (String name : path.split("\\.", -1)) {
            value = step(value, name);
        }
        return value;
    }

    /** Where the person lives, as the host says it. */
    @Nullable
    Object country() {
        @Nullable Object plain = value("country");
        return plain == null ? value("address.country") : plain;
    }

    private static @Nullable Object step(@Nullable Object value, String name) {
        if (value instanceof Map<?, ?> map) {
            return map.get(name);
        }
        if (!(value instanceof Collection<?> many)) {
            return null;
        }
        List<Object> found = new ArrayList<>();
        for (Object each : many) {
            @Nullable Object inner = step(each, name);
            if (inner instanceof Collection<?> more) {
                more.stream().filter(Objects::nonNull).forEach(found::add);
            } else if (inner != null) {
                found.add(inner);
            }
        }
        return found.isEmpty() ? null : found;
    }

    private static Verdict test(AttributeTest test, Object actual, ZoneId zone) {
        if (!(actual instanceof Collection<?> many)) {
            return compare(test, actual, zone);
        }
        Verdict verdict = Verdict.OUT;
        for (Object each : many) {
            if (each != null) {
                verdict = verdict.or(
                        test.operator() == AttributeTest.Operator.CONTAINS
                                ? Verdict.of(same(each, test.values().get(0), zone))
                                : compare(test, each, zone));
            }
        }
        return verdict;
    }

    /** A property of an activity: the text is read as whatever it is compared with. */
    static Verdict property(AttributeTest test, @Nullable String text, ZoneId zone) {
        if (test.operator() == AttributeTest.Operator.EXISTS) {
            return Verdict.of(text != null);
        }
        if (text == null) {
            return Verdict.UNKNOWN;
        }
        Verdict verdict = Verdict.OUT;
        for (Object wanted : test.values()) {
            Optional<Object> actual = read(text, wanted);
            AttributeTest one = test.operator() == AttributeTest.Operator.IN
                    ? new AttributeTest(test.path(), AttributeTest.Operator.IS, List.of(wanted))
                    : test;
            verdict = verdict.or(actual.map(value -> compare(one, value, zone)).orElse(Verdict.UNKNOWN));
        }
        return verdict;
    }

    private static Optional<Object> read(String text, Object wanted) {
        try {
            if (wanted instanceof BigDecimal) {
                return text.length() > LONGEST_NUMBER ? Optional.empty() : workable(new BigDecimal(text));
            }
            if (wanted instanceof Boolean) {
                return text.equals("true") || text.equals("false")
                        ? Optional.of(text.equals("true"))
                        : Optional.empty();
            }
            if (wanted instanceof Instant) {
                return Optional.of(Instant.parse(text));
            }
            return Optional.of(wanted instanceof LocalDate ? LocalDate.parse(text) : text);
        } catch (NumberFormatException | DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    /** What has an exponent like 1e999999999 would fill the memory when something is added. */
    private static Optional<Object> workable(BigDecimal number) {
        return Math.abs((long) number.scale()) > LONGEST_NUMBER ? Optional.empty() : Optional.of(number);
    }

    static Optional<BigDecimal> number(@Nullable String text) {
        return text == null ? Optional.empty() : read(text, BigDecimal.ZERO).map(BigDecimal.class::cast);
    }

    private static Verdict compare(AttributeTest test, Object actual, ZoneId zone) {
        List<Object> wanted = test.values();
        return switch (test.operator()) {
            case IS, IN -> Verdict.of(wanted.stream().anyMatch(each -> same(actual, each, zone)));
            case CONTAINS, STARTS_WITH, ENDS_WITH, MATCHES ->
                actual instanceof String text && wanted.get(0) instanceof String part
                        ? Verdict.of(text(test.operator(), fold(text), fold(part)))
                        : Verdict.UNKNOWN;
            case LESS_THAN, AT_MOST, AT_LEAST, MORE_THAN -> ordered(test.operator(), actual, wanted.get(0), zone);
            case EXISTS -> Verdict.IN;
        };
    }

    private static boolean text(AttributeTest.Operator operator, String text, String part) {
        return switch (operator) {
            case STARTS_WITH -> text.startsWith(part);
            case ENDS_WITH -> text.endsWith(part);
            case MATCHES -> Wildcards.match(part, text);
            default -> text.contains(part);
        };
    }

    /** Letter case put aside, in every script and any locale. */
    static String fold(String text) {
        return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static Verdict ordered(AttributeTest.Operator operator, Object actual, Object wanted, ZoneId zone) {
        @Nullable Integer order = order(actual, wanted, zone);
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

    private static boolean same(Object actual, Object wanted, ZoneId zone) {
        @Nullable Integer order = order(actual, wanted, zone);
        return order == null ? actual.equals(wanted) : order == 0;
    }

    private static @Nullable Integer order(Object actual, Object wanted, ZoneId zone) {
        if (actual instanceof Number number && AttributeTest.isFinite(number) && wanted instanceof BigDecimal decimal) {
            return new BigDecimal(number.toString()).compareTo(decimal);
        }
        if (actual instanceof String a && wanted instanceof String b) {
            return a.compareTo(b);
        }
        if (actual instanceof Instant a && wanted instanceof Instant b) {
            return a.compareTo(b);
        }
        if (wanted instanceof LocalDate b) {
            return actual instanceof LocalDate a
                    ? Integer.valueOf(a.compareTo(b))
                    : actual instanceof Instant a
                            ? Integer.valueOf(LocalDate.ofInstant(a, zone).compareTo(b))
                            : null;
        }
        return null;
    }
}
