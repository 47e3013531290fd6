// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/**
 * A test of one attribute the host knows. Where the path leads through a list, or to one, the test holds if it holds for any
 * of its values. An {@link Instant} is compared with a {@link LocalDate} by the date in the person's zone. A person without the attribute is {@link Verdict#UNKNOWN}, except to {@link
 * Operator#EXISTS}.
 *
 * @param path attribute name, with dots into nested maps, such as {@code address.country}
 * @param operator how to compare
 * @param values what to compare with: text, {@link BigDecimal}, boolean, {@link Instant} or {@link LocalDate}; none for
 *     {@link Operator#EXISTS}, any number for {@link Operator#IN}, else one
 */
public record AttributeTest(String path, Operator operator, List<Object> values) implements Condition {

    /** How an attribute is compared. */
    public enum Operator {
        /** Equal; numbers by value, so that 1 is 1.0. */
        IS,
        /** Equal to one of several. */
        IN,
        /** Below. */
        LESS_THAN,
        /** Not above. */
        AT_MOST,
        /** Not below. */
        AT_LEAST,
        /** Above. */
        MORE_THAN,
        /** A list holds the value, or a text holds it as a part, letter case aside. */
        CONTAINS,
        /** A text begins with it, letter case aside. */
        STARTS_WITH,
        /** A text ends with it, letter case aside. */
        ENDS_WITH,
        /** A text is as the pattern, letter case aside: {@code *} stands for any letters, {@code ?} for one. */
        MATCHES,
        /** The attribute is there. */
        EXISTS;

        boolean ordered() {
            return this == LESS_THAN || this == AT_MOST || this == AT_LEAST || this == MORE_THAN;
        }

        boolean textual() {
            return this == STARTS_WITH || this == ENDS_WITH || this == MATCHES;
        }

        String key() {
            return "attribute." + name().toLowerCase(Locale.ROOT);
        }

        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    public AttributeTest {
        if (path.isBlank()) {
            throw new IllegalArgumentException("attribute path is blank");
        }
        values = values.stream().map(value -> normal(path, value)).toList();
        int least = operator == Operator.EXISTS ? 0 : 1;
        int most = operator == Operator.IN ? Integer.MAX_VALUE : least;
        if (values.size() < least || values.size() > most) {
            throw new IllegalArgumentException("attribute " + path + " " + operator.words() + " takes "
                    + (least == most ? least : "one or more") + " values, not " + values.size());
        }
        if (operator.textual() && !(values.get(0) instanceof String)) {
            throw new IllegalArgumentException("attribute " + path + " " + operator.words() + " takes a text");
        }
        if (operator.ordered() && values.get(0) instanceof Boolean) {
            throw new IllegalArgumentException("attribute " + path + ": booleans have no order");
        }
    }

    /** Numbers of any kind become {@link BigDecimal}; kinds that cannot be compared or written as JSON are refused. */
    static Object normal(String path, Object value) {
        if (value instanceof BigDecimal number) {
            return number;
        }
        if (value instanceof Number number && isFinite(number)) {
            return new BigDecimal(number.toString());
        }
        if (value instanceof String
                || value instanceof Boolean
                || value instanceof Instant
                || value instanceof LocalDate) {
            return value;
        }
        throw new IllegalArgumentException("attribute " + path + " is compared with a "
                + value.getClass().getSimpleName()
                + ": use text, a finite number, a boolean, an Instant or a LocalDate");
    }

    private static boolean isTime(Object value) {
        return value instanceof Instant || value instanceof LocalDate;
    }

    static boolean isFinite(Number number) {
        return !(number instanceof Double || number instanceof Float) || Double.isFinite(number.doubleValue());
    }

    @Override
    public Phrase question() {
        return switch (operator) {
            case EXISTS -> Phrase.of("attribute.exists", path);
            case IN -> Phrase.of(operator.key(), path, Phrase.or(values));
            case LESS_THAN, AT_MOST, AT_LEAST, MORE_THAN ->
                Phrase.of(operator.key() + (isTime(values.get(0)) ? ".time" : ""), path, values.get(0));
            default -> Phrase.of(operator.key(), path, values.get(0));
        };
    }
}
