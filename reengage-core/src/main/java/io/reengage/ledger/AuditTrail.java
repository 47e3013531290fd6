// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The audit trail as JSON lines, and the proof that nobody touched them: one object a line, oldest first, each with the hash
 * of the line before. Whoever can write the whole file can also make a new chain; so keep the {@linkplain Anchor anchor}
 * somewhere else, and the end cannot be cut off, nor the chain rewritten, unseen. No method keeps state.
 */
public final class AuditTrail {
    private static final List<String> FIELDS =
            List.of("id", "at", "actor", "act", "subject", "detail", "previous", "hash");
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private AuditTrail() {}

    /**
     * How far a trail reached at some moment.
     *
     * @param lines how many lines there were
     * @param hash hash of the last one; empty if there was none
     */
    public record Anchor(long lines, String hash) {}

    /** What a check found. */
    public sealed interface Verdict permits Intact, Broken {}

    /**
     * Every line is as it was written and where it was written.
     *
     * @param end how far the trail reaches
     */
    public record Intact(Anchor end) implements Verdict {}

    /**
     * Somebody touched the trail.
     *
     * @param position number of the first line that is not as it should be, from 1; one more than there are lines if the end
     *     is missing
     * @param problem what is wrong, without the line's content
     */
    public record Broken(long position, String problem) implements Verdict {}

    /** The id of the line at a position, from 1. */
    public static String id(long position) {
        return String.format(Locale.ROOT, "%012d", position);
    }

    /** Writes one line, with its line end. */
    public static void write(AuditEntry entry, Appendable out) {
        ObjectNode json = MAPPER.createObjectNode()
                .put("id", entry.id())
                .put("at", entry.at().toString())
                .put("actor", entry.actor())
                .put("act", entry.act())
                .put("subject", entry.subject())
                .put("detail", entry.detail())
                .put("previous", entry.previous())
                .put("hash", entry.hash());
        try {
            out.append(MAPPER.writeValueAsString(json)).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Checks an export that begins with the first line, without knowing how far it should reach. */
    public static Verdict verify(Reader export) {
        return verify(export, new Anchor(0, ""));
    }

    /**
     * Checks an export that begins with the first line.
     *
     * @param anchor how far the trail reached at least
     */
    public static Verdict verify(Reader export, Anchor anchor) {
        Iterator<String> lines = new BufferedReader(export).lines().iterator();
        long position = 0;
        String previous = "";
        boolean anchored = anchor.lines() == 0;
        while (lines.hasNext()) {
            position++;
            AuditEntry entry = read(lines.next());
            String problem = problem(entry, position, previous);
            if (entry == null || problem != null) {
                return new Broken(position, String.valueOf(problem));
            }
            previous = entry.hash();
            if (position == anchor.lines()) {
                if (!previous.equals(anchor.hash())) {
                    return new Broken(position, "is not the line the anchor names: the chain was written anew");
                }
                anchored = true;
            }
        }
        return anchored
                ? new Intact(new Anchor(position, previous))
                : new Broken(position + 1, "is missing: the anchor names " + anchor.lines() + " lines");
    }

    private static @Nullable String problem(@Nullable AuditEntry entry, long position, String previous) {
        if (entry == null) {
            return "is not a line of an audit trail";
        }
        if (!entry.computedHash().equals(entry.hash())) {
            return "was changed: its hash does not fit its content";
        }
        if (!entry.id().equals(id(position))) {
            return "has id " + entry.id() + ": a line is missing, or stands elsewhere";
        }
        return entry.previous().equals(previous) ? null : "does not follow the line before it";
    }

    private static @Nullable AuditEntry read(String line) {
        try {
            JsonNode json = MAPPER.readTree(line);
            if (!json.isObject() || json.size() != FIELDS.size()) {
                return null;
            }
            for (String field : FIELDS) {
                if (!json.path(field).isTextual()) {
                    return null;
                }
            }
            String at = json.path("at").textValue();
            Instant instant = Instant.parse(at);
            return instant.toString().equals(at) ? entry(json, instant) : null;
        } catch (JsonProcessingException | DateTimeException e) {
            return null;
        }
    }

    private static AuditEntry entry(JsonNode json, Instant at) {
        return new AuditEntry(
                json.path("id").textValue(),
                at,
                json.path("actor").textValue(),
                json.path("act").textValue(),
                json.path("subject").textValue(),
                json.path("detail").textValue(),
                json.path("previous").textValue(),
                json.path("hash").textValue());
    }
}
