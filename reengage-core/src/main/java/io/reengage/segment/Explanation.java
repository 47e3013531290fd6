// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a verdict is what it is: the question, the facts that answered it, and the same for every part.
 *
 * @param verdict the answer
 * @param question the condition in words
 * @param because the facts used; empty where the parts say it all
 * @param until when the answer changes by the passing of time alone; {@code null} if only a new fact changes it
 * @param parts the parts of a combined condition
 */
public record Explanation(
        Verdict verdict,
        String question,
        String because,
        @Nullable Instant until,
        List<Explanation> parts) {

    public Explanation {
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(because, "because");
        parts = List.copyOf(parts);
    }

    /** The whole tree as indented lines. */
    public String text() {
        StringBuilder lines = new StringBuilder();
        write(lines, 0);
        return lines.toString();
    }

    private void write(StringBuilder lines, int depth) {
        lines.append("  ".repeat(depth)).append(verdict).append("  ").append(question);
        if (!because.isEmpty()) {
            lines.append(": ").append(because);
        }
        if (until != null) {
            lines.append(" (until ").append(until).append(')');
        }
        lines.append('\n');
        parts.forEach(part -> part.write(lines, depth + 1));
    }
}
