// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.reengage.segment.Condition;
import io.reengage.segment.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The published schema, as a validator that is not ours reads it, and our reader say the same of documents gone wrong. */
class SchemaAgreementProperties {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Definitions.schema(), InputFormat.JSON);

    /** What a schema cannot say: how values lie to each other, what a calendar has, what a hundred years are. */
    private static final Pattern BEYOND_A_SCHEMA = Pattern.compile(
            "between 0 and 100 years|is not a date|is not an instant|is never$|do not rise|fifths|not below the first"
                    + "|looked for 0 to 180 days");

    private static final List<String> NAMES = List.of(
            "where",
            "within",
            "atLeast",
            "atMost",
            "channel",
            "evidence",
            "more",
            "forAtMost",
            "forAtLeast",
            "ago",
            "at",
            "signals",
            "ifOnce",
            "ifNever",
            "touchedBy",
            "times",
            "weighing",
            "then",
            "notThen",
            "inTheLast",
            "exists",
            "is",
            "in",
            "did",
            "not");

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "1",
            "-1",
            "1.5",
            "2.0",
            "1e2",
            "1000",
            "1001",
            "5",
            "6",
            "\"\"",
            "\" \"",
            "\"a\"",
            "\"A b\"",
            "\"P1D\"",
            "\"P0D\"",
            "\"PT4H\"",
            "\"P1W\"",
            "\"P2Y\"",
            "\"P999999D\"",
            "\"P1200M\"",
            "\"P1201M\"",
            "\"-P1D\"",
            "\"anyEngagement\"",
            "\"machine:opened\"",
            "\"first\"",
            "\"FIRST\"",
            "\"ja-JP\"",
            "\"JP\"",
            "[]",
            "{}",
            "[[]]",
            "[\"a\"]",
            "[\"a\",\"a\"]",
            "[1]",
            "[1,2,3,4]",
            "{\"date\":\"2026-01-01\"}",
            "{\"date\":\"2026-13-01\"}",
            "{\"instant\":\"2026-01-01T00:00:00Z\"}",
            "{\"instant\":\"2026-01-01T00:00:00+09:00\"}",
            "\"2026-01-01T00:00:00Z\"",
            "\"2026-01-01T00:00:00+09:00\"");

    @Provide
    Arbitrary<Condition> trees() {
        return Trees.conditions();
    }

    @Property(tries = 500)
    void a_document_with_one_thing_changed_is_read_if_and_only_if_it_is_valid(
            @ForAll("trees") Condition tree, @ForAll Random random) throws Exception {
        JsonNode document = JSON.readTree(Definitions.toJson(tree));
        change(document, random);
        String json = document.toString();

        boolean valid = SCHEMA.validate(json, InputFormat.JSON).isEmpty();
        try {
            Definitions.condition(json);
            assertThat(valid).as("valid, being read: %s", json).isTrue();
        } catch (DefinitionException refusal) {
            assertThat(refusal.path()).startsWith("/");
            if (valid) {
                assertThat(refusal).as(json).hasMessageMatching("(?s).*(" + BEYOND_A_SCHEMA + ").*");
            }
        }
    }

    private static void change(JsonNode document, Random random) throws Exception {
        List<JsonNode> inside = new ArrayList<>();
        collect(document.get("condition"), inside);
        JsonNode place = inside.get(random.nextInt(inside.size()));
        JsonNode value = JSON.readTree(any(VALUES, random));
        if (place instanceof ArrayNode list) {
            int item = random.nextInt(list.size());
            switch (random.nextInt(3)) {
                case 0 -> list.remove(item);
                case 1 -> list.add(value);
                default -> list.set(item, value);
            }
        } else if (place instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            switch (random.nextInt(3)) {
                case 0 -> object.remove(any(names, random));
                case 1 -> object.set(any(NAMES, random), value);
                default -> object.set(any(names, random), value);
            }
        }
    }

    private static void collect(JsonNode node, List<JsonNode> inside) {
        if (node.isContainerNode() && !node.isEmpty()) {
            inside.add(node);
        }
        node.forEach(each -> collect(each, inside));
    }

    private static <T> T any(List<T> some, Random random) {
        return some.get(random.nextInt(some.size()));
    }
}
