// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table: its name, what it holds, and where a row keeps it.
 *
 * @param grouping what a text is kept behind, if anything
 */
record Column<R>(
        String name,
        Kind kind,
        boolean nullable,
        int longestText,
        int position,
        Function<R, ?> reader,
        @Nullable Grouping grouping) {

    /** What fits into a key or an index of every database we know. */
    static final int LONGEST_KEY_TEXT = 500;

    /** H2's limit for a character column is a little above. */
    static final int LONGEST_TEXT = 1_000_000;

    Column<R> asNullable() {
        return new Column<>(name, kind, true, longestText, position, reader, grouping);
    }

    Column<R> asIndexed() {
        return new Column<>(name, kind, nullable, LONGEST_KEY_TEXT, position, reader, grouping);
    }

    Column<R> in(Grouping groups) {
        return new Column<>(name, kind, nullable, longestText, position, reader, groups);
    }

    @Nullable
    Object read(R row) {
        return stored(reader.apply(row));
    }

    /** The value as it will be stored, or {@link IllegalArgumentException}. */
    @Nullable
    Object stored(@Nullable Object value) {
        if (value != null) {
            return present(value);
        }
        if (!nullable) {
            throw new IllegalArgumentException("Column " + name + " must not be null");
        }
        return null;
    }

    /** The same for what is not null. */
    Object present(Object value) {
        Object grouped = grouping != null && value instanceof String text ? grouping.behind(text) : value;
        return kind.stored(grouped, longestText, name);
    }

    /** What a stored value was before. */
    @Nullable
    Object given(@Nullable Object stored) {
        return grouping != null && stored instanceof String text ? grouping.without(text) : stored;
    }
}
