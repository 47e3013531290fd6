// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a verdict is what it is: the question, the facts that answered it, and the same for every part.
 *
 * @param verdict the answer
 * @param condition what was asked
 * @param reason the facts used; {@link Phrase#NONE} where the parts say it all
 * @param until when the answer changes by the passing of time alone; {@code null} if only a new fact changes it, or another
 *     word of a {@link Scorer}, which nobody foresees
 * @param zone the person's time zone, in which dates and times are told
 * @param parts the parts of a combined condition
 */
public record Explanation(
        Verdict verdict,
        Condition condition,
        Phrase reason,
        @Nullable Instant until,
        ZoneId zone,
        List<Explanation> parts) {

    public Explanation {
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(zone, "zone");
        parts = List.copyOf(parts);
    }

    /** The condition in English; of a combined one, how it combines. */
    public String question() {
        return question(Locale.ENGLISH);
    }

    /** The facts used, in English; empty where the parts say it all. */
    public String because() {
        return because(Locale.ENGLISH);
    }

    /** The facts used; empty where the parts say it all. */
    public String because(Locale locale) {
        return reason.text(locale, zone);
    }

    /** The condition in words; of a combined one, how it combines. */
    public String question(Locale locale) {
        if (condition instanceof AllOf) {
            return Phrase.of("allOf.title").text(locale);
        }
        if (condition instanceof AnyOf) {
            return Phrase.of("anyOf.title").text(locale);
        }
        return condition instanceof Not
                ? Phrase.of("not.title").text(locale)
                : condition.question().text(locale, zone);
    }

    /** The whole tree as indented lines, in English. */
    public String text() {
        return text(Locale.ENGLISH);
    }

    /** The whole tree as indented lines, in the language of the locale if that is Japanese, else in English. */
    public String text(Locale locale) {
        StringBuilder lines = new StringBuilder();
        write(lines, 0, locale);
        return lines.toString();
    }

    private void write(StringBuilder lines, int depth, Locale locale) {
        lines.append("  ".repeat(depth))
                .append(Phrase.of("verdict." + verdict).text(locale))
                .append("  ")
                .append(question(locale));
        if (!reason.isEmpty()) {
            lines.append(": ").append(because(locale));
        }
        if (until != null) {
            lines.append(Phrase.of("until", until).text(locale, zone));
        }
        lines.append('\n');
        parts.forEach(part -> part.write(lines, depth + 1, locale));
    }
}
