// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import io.reengage.ledger.rows.Where.Operator;
import io.reengage.ledger.rows.Where.Test;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The rows of one table, once in every index. */
final class MemoryTable {

    private final Table<?> table;
    private final List<NavigableSet<Position>> trees = new ArrayList<>();

    MemoryTable(Table<?> table) {
        this.table = table;
        table.indexes().forEach(index -> trees.add(new TreeSet<>(index::compare)));
    }

    Table<?> table() {
        return table;
    }

    boolean isFree(Cells row) {
        for (Index<?> index : table.indexes()) {
            if (index.unique() && equal(index, row).isPresent()) {
                return false;
            }
        }
        return true;
    }

    Optional<Cells> sameKey(Cells row) {
        return equal(table.key(), row);
    }

    void add(Cells row) {
        trees.forEach(tree -> tree.add(row));
    }

    void remove(Cells row) {
        trees.forEach(tree -> tree.remove(row));
    }

    List<Cells> find(Selection<?> selection, int limit) {
        List<Cells> found = new ArrayList<>();
        if (limit == 0) {
            return found;
        }
        scan(selection, row -> {
            found.add(row);
            return !selection.ordered() || found.size() < limit;
        });
        if (!selection.ordered()) {
            found.sort(selection.comparator());
        }
        return found.size() > limit ? found.subList(0, limit) : found;
    }

    long size(Selection<?> selection) {
        if (selection.isEverything()) {
            return tree(table.key()).size();
        }
        long[] size = {0};
        scan(selection, row -> ++size[0] > 0);
        return size[0];
    }

    /** Nulls are no entry: with one, everything is free. */
    private Optional<Cells> equal(Index<?> index, Cells row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Column<?> column : index.columns()) {
            @Nullable Object value = row.get(column);
            if (value == null) {
                return Optional.empty();
            }
            values.add(value);
        }
        Edge upper = new Edge(values, 1);
        Position next = tree(index).higher(new Edge(values, -1));
        return next instanceof Cells found && index.compare(found, upper) < 0 ? Optional.of(found) : Optional.empty();
    }

    private NavigableSet<Position> tree(Index<?> index) {
        return trees.get(index.number());
    }

    /** Shows the matching rows in the order of the selection's index until the visitor has enough. */
    private void scan(Selection<?> selection, Predicate<Cells> visitor) {
        for (List<@Nullable Object> start : starts(selection)) {
            if (!scan(selection, start, visitor)) {
                return;
            }
        }
    }

    private boolean scan(Selection<?> selection, List<@Nullable Object> start, Predicate<Cells> visitor) {
        Edge lower = new Edge(start, -1);
        Edge upper = new Edge(start, 1);
        if (start.size() < selection.index().order().size()) {
            Column<?> next = selection.index().order().get(start.size());
            for (Test test : selection.tests()) {
                if (test.on(next)) {
                    lower = lower(test, start, lower);
                    upper = upper(test, start, upper);
                }
            }
        }
        if (selection.index().compare(lower, upper) >= 0) {
            return true;
        }
        for (Position position : tree(selection.index()).subSet(lower, upper)) {
            if (position instanceof Cells row && selection.accepts(row) && !visitor.test(row)) {
                return false;
            }
        }
        return true;
    }

    private static Edge lower(Test test, List<@Nullable Object> start, Edge otherwise) {
        return switch (test.operator()) {
            case ABOVE -> new Edge(extended(start, test.value()), 1);
            case AT_LEAST -> new Edge(extended(start, test.value()), -1);
            case BELOW, AT_MOST, NOT_NULL ->
                otherwise.prefix().size() > start.size() ? otherwise : new Edge(extended(start, null), 1);
            case EQUAL, NOT_EQUAL, IN, IS_NULL -> otherwise;
        };
    }

    private static Edge upper(Test test, List<@Nullable Object> start, Edge otherwise) {
        return switch (test.operator()) {
            case BELOW -> new Edge(extended(start, test.value()), -1);
            case AT_MOST -> new Edge(extended(start, test.value()), 1);
            case ABOVE, AT_LEAST, EQUAL, NOT_EQUAL, IN, IS_NULL, NOT_NULL -> otherwise;
        };
    }

    private static List<@Nullable Object> extended(List<@Nullable Object> start, @Nullable Object value) {
        List<@Nullable Object> longer = new ArrayList<>(start);
        longer.add(value);
        return longer;
    }

    /** The values of the leading columns to look up: one combination, or one for each value of the IN among them. */
    private static List<List<@Nullable Object>> starts(Selection<?> selection) {
        List<List<@Nullable Object>> starts = List.of(List.of());
        for (Test test : selection.prefix()) {
            List<@Nullable Object> values = new ArrayList<>(test.values());
            if (test.operator() == Operator.IS_NULL) {
                values.add(null);
            } else if (test.operator() == Operator.IN) {
                values.sort(Kind::compare);
            }
            List<List<@Nullable Object>> longer = new ArrayList<>(starts.size() * values.size());
            starts.forEach(start -> values.forEach(value -> longer.add(extended(start, value))));
            starts = longer;
        }
        return starts;
    }
}
