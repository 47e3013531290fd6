// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.segment.AttributeTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tests of attributes kept in columns. What the database might compare otherwise than Java is left to memory. */
final class AttributeSql {
    private static final int MOST_DIGITS = 18;
    private static final int MOST_DECIMALS = 9;

    private static final Set<AttributeTest.Operator> KNOWN = EnumSet.of(
            AttributeTest.Operator.IS,
            AttributeTest.Operator.IN,
            AttributeTest.Operator.LESS_THAN,
            AttributeTest.Operator.AT_MOST,
            AttributeTest.Operator.AT_LEAST,
            AttributeTest.Operator.MORE_THAN,
            AttributeTest.Operator.EXISTS);

    private final HostTables tables;

    AttributeSql(HostTables tables) {
        this.tables = tables;
    }

    /** Why the database cannot answer; empty if it can. */
    Optional<String> obstacle(AttributeTest test) {
        if (!KNOWN.contains(test.operator())) {
            return Optional.of("letter case is put aside in every script");
        }
        MappedPeople.@Nullable Attribute attribute = find(test.path());
        if (attribute == null) {
            return tables.people().json() == null ? Optional.empty() : Optional.of("it may be kept as JSON");
        }
        if (test.operator() == AttributeTest.Operator.EXISTS) {
            return Optional.empty();
        }
        return switch (attribute.column().kind()) {
            case PADDED -> Optional.of("texts in its column are padded with blanks");
            case FOLDED -> Optional.of("its column compares without regard to letter case");
            case APPROXIMATE -> Optional.of("its column holds binary fractions");
            default -> obstacle(attribute.column().kind(), test);
        };
    }

    private Optional<String> obstacle(Column.Kind kind, AttributeTest test) {
        if (kind.isText() && ordered(test) && test.values().get(0) instanceof String) {
            return Optional.of("databases order texts in other ways");
        }
        if (kind.isMoment() && test.values().stream().anyMatch(LocalDate.class::isInstance)) {
            return Optional.of("the day of a moment hangs on each person's zone");
        }
        return test.values().stream()
                .filter(value -> fits(kind, value) && !portable(value))
                .findFirst()
                .map(value -> "not every database holds that value");
    }

    Bounds translate(AttributeTest test) {
        MappedPeople.@Nullable Attribute attribute = find(test.path());
        if (attribute == null) {
            return test.operator() == AttributeTest.Operator.EXISTS ? Bounds.always(false) : Bounds.unknown();
        }
        String column = attribute.column().of("p");
        Sql there = Sql.of(column + " IS NOT NULL");
        if (test.operator() == AttributeTest.Operator.EXISTS) {
            return Bounds.plain(there, Sql.of(column + " IS NULL"));
        }
        List<Object> values = test.values().stream()
                .filter(value -> fits(attribute.column().kind(), value))
                .toList();
        return switch (test.operator()) {
            case IS, IN -> same(attribute, values, there);
            default -> values.isEmpty() ? Bounds.unknown() : ordered(attribute, test.operator(), values.get(0));
        };
    }

    private MappedPeople.@Nullable Attribute find(String path) {
        MappedPeople people = tables.people();
        if (path.equals("language")) {
            return people.language() == null ? null : new MappedPeople.Attribute(people.language(), null);
        }
        if (path.equals("joinedAt")) {
            return people.joinedAt() == null
                    ? null
                    : new MappedPeople.Attribute(people.joinedAt().column(), people.joinedAt());
        }
        return people.attributes().get(path);
    }

    private Bounds same(MappedPeople.Attribute attribute, List<Object> values, Sql there) {
        if (values.isEmpty()) {
            return new Bounds(Sql.FALSE, there, there.negated(), Sql.TRUE, true);
        }
        Sql in = equal(attribute, values);
        Sql out = Sql.and(there, in.negated());
        return new Bounds(in, out, Sql.or(there.negated(), in), in.negated(), true);
    }

