// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A table as the database describes it.
 *
 * @param name as the host wrote it
 * @param quoted as it is written in SQL
 * @param view whether it is a view, which has no keys
 * @param columns by name
 * @param keys sets of columns, in lower case, that no two rows share
 * @param leading columns, in lower case, with which some index begins
 */
record Table(
        String name,
        String quoted,
        boolean view,
        Map<String, Column> columns,
        Set<Set<String>> keys,
        Set<String> leading) {

    /**
     * A column that has to be of one of these kinds.
     *
     * @param field what it is mapped as, for the message
     */
    Column column(String field, String wanted, Column.Kind... kinds) {
        Column column = columns.get(Catalog.pick(columns.keySet(), wanted));
        if (column == null) {
            throw new IllegalArgumentException(field + ": table " + name + " has no column " + wanted + "; it has "
                    + new TreeSet<>(columns.keySet()));
        }
        if (kinds.length > 0 && !Arrays.asList(kinds).contains(column.kind())) {
            throw new IllegalArgumentException(field + ": column " + wanted + " of table " + name + " is "
                    + column.typeName() + ", not " + words(kinds) + fix(column.kind()));
        }
        return column;
    }

    private static String words(Column.Kind... kinds) {
        return Arrays.stream(kinds)
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
    }

    private static String fix(Column.Kind kind) {
        return switch (kind) {
            case FOLDED -> ": it compares without regard to letter case; map a view that casts it to plain text";
            default -> "; map another column, or a view that casts this one";
        };
    }

    /** Refuses a table that may hold two rows where one is meant. */
    void requireKey(String field, Column... columns) {
        Set<String> wanted = Arrays.stream(columns)
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        if (keys.stream().noneMatch(wanted::containsAll)) {
            throw new IllegalArgumentException(field + ": table " + name + " has no unique key on "
                    + new TreeSet<>(wanted) + ": add one, two rows there would contradict each other");
        }
    }
}
