// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A piece of SQL with the values of its question marks. As a condition, NULL counts as false; pieces are joined by AND and OR
 * alone, so that this stays so.
 */
record Sql(String text, List<Object> params) {

    static final Sql TRUE = new Sql("1 = 1", List.of());
    static final Sql FALSE = new Sql("1 = 0", List.of());

    /** Parts in a row: some databases count each one more as one level deeper, and end at a thousand. */
    private static final int WIDEST = 500;

    Sql {
        params = List.copyOf(params);
    }

    static Sql of(String text, Object... params) {
        return new Sql(text, List.of(params));
    }

    static Sql when(boolean known) {
        return known ? TRUE : FALSE;
    }

    static Sql and(Sql... parts) {
        return and(List.of(parts));
    }

    static Sql and(List<Sql> parts) {
        return joined(parts, " AND ", TRUE, FALSE);
    }

    static Sql or(Sql... parts) {
        return or(List.of(parts));
    }

    static Sql or(List<Sql> parts) {
        return joined(parts, " OR ", FALSE, TRUE);
    }

    /** True wherever this is false or NULL. */
    Sql negated() {
        if (equals(TRUE) || equals(FALSE)) {
            return when(equals(FALSE));
        }
        return new Sql("(" + text + ") IS NOT TRUE", params);
    }

    /** This text, then the other, as they stand. */
    Sql then(Sql more) {
        List<Object> all = new ArrayList<>(params);
        all.addAll(more.params);
        return new Sql(text + more.text, all);
    }

    Sql then(String more, Object... values) {
        return then(of(more, values));
    }

    private static Sql joined(List<Sql> parts, String word, Sql neutral, Sql deciding) {
        if (parts.contains(deciding)) {
            return deciding;
        }
        List<Sql> kept =
                parts.stream().filter(part -> !part.equals(neutral)).distinct().toList();
        if (kept.size() < 2) {
            return kept.isEmpty() ? neutral : kept.get(0);
        }
        if (kept.size() > WIDEST) {
            int half = kept.size() / 2;
            return joined(
                    List.of(
                            joined(kept.subList(0, half), word, neutral, deciding),
                            joined(kept.subList(half, kept.size()), word, neutral, deciding)),
                    word,
                    neutral,
                    deciding);
        }
        return new Sql(
                kept.stream().map(Sql::text).collect(Collectors.joining(word, "(", ")")),
                kept.stream().flatMap(part -> part.params().stream()).toList());
    }
}
