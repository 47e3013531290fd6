// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** New values for columns, as {@link Rows#update} gives them to every matching row. Immutable. */
public final class Assignments {

    private final Map<String, @Nullable Object> values;

    private Assignments(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    public static Assignments set(String column, @Nullable Object value) {
        return new Assignments(Map.of()).and(column, value);
    }

    public Assignments and(String column, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(values);
        if (more.containsKey(column)) {
            throw new IllegalArgumentException("Column " + column + " is set twice");
        }
        more.put(column, value);
        return new Assignments(more);
    }

    List<Bound> bind(Table<?> table) {
        List<Bound> bound = new ArrayList<>(values.size());
        values.forEach((name, value) -> {
            Column<?> column = table.column(name);
            if (table.key().columns().contains(column)) {
                throw new IllegalArgumentException("Column " + name + " is in the primary key of table " + table.name()
                        + " and cannot be changed");
            }
            bound.add(new Bound(column, column.stored(value)));
        });
        return bound;
    }

    /** An assignment checked against its table. */
    record Bound(Column<?> column, @Nullable Object value) {}
}
