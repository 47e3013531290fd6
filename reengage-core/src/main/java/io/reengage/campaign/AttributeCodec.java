// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reengage.segment.AttributeTest;
import io.reengage.segment.AttributeTest.Operator;
import io.reengage.segment.Condition;
import io.reengage.segment.DateTest;
import io.reengage.segment.Span;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tests of attributes as JSON. Instants and dates are marked as such, so that every value keeps its kind. */
final class AttributeCodec {
    static final String ATTRIBUTE = "attribute";
    static final String PROPERTY = "property";

    private static final Map<String, Operator> OPERATORS = Map.ofEntries(
            entry("is", Operator.IS),
            entry("in", Operator.IN),
            entry("lessThan", Operator.LESS_THAN),
            entry("atMost", Operator.AT_MOST),
            entry("atLeast", Operator.AT_LEAST),
            entry("moreThan", Operator.MORE_THAN),
            entry("contains", Operator.CONTAINS),
            entry("startsWith", Operator.STARTS_WITH),
            entry("endsWith", Operator.ENDS_WITH),
            entry("matches", Operator.MATCHES),
            entry("exists", Operator.EXISTS));
    private static final Map<Operator, String> WORDS =
            OPERATORS.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));
    private static final Map<String, DateTest.Operator> DATES = Map.of(
            "withinLast", DateTest.Operator.WITHIN_LAST,
            "longerAgoThan", DateTest.Operator.LONGER_AGO,
            "withinNext", DateTest.Operator.WITHIN_NEXT,
            "anniversaryWithin", DateTest.Operator.ANNIVERSARY);
    private static final Map<DateTest.Operator, String> DATE_WORDS =
            DATES.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));
    private static final Set<String> ALL_WORDS =
            Stream.concat(OPERATORS.keySet().stream(), DATES.keySet().stream()).collect(Collectors.toUnmodifiableSet());

    private AttributeCodec() {}

    /** @param field what the path is: an attribute or a property */
    static ObjectNode write(String field, AttributeTest test) {
        ObjectNode json = Documents.NODES.objectNode().put(field, test.path());
        JsonNode operand = switch (test.operator()) {
            case EXISTS -> Documents.NODES.booleanNode(true);
            case IN -> list(test.values());
            default -> value(test.values().get(0));
        };
        return json.set(word(test.operator()), operand);
    }

    static ObjectNode write(DateTest test) {
        String word = Objects.requireNonNull(DATE_WORDS.get(test.operator()), "word of every operator");
        return Documents.NODES
                .objectNode()
                .put(ATTRIBUTE, test.path())
                .put(word, test.span().iso());
    }

    static Condition read(Spot spot) {
        String word = spot.oneOf(ALL_WORDS);
        DateTest.Operator date = DATES.get(word);
        if (date == null) {
            return test(ATTRIBUTE, spot, word);
        }
        spot.object(Set.of(ATTRIBUTE, word), Set.of());
        String path = spot.field(ATTRIBUTE).text();
        Span span = ActivityCodec.span(spot.field(word));
        return spot.make(() -> new DateTest(path, date, span));
    }

    /** A test of a property of an activity. */
    static AttributeTest property(Spot spot) {
        return test(PROPERTY, spot, spot.oneOf(OPERATORS.keySet()));
    }

    private static AttributeTest test(String field, Spot spot, String word) {
        spot.object(Set.of(field, word), Set.of());
        String path = spot.field(field).text();
        Spot operand = spot.field(word);
        Operator operator = operator(word);
        List<Object> values = values(operator, operand);
        return spot.make(() -> new AttributeTest(path, operator, values));
    }

    private static String word(Operator operator) {
        return Objects.requireNonNull(WORDS.get(operator), "word of every operator");
    }

    private static Operator operator(String word) {
        return Objects.requireNonNull(OPERATORS.get(word), "operator of every word");
    }

    private static List<Object> values(Operator operator, Spot operand) {
        if (operator == Operator.EXISTS) {
            if (!operand.node().isBoolean() || !operand.node().booleanValue()) {
                throw operand.wrong("true alone; turn the condition round with 'not'");
            }
            return List.of();
        }
        return operator == Operator.IN
                ? operand.someOf("value").stream().map(AttributeCodec::value).toList()
                : List.of(value(operand));
    }

    private static ArrayNode list(List<Object> values) {
        ArrayNode list = Documents.NODES.arrayNode();
        values.forEach(value -> list.add(value(value)));
        return list;
    }

    private static JsonNode value(Object value) {
        if (value instanceof BigDecimal number) {
            return Documents.NODES.numberNode(number);
        }
        if (value instanceof Boolean flag) {
            return Documents.NODES.booleanNode(flag);
        }
        if (value instanceof Instant instant) {
            return Documents.NODES.objectNode().put("instant", instant.toString());
        }
        if (value instanceof LocalDate date) {
            return Documents.NODES.objectNode().put("date", date.toString());
        }
        return Documents.NODES.textNode((String) value);
    }

    private static Object value(Spot spot) {
        if (spot.node().isTextual()) {
            return spot.text();
        }
        if (spot.node().isNumber()) {
            return spot.number();
        }
        if (spot.node().isBoolean()) {
            return spot.node().booleanValue();
        }
        if (!spot.node().isObject()) {
            throw spot.wrong("a text, a number, true, false, {\"instant\": ...} or {\"date\": ...}");
        }
        String kind = spot.oneOf(Set.of("instant", "date"));
        Spot text = spot.object(Set.of(kind), Set.of()).field(kind);
        return kind.equals("instant")
                ? text.parsed("an instant such as 2026-03-01T00:00:00Z", Instant::parse)
                : text.parsed("a date such as 2026-03-01", LocalDate::parse);
    }
}
