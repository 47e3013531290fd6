// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reengage.text.StorableText;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Text to tree and back, strictly and within limits. */
final class Documents {
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final int LONGEST_NUMBER = 1000;

    private static final String TOO_LONG_A_NUMBER = "is a number of more than " + LONGEST_NUMBER + " digits";

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Definitions.MAX_DEPTH)
                            .maxNumberLength(LONGEST_NUMBER)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** Line ends are the same on every platform, so that the text can be hashed. */
    private static final ObjectWriter WRITER =
            MAPPER.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private Documents() {}

    static Spot read(String json) {
        if (json.length() > Definitions.MAX_LENGTH) {
            throw new DefinitionException(
                    "", "has " + json.length() + " characters; at most " + Definitions.MAX_LENGTH + " are allowed");
        }
        try (JsonParser parser = MAPPER.createParser(json)) {
            Spot root = new Spot(root(parser), "");
            check(root);
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses what parses and yet is no value to work with: numbers that would fill the memory, texts no encoding keeps. */
    private static void check(Spot spot) {
        JsonNode node = spot.node();
        if (node.isBigDecimal() && Math.abs((long) node.decimalValue().scale()) > LONGEST_NUMBER) {
            throw spot.failure(TOO_LONG_A_NUMBER);
        }
        if (node.isTextual() && !StorableText.isWhole(node.textValue())) {
            throw spot.failure("holds half a character: a surrogate without its other half");
        }
        if (node.isArray()) {
            spot.list().forEach(Documents::check);
        }
        node.fieldNames().forEachRemaining(name -> check(spot.field(name)));
    }

    /** The tree as text. What cannot be read again is not written. */
    static String write(ObjectNode tree) {
        String json;
        try {
            json = WRITER.writeValueAsString(tree);
        } catch (StreamConstraintsException e) {
            throw tooMuch("", e);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values was not written", e);
        }
        read(json);
        return json;
    }

    /** Jackson's own messages may quote the document, so none of them is passed on. */
    private static JsonNode root(JsonParser parser) throws IOException {
        try {
            JsonNode root = MAPPER.readTree(parser);
            if (root == null) {
                throw new DefinitionException("", "is empty; a JSON object is needed");
            }
            if (parser.nextToken() != null) {
                throw new DefinitionException("", "goes on after its end; one JSON object is needed");
            }
            return root;
        } catch (StreamConstraintsException e) {
            throw tooMuch(path(parser), e);
        } catch (NumberFormatException e) {
            throw new DefinitionException(path(parser), TOO_LONG_A_NUMBER);
        } catch (MismatchedInputException e) {
            throw new DefinitionException(path(parser), "the same field appears twice");
        } catch (JsonProcessingException e) {
            throw new DefinitionException(
                    path(parser),
                    "is not JSON at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr());
        }
    }

    /** The parser's message names the limit, and quotes nothing. */
    private static DefinitionException tooMuch(String path, StreamConstraintsException limit) {
        String which = String.valueOf(limit.getOriginalMessage());
        return new DefinitionException(
                path,
                which.startsWith("Number")
                        ? TOO_LONG_A_NUMBER
                        : which.startsWith("Name")
                                ? "a name is too long"
                                : "is nested deeper than " + Definitions.MAX_DEPTH + " levels");
    }

    private static String path(JsonParser parser) {
        return parser.getParsingContext().pathAsPointer().toString();
    }
}
