// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reengage.campaign.Step;
import io.reengage.channel.Receipt;
import io.reengage.internal.run.RunDefinition;
import io.reengage.ledger.store.DueSet;
import io.reengage.segment.Profile;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of one hand-over, with all that is needed to put it on record later, in another process even. Ids only.
 *
 * @param set the set as it was marked, without its people
 * @param markedAt when it was marked
 * @param at when the results were known
 * @param fates what became of each person's message
 */
record Results(DueSet set, Instant markedAt, Instant at, Map<String, Settlement.Settled> fates) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WITHDRAWN = "withdrawn";
    private static final String UNTOUCHED = "untouched";
    private static final String ACCEPTED = "accepted";
    private static final String UNKNOWN = "unknown";
    private static final String REFUSED = "refused";
    private static final String REFUSED_FOR_NOW = "refused for now";
    private static final String HELD_BACK = "held back";

    static Results of(Slice slice, Map<String, Settlement.Settled> fates, Instant at) {
        DueSet set = slice.set();
        DueSet bare = new DueSet(
                set.shard(),
                set.id(),
                set.dueAt(),
                set.firstDueAt(),
                set.run(),
                set.step(),
                set.attempt(),
                List.of(),
                List.of(),
                null,
                set.epoch());
        return new Results(bare, slice.now(), at, Map.copyOf(fates));
    }

    Slice slice(RunDefinition definition, Step step, Map<String, Profile> profiles) {
        return new Slice(set, definition, step, List.copyOf(fates.keySet()), profiles, markedAt, Map.of());
    }

    Set<String> people() {
        return fates.keySet();
    }

    /** As one line of JSON. */
    String line() {
        ObjectNode json = JSON.createObjectNode()
                .put("shard", set.shard())
                .put("set", set.id())
                .put("dueAt", set.dueAt().toString())
                .put("firstDueAt", set.firstDueAt().toString())
                .put("run", set.run())
                .put("step", set.step())
                .put("attempt", set.attempt())
                .put("epoch", set.epoch())
                .put("markedAt", markedAt.toString())
                .put("at", at.toString());
        ArrayNode people = json.putArray("people");
        fates.forEach((id, settled) -> write(
                people.addObject()
                        .put("id", id)
                        .put("episode", settled.episode())
                        .put("variant", settled.variant()),
                settled.fate()));
        return json.toString();
    }

    private static void write(ObjectNode json, Settlement.Fate fate) {
        if (fate instanceof Settlement.Fate.Withdrawn withdrawn) {
            json.put("fate", WITHDRAWN).put("text", withdrawn.reason());
        } else if (fate instanceof Settlement.Fate.Untouched) {
            json.put("fate", UNTOUCHED).put("text", "");
        } else if (((Settlement.Fate.Answered) fate).receipt() instanceof Receipt.Accepted accepted) {
            json.put("fate", ACCEPTED).put("text", accepted.providerId());
        } else if (fate instanceof Settlement.Fate.Answered answered
                && answered.receipt() instanceof Receipt.Refused refused) {
            json.put("fate", refused.permanent() ? REFUSED : refused.tried() ? REFUSED_FOR_NOW : HELD_BACK)
                    .put("text", refused.reason());
            if (refused.finding() != Receipt.Finding.NONE) {
                json.put("finding", refused.finding().name()).put("addressee", answered.addressee());
            }
            @Nullable Duration after = refused.retryAfter();
            if (after != null) {
                json.put("after", after.toString());
            }
        } else if (((Settlement.Fate.Answered) fate).receipt() instanceof Receipt.Unknown unknown) {
            json.put("fate", UNKNOWN).put("text", unknown.reason());
        }
    }

    /**
     * The results a line stands for.
     *
     * @throws IllegalArgumentException if it stands for none
     */
    static Results parse(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            DueSet set = new DueSet(
                    json.required("shard").intValue(),
                    text(json, "set"),
                    instant(json, "dueAt"),
                    instant(json, "firstDueAt"),
                    text(json, "run"),
                    text(json, "step"),
                    json.required("attempt").intValue(),
                    List.of(),
                    List.of(),
                    null,
                    json.required("epoch").longValue());
            Map<String, Settlement.Settled> fates = new LinkedHashMap<>();
            for (JsonNode each : json.required("people")) {
                fates.put(
                        text(each, "id"),
                        new Settlement.Settled(each.required("episode").intValue(), text(each, "variant"), fate(each)));
            }
            return new Results(set, instant(json, "markedAt"), instant(json, "at"), fates);
        } catch (JsonProcessingException | DateTimeException e) {
            throw new IllegalArgumentException("a line of the journal holds no results", e);
        }
    }

    private static String text(JsonNode json, String field) {
        return json.required(field).asText();
    }

    private static Instant instant(JsonNode json, String field) {
        return Instant.parse(text(json, field));
    }

    private static Settlement.Fate fate(JsonNode json) {
        String text = text(json, "text");
        return switch (text(json, "fate")) {
            case WITHDRAWN -> new Settlement.Fate.Withdrawn(text);
            case UNTOUCHED -> new Settlement.Fate.Untouched();
            case ACCEPTED -> new Settlement.Fate.Answered(Receipt.accepted(text));
            case UNKNOWN -> new Settlement.Fate.Answered(Receipt.unknown(text));
            case REFUSED -> refused(json, text);
            case REFUSED_FOR_NOW -> new Settlement.Fate.Answered(new Receipt.Refused(text, false, after(json)));
            case HELD_BACK ->
                new Settlement.Fate.Answered(
                        new Receipt.Refused(text, false, after(json), false, Receipt.Finding.NONE));
            default -> throw new IllegalArgumentException("a line of the journal names a fate there is not");
        };
    }

    private static Settlement.Fate refused(JsonNode json, String text) {
        Receipt.Finding finding =
                json.has("finding") ? Receipt.Finding.valueOf(text(json, "finding")) : Receipt.Finding.NONE;
        return new Settlement.Fate.Answered(
                new Receipt.Refused(text, true, after(json), true, finding),
                json.has("addressee") ? text(json, "addressee") : "");
    }

    private static @Nullable Duration after(JsonNode json) {
        return json.has("after") ? Duration.parse(text(json, "after")) : null;
    }
}
