// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A place in a document, with its JSON pointer. Every question names what was found and what is allowed if the answer is
 * wrong.
 */
record Spot(JsonNode node, String path) {

    private static final int LONGEST_QUOTE = 40;
    private static final int LONGEST_NAME = 1000;

    /** This spot as an object of these fields: all of the needed ones, none but these. */
    Spot object(Set<String> needed, Set<String> optional) {
        if (!node.isObject()) {
            throw wrong("an object");
        }
        Set<String> allowed =
                Stream.concat(needed.stream(), optional.stream()).collect(Collectors.toCollection(TreeSet::new));
        for (String name : names()) {
            if (!allowed.contains(name)) {
                throw child(name).failure("unknown field " + quoted(name) + "; allowed are " + allowed);
            }
        }
        for (String name : new TreeSet<>(needed)) {
            if (!has(name)) {
                throw failure("field '" + name + "' is missing; needed are " + new TreeSet<>(needed));
            }
        }
        return this;
    }

    /** The one of these fields that is there. */
    String oneOf(Set<String> choices) {
        if (!node.isObject()) {
            throw wrong("an object with one of the fields " + new TreeSet<>(choices));
        }
        List<String> found = names().stream().filter(choices::contains).toList();
        if (found.size() != 1) {
            String names = names().stream().limit(5).map(Spot::quoted).collect(Collectors.joining(", "));
            throw failure("needs exactly one of the fields " + new TreeSet<>(choices) + ", has "
                    + (found.isEmpty() ? names.isEmpty() ? "no field at all" : "only " + names : found.toString()));
        }
        return found.get(0);
    }

    boolean has(String field) {
        return node.has(field);
    }

    Spot field(String name) {
        Spot child = child(name);
        if (child.node == null) {
            throw failure("field '" + name + "' is missing");
        }
        return child;
    }

    List<Spot> list() {
        if (!node.isArray()) {
            throw wrong("a list");
        }
        List<Spot> items = new ArrayList<>();
        for (JsonNode item : node) {
            items.add(new Spot(item, path + "/" + items.size()));
        }
        return items;
    }

    /** A list of one or more. */
    List<Spot> someOf(String what) {
        List<Spot> items = list();
        if (items.isEmpty()) {
            throw failure("is an empty list; name at least one " + what);
        }
        return items;
    }

    /** A list in which nothing appears twice. */
    <T> List<T> different(List<Spot> items, Function<Spot, T> reader) {
        Set<T> seen = new HashSet<>();
        List<T> values = new ArrayList<>();
        for (Spot item : items) {
            T value = reader.apply(item);
            if (!seen.add(value)) {
                throw item.failure("appears twice in the list");
            }
            values.add(value);
        }
        return values;
    }

    String text() {
        if (!node.isTextual()) {
            throw wrong("a text");
        }
        return node.textValue();
    }

    /** One of the words of an enumeration, in lower case. */
    <E extends Enum<E>> E word(Class<E> type) {
        String text = text();
        for (E each : type.getEnumConstants()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
                return each;
            }
        }
        throw wrong("one of "
                + Stream.of(type.getEnumConstants())
                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    boolean truth() {
        if (!node.isBoolean()) {
            throw wrong("true or false");
        }
        return node.booleanValue();
    }

    /** A whole number, also written as {@code 5.0}, which to JSON is the same. */
    int integer() {
        if (!isWhole()) {
            throw wrong("a whole number");
        }
        try {
            return node.decimalValue().intValueExact();
        } catch (ArithmeticException tooLarge) {
            throw failure("is a whole number far too large");
        }
    }

    private boolean isWhole() {
        return node.isNumber() && node.decimalValue().stripTrailingZeros().scale() <= 0;
    }

    BigDecimal number() {
        if (!node.isNumber()) {
            throw wrong("a number");
        }
        return node.decimalValue();
    }

    /** What a text stands for; the model's refusal becomes a failure here. */
    <T> T parsed(String what, Function<String, T> parser) {
        String text = text();
        if (text.length() > LONGEST_NAME) {
            throw failure("is a text of " + text.length() + " characters, too long for " + what);
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new DefinitionException(path, e);
        } catch (DateTimeException e) {
            throw failure("is a text of " + text.length() + " characters that is not " + what);
        }
    }

    /** Makes a part of the model; its refusal becomes a failure here. */
    <T> T make(Supplier<T> model) {
        try {
            return model.get();
        } catch (IllegalArgumentException e) {
            throw new DefinitionException(path, e);
        }
    }

    DefinitionException wrong(String allowed) {
        return failure("is " + shape() + "; allowed is " + allowed);
    }

    DefinitionException failure(String problem) {
        return new DefinitionException(path, problem);
    }

    private Spot child(String name) {
        return new Spot(node.get(name), path + "/" + escaped(name));
    }

    /** A name within a JSON pointer. */
    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (Iterator<String> each = node.fieldNames(); each.hasNext(); ) {
            names.add(each.next());
        }
        return names;
    }

    private String shape() {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list of " + node.size();
            case OBJECT -> "an object of " + node.size() + " fields";
            case STRING -> "a text of " + node.textValue().length() + " characters";
            case NUMBER -> isWhole() ? "a whole number" : "a number with a fraction";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
            default -> "something else";
        };
    }

    private static String quoted(String name) {
        String shown = name.length() > LONGEST_QUOTE ? name.substring(0, LONGEST_QUOTE) + "..." : name;
        return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
    }
}
