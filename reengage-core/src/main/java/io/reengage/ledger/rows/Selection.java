// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static java.util.Objects.requireNonNull;

import io.reengage.ledger.rows.Where.Operator;
import io.reengage.ledger.rows.Where.Test;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bound condition with its order, and the index that serves it best: the one with the most leading columns fixed by
 * equality or one IN, then one with a range next, then one in whose order the rows are wanted.
 *
 * @param order a total order: the columns asked for, then the primary key
 * @param index the index to read
 * @param prefix the tests on its leading columns
 * @param ordered whether reading the index yields the rows in order
 */
record Selection<R>(
        Table<R> table, List<Test> tests, Index<R> order, Index<R> index, List<Test> prefix, boolean ordered) {

    static <R> Selection<R> of(Table<R> table, Where where, List<String> orderBy) {
        List<Test> tests = where.bind(table);
        Index<R> order = order(table, orderBy);
        @Nullable Selection<R> best = null;
        int bestScore = -1;
        for (Index<R> index : table.indexes()) {
            List<Test> prefix = prefix(index, tests);
            boolean ordered = isOrdered(index, order, tests);
            int range = prefix.size() < index.order().size()
                            && hasRange(index.order().get(prefix.size()), tests)
                    ? 2
                    : 0;
            int score = 4 * prefix.size() + range + (ordered ? 1 : 0);
            if (score > bestScore) {
                bestScore = score;
                best = new Selection<>(table, tests, order, index, prefix, ordered);
            }
        }
        return requireNonNull(best);
    }

    /** True if an empty list makes every row fail. */
    boolean isEmpty() {
        return tests.stream()
                .anyMatch(
                        test -> test.operator() == Operator.IN && test.values().isEmpty());
    }

    /** True if nothing is asked of a row. */
    boolean isEverything() {
        return tests.isEmpty();
    }

    boolean accepts(Cells cells) {
        for (Test test : tests) {
            if (!test.accepts(cells)) {
                return false;
            }
        }
        return true;
    }

    Comparator<Cells> comparator() {
        return order::compare;
    }

    /** The columns to sort by: those of the index if it serves the order, so that a database sees that it does. */
    List<Column<R>> sortColumns() {
        return ordered ? index.order() : order.order();
    }

    private static <R> Index<R> order(Table<R> table, List<String> orderBy) {
        Set<Column<R>> columns = new LinkedHashSet<>();
        orderBy.forEach(name -> columns.add(table.column(name)));
        columns.addAll(table.key().columns());
        return new Index<>(-1, "order", true, false, List.copyOf(columns), List.copyOf(columns));
    }

    private static List<Test> prefix(Index<?> index, List<Test> tests) {
        List<Test> prefix = new ArrayList<>();
        boolean listed = false;
        for (Column<?> column : index.order()) {
            @Nullable Test next = null;
            for (Test test : tests) {
                boolean list = test.operator() == Operator.IN && !listed;
                if (test.on(column) && (test.isFixed() || (list && next == null))) {
                    next = test;
                }
            }
            if (next == null) {
                return prefix;
            }
            listed |= next.operator() == Operator.IN;
            prefix.add(next);
        }
        return prefix;
    }

    private static boolean hasRange(Column<?> column, List<Test> tests) {
        return tests.stream().anyMatch(test -> test.on(column) && isRange(test.operator()));
    }

    private static boolean isRange(Operator operator) {
        return switch (operator) {
            case BELOW, AT_MOST, AT_LEAST, ABOVE, NOT_NULL -> true;
            case EQUAL, NOT_EQUAL, IN, IS_NULL -> false;
        };
    }

    private static boolean isOrdered(Index<?> index, Index<?> order, List<Test> tests) {
        List<Column<?>> has = free(index.order(), tests);
        List<Column<?>> wants = free(order.order(), tests);
        return wants.size() <= has.size() && has.subList(0, wants.size()).equals(wants);
    }

    private static List<Column<?>> free(List<? extends Column<?>> columns, List<Test> tests) {
        List<Column<?>> free = new ArrayList<>(columns);
        tests.stream().filter(Test::isFixed).forEach(test -> free.remove(test.column()));
        return free;
    }
}