    private Sql equal(MappedPeople.Attribute attribute, List<Object> values) {
        if (attribute.column().kind().isText()) {
            return tables.dialect()
                    .oneOf(
                            attribute.column(),
                            "p",
                            values.stream().map(String.class::cast).toList());
        }
        if (attribute.time() != null || attribute.column().kind() == Column.Kind.FLAG || values.size() == 1) {
            return Sql.or(values.stream().map(value -> equal(attribute, value)).toList());
        }
        return new Sql(
                attribute.column().of("p") + " IN (" + Dialect.marks(values.size()) + ")",
                values.stream().map(this::parameter).toList());
    }

    private Sql equal(MappedPeople.Attribute attribute, Object value) {
        if (attribute.time() != null) {
            return attribute.time().at("p", (Instant) value);
        }
        String column = attribute.column().of("p");
        return value instanceof Boolean flag
                ? tables.dialect().flag(column, flag)
                : Sql.of(column + " = ?", parameter(value));
    }

    private Bounds ordered(MappedPeople.Attribute attribute, AttributeTest.Operator operator, Object value) {
        Sql below = compare(attribute, " < ?", value);
        Sql notBelow = compare(attribute, " >= ?", value);
        Sql above = compare(attribute, " > ?", value);
        Sql notAbove = compare(attribute, " <= ?", value);
        String column = attribute.column().of("p");
        return switch (operator) {
            case LESS_THAN -> known(column, below, notBelow);
            case AT_MOST -> known(column, notAbove, above);
            case AT_LEAST -> known(column, notBelow, below);
            default -> known(column, above, notAbove);
        };
    }

    /** Unknown exactly where the column is NULL. */
    private static Bounds known(String column, Sql in, Sql out) {
        Sql missing = Sql.of(column + " IS NULL");
        return new Bounds(in, out, Sql.or(missing, in), Sql.or(missing, out), true);
    }

    private Sql compare(MappedPeople.Attribute attribute, String operator, Object value) {
        Time time = attribute.time();
        if (time == null || !(value instanceof Instant moment)) {
            return Sql.of(attribute.column().of("p") + operator, parameter(value));
        }
        return switch (operator) {
            case " < ?" -> time.before("p", moment);
            case " >= ?" -> time.notBefore("p", moment);
            case " > ?" -> time.after("p", moment);
            default -> time.notAfter("p", moment);
        };
    }

    private Object parameter(Object value) {
        if (tables.dialect() == Dialect.SQLITE && value instanceof BigDecimal number) {
            return number.longValueExact();
        }
        return tables.dialect() == Dialect.SQLITE && value instanceof LocalDate day ? day.toString() : value;
    }

    private static boolean ordered(AttributeTest test) {
        return switch (test.operator()) {
            case LESS_THAN, AT_MOST, AT_LEAST, MORE_THAN -> true;
            default -> false;
        };
    }

    /** Whether a value can be equal to, or be compared with, what a column of this kind holds. */
    private static boolean fits(Column.Kind kind, Object value) {
        return switch (kind) {
            case TEXT, PADDED, FOLDED, WORD -> value instanceof String;
            case NUMBER, APPROXIMATE -> value instanceof BigDecimal;
            case FLAG -> value instanceof Boolean;
            case MOMENT, CLOCK, SESSION_CLOCK -> value instanceof Instant;
            case DATE -> value instanceof LocalDate;
            default -> false;
        };
    }

    private boolean portable(Object value) {
        if (value instanceof BigDecimal number) {
            BigDecimal plain = number.stripTrailingZeros();
            boolean whole = plain.scale() <= 0;
            return plain.precision() - plain.scale() <= MOST_DIGITS
                    && plain.precision() <= MOST_DIGITS
                    && plain.scale() <= MOST_DECIMALS
                    && (whole || tables.dialect() != Dialect.SQLITE);
        }
        if (value instanceof LocalDate day) {
            return day.getYear() > 1000 && day.getYear() < 9999;
        }
        if (value instanceof Instant moment) {
            return moment.truncatedTo(ChronoUnit.DAYS).isAfter(Instant.parse("1000-01-02T00:00:00Z"))
                    && moment.isBefore(Instant.parse("9999-01-01T00:00:00Z"));
        }
        return !(value instanceof String text) || text.codePoints().allMatch(AttributeSql::storable);
    }

    private static boolean storable(int point) {
        return point != 0 && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE);
    }
}
