// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reengage.policy.ContactPolicy;
import io.reengage.policy.SunsetPolicy;
import io.reengage.segment.Condition;
import io.reengage.segment.Explanation;
import io.reengage.segment.Segment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Segments, conditions, policies and campaigns as JSON and back.
 *
 * <p>What is read equals what was written, and equal values are written as the same text, so that it can be stored, compared
 * and hashed. Reading is strict: unknown fields, unknown kinds of conditions and empty lists are errors, never "everyone".
 * {@link #schema()} is the published form. Words the Java builders leave out may be left out here too, with the same
 * defaults; writing spells them out, so that a stored definition keeps its meaning.
 */
public final class Definitions {

    /** The version of the form, written as {@code formatVersion}; a document without it is read as this one. */
    public static final int FORMAT_VERSION = 1;

    /** The most characters a document may have. */
    public static final int MAX_LENGTH = 1_000_000;

    /** The deepest nesting of objects and lists. */
    public static final int MAX_DEPTH = 100;

    private static final String VERSION = "formatVersion";
    private static final String CONDITION = "condition";

    private Definitions() {}

    /**
     * Writes it as JSON.
     *
     * @throws DefinitionException if it is longer or deeper than can be read again
     */
    public static String toJson(Campaign campaign) {
        return document(json -> CampaignCodec.write(campaign, json));
    }

    /**
     * Reads a campaign.
     *
     * @throws DefinitionException if the text is none
     */
    public static Campaign campaign(String json) {
        return CampaignCodec.read(root(json));
    }

    /**
     * Writes it as JSON.
     *
     * @throws DefinitionException if it is longer or deeper than can be read again
     */
    public static String toJson(Segment segment) {
        return document(
                json -> json.put("name", segment.name()).set(CONDITION, ConditionCodec.write(segment.condition())));
    }

    /**
     * Reads a segment.
     *
     * @throws DefinitionException if the text is none
     */
    public static Segment segment(String json) {
        Spot spot = root(json).object(Set.of("name", CONDITION), Set.of(VERSION));
        String name = spot.field("name").text();
        Condition condition = ConditionCodec.read(spot.field(CONDITION));
        return spot.make(() -> new Segment(name, condition));
    }

    /**
     * Writes it as JSON.
     *
     * @throws DefinitionException if it is longer or deeper than can be read again
     */
    public static String toJson(Condition condition) {
        return document(json -> json.set(CONDITION, ConditionCodec.write(condition)));
    }

    /**
     * Reads a condition.
     *
     * @throws DefinitionException if the text is none
     */
    public static Condition condition(String json) {
        return ConditionCodec.read(
                root(json).object(Set.of(CONDITION), Set.of(VERSION)).field(CONDITION));
    }

    /** Writes it as JSON. */
    public static String toJson(ContactPolicy policy) {
        return document(json -> PolicyCodec.write(policy, json));
    }

    /**
     * Reads a contact policy.
     *
     * @throws DefinitionException if the text is none
     */
    public static ContactPolicy contactPolicy(String json) {
        return PolicyCodec.contact(root(json));
    }

    /** Writes it as JSON. */
    public static String toJson(SunsetPolicy policy) {
        return document(json -> PolicyCodec.write(policy, json));
    }

    /**
     * Reads a sunset policy.
     *
     * @throws DefinitionException if the text is none
     */
    public static SunsetPolicy sunsetPolicy(String json) {
        return PolicyCodec.sunset(root(json));
    }

    /**
     * An explanation as JSON, with its words in English, or Japanese if that is the language of the locale. It is not read
     * again: the kinds, keys and facts beside the words are for programs. {@code explanation} among the definitions of {@link
     * #schema()} is its form.
     */
    public static String toJson(Explanation explanation, Locale locale) {
        return document(json -> ExplanationCodec.write(
                explanation, locale, json.put("zone", explanation.zone().getId())));
    }

    /** What differs between two campaigns, spot by spot; empty if nothing does. */
    public static List<DefinitionChange> changes(Campaign before, Campaign after) {
        return changes(toJson(before), toJson(after));
    }

    /** What differs between two segments, spot by spot; empty if nothing does. */
    public static List<DefinitionChange> changes(Segment before, Segment after) {
        return changes(toJson(before), toJson(after));
    }

    /** What differs between two conditions, spot by spot; empty if nothing does. */
    public static List<DefinitionChange> changes(Condition before, Condition after) {
        return changes(toJson(before), toJson(after));
    }

    private static List<DefinitionChange> changes(String before, String after) {
        return Differ.changes(
                Documents.read(before).node(), Documents.read(after).node());
    }

    /** The JSON Schema (draft 2020-12) of everything read and written here. */
    public static String schema() {
        try (InputStream schema = Objects.requireNonNull(
                Definitions.class.getResourceAsStream("reengage.schema.json"), "schema in the jar")) {
            return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String document(Consumer<ObjectNode> content) {
        ObjectNode json = Documents.NODES.objectNode().put(VERSION, FORMAT_VERSION);
        content.accept(json);
        return Documents.write(json);
    }

    private static Spot root(String json) {
        Spot root = Documents.read(json);
        if (!root.node().isObject()) {
            throw root.wrong("an object");
        }
        if (root.has(VERSION)) {
            Spot version = root.field(VERSION);
            if (version.integer() != FORMAT_VERSION) {
                throw version.failure(
                        "is " + version.integer() + "; this release reads version " + FORMAT_VERSION + " alone");
            }
        }
        return root;
    }
}
