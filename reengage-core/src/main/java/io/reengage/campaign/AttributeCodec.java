// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reengage.segment.AttributeTest;
import io.reengage.segment.AttributeTest.Operator;
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
    private static final Map<String, Operator> OPERATORS = Map.of(
            "is", Operator.IS,
            "in", Operator.IN,
            "lessThan", Operator.LESS_THAN,
            "atMost", Operator.AT_MOST,
            "atLeast", Operator.AT_LEAST,
            "moreThan", Operator.MORE_THAN,
            "contains", Operator.CONTAINS,
            "exists", Operator.EXISTS);
    private static final Map<Operator, String> WORDS =
            OPERATORS.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));
    private static final Set<String> FIELDS =
            Stream.concat(Stream.of("attribute"), OPERATORS.keySet().stream()).collect(Collectors.toUnmodifiableSet());

    private AttributeCodec() {}

    static ObjectNode write(AttributeTest test) {
        ObjectNode json = Documents.NODES.objectNode().put("attribute", test.path());
        JsonNode operand = switch (test.operator()) {
            case EXISTS -> Documents.NODES.booleanNode(true);
            case IN -> list(test.values());
            default -> value(test.values().get(0));
        };
        return json.set(word(test.operator()), operand);
    }

    static AttributeTest read(Spot spot) {
        spot.object(Set.of("attribute"), FIELDS);
        String word = spot.oneOf(OPERATORS.keySet());
        String path = spot.field("attribute").text();
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
