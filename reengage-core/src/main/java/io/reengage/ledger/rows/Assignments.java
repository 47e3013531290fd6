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

    private final Map<String, Change> changes;

    private Assignments(Map<String, Change> changes) {
        this.changes = changes;
    }

    public static Assignments set(String column, @Nullable Object value) {
        return new Assignments(Map.of()).and(column, value);
    }

    /** Adds to what the column holds, which must be a whole number; null stays null. */
    public static Assignments plus(String column, long delta) {
        return new Assignments(Map.of()).andPlus(column, delta);
    }

    public Assignments and(String column, @Nullable Object value) {
        return and(column, new Change(value, false));
    }

    /** As {@link #plus}. */
    public Assignments andPlus(String column, long delta) {
        return and(column, new Change(delta, true));
    }

    private Assignments and(String column, Change change) {
        Map<String, Change> more = new LinkedHashMap<>(changes);
        if (more.containsKey(column)) {
            throw new IllegalArgumentException("Column " + column + " is set twice");
        }
        more.put(column, change);
        return new Assignments(more);
    }

    List<Bound> bind(Table<?> table) {
        List<Bound> bound = new ArrayList<>(changes.size());
        changes.forEach((name, change) -> {
            Column<?> column = table.column(name);
            if (table.key().columns().contains(column)) {
                throw new IllegalArgumentException("Column " + name + " is in the primary key of table " + table.name()
                        + " and cannot be changed");
            }
            bound.add(
                    change.added
                            ? added(table, column, change)
                            : new Bound(column, column.stored(change.value), false));
        });
        return bound;
    }

    /** In a unique index, whether rows that move on meet each other would depend on their order. */
    private static Bound added(Table<?> table, Column<?> column, Change change) {
        if (column.kind() != Kind.INTEGER && column.kind() != Kind.BIG) {
            throw new IllegalArgumentException("Column " + column.name() + " holds "
                    + column.kind().typeName() + "; only to whole numbers can something be added");
        }
        if (table.indexes().stream()
                .anyMatch(index -> index.unique() && index.columns().contains(column))) {
            throw new IllegalArgumentException("Column " + column.name() + " is in a unique index of table "
                    + table.name() + " and cannot be added to");
        }
        return new Bound(column, change.value, true);
    }

    private record Change(@Nullable Object value, boolean added) {}

    /**
     * An assignment checked against its table.
     *
     * @param added whether the value, a long, is added to what is there
     */
    record Bound(Column<?> column, @Nullable Object value, boolean added) {

        /** What the column will hold. */
        @Nullable
        Object after(@Nullable Object before) {
            if (!added || before == null) {
                return added ? null : value;
            }
            long sum = Math.addExact(((Number) before).longValue(), delta());
            return column.kind() == Kind.INTEGER ? (Object) Math.toIntExact(sum) : (Object) sum;
        }

        long delta() {
            return added && value instanceof Long number ? number : 0;
        }
    }
}
