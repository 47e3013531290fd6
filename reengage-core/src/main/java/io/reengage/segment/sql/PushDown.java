// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A condition as SQL on a host's tables, and which part of it the database answers. The SQL never loses anybody who belongs;
 * unless {@link #exact()}, it finds others too, who are sorted out in memory.
 */
public final class PushDown {
    private final Question question;
    private final Bounds bounds;
    private final List<Part> parts;

    /** How far the database answers a part. */
    public enum Push {
        /** Wholly. */
        EXACT,
        /** It finds some too many. */
        WIDER,
        /** Not at all. */
        NOT
    }

    /**
     * One part of the condition.
     *
     * @param condition the part in words
     * @param push how far the database answers it
     * @param why what keeps it from answering wholly; empty if nothing
     */
    public record Part(String condition, Push push, String why) {}

    PushDown(Question question, Bounds bounds, List<Part> parts) {
        this.question = question;
        this.bounds = bounds;
        this.parts = List.copyOf(parts);
    }

    /** What was asked. */
    public Question question() {
        return question;
    }

    /** Whether the database alone tells who belongs, who does not and who is unknown. */
    public boolean exact() {
        return bounds.exact();
    }

    /** The condition on people, for a WHERE clause in which their table is called {@code p}. */
    public String where() {
        return bounds.in().text();
    }

    /** The values of its question marks, in order. */
    public List<Object> parameters() {
        return bounds.in().params();
    }

    /** Each part and how far the database answers it, in order. */
    public List<Part> parts() {
        return parts;
    }

    /** The split in words, a line for each part. */
    public String text() {
        return parts.stream()
                .map(part -> String.format(
                        Locale.ROOT,
                        "%-6s %s%s%n",
                        part.push() == Push.NOT ? "memory" : part.push() == Push.WIDER ? "both" : "SQL",
                        part.condition(),
                        part.why().isEmpty() ? "" : ": " + part.why()))
                .collect(Collectors.joining());
    }

    Bounds bounds() {
        return bounds;
    }
}
