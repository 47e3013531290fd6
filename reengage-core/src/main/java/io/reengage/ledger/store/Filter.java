// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.store;

import io.reengage.ledger.store.Where.Operator;
import io.reengage.ledger.store.Where.Test;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A condition as the WHERE clause of a statement, or of several: where a database has to be given a long list value by
 * value, it gets it in portions.
 *
 * <p>H2 uses an index on (a, b) for a = 1 AND b IN (2, 3) only when told (a, b) IN ((1, 2), (1, 3)).
 */
final class Filter {

    private static final int PORTION = 512;

    private final Sql sql;
    private final StringBuilder text = new StringBuilder();
    private final List<Parameter> parameters = new ArrayList<>();

    private Filter(Sql sql) {
        this.sql = sql;
    }

    /** The text from WHERE on; empty if there is no condition. */
    String text() {
        return text.toString();
    }

    List<Parameter> parameters() {
        return parameters;
    }

    static List<Filter> of(Sql sql, Selection<?> selection) {
        return of(sql, selection, List.of());
    }

    /** The portion with a value that is being assigned to the listed column comes first, lest rows be counted twice. */
    static List<Filter> of(Sql sql, Selection<?> selection, List<Assignments.Bound> assignments) {
        Optional<Test> list = sql.dialect() == Dialect.POSTGRESQL ? Optional.empty() : longestList(selection);
        if (list.isEmpty()) {
            return List.of(new Filter(sql).all(selection.tests()));
        }
        List<Object> values = new ArrayList<>(list.get().values());
        for (Assignments.Bound assignment : assignments) {
            if (list.get().on(assignment.column()) && values.remove(assignment.value())) {
                values.add(0, assignment.value());
            }
        }
        List<Filter> filters = new ArrayList<>();
        for (int from = 0; from < values.size(); from += PORTION) {
            List<Object> portion = values.subList(from, Math.min(values.size(), from + PORTION));
            filters.add(new Filter(sql).all(selection, list.get(), portion));
        }
        return filters;
    }

    private static Optional<Test> longestList(Selection<?> selection) {
        Comparator<Test> longer = Comparator.comparing(test -> test.values().size());
        Optional<Test> indexed =
                selection.prefix().stream().filter(Filter::isList).findFirst();
        return indexed.isPresent()
                ? indexed
                : selection.tests().stream().filter(Filter::isList).max(longer);
    }

    private static boolean isList(Test test) {
        return test.operator() == Operator.IN;
    }

    private Filter all(Selection<?> selection, Test list, List<Object> portion) {
        int place = selection.prefix().indexOf(list);
        List<Test> leading = place > 0 ? selection.prefix().subList(0, place) : List.of();
        List<Test> together =
                leading.stream().allMatch(test -> test.operator() == Operator.EQUAL) ? leading : List.of();
        List<Test> others = new ArrayList<>(selection.tests());
        others.removeAll(together);
        others.remove(list);
        and();
        combinations(together, list, portion);
        return all(others);
    }

    private Filter all(List<Test> tests) {
        for (Test test : tests) {
            and();
            if (!isList(test)) {
                text.append(sql.quoted(test.column().name()))
                        .append(test.operator().sql());
                test.values().forEach(value -> add(test.column(), value));
            } else if (sql.dialect() == Dialect.POSTGRESQL) {
                text.append(sql.quoted(test.column().name())).append(" = ANY(?)");
                parameters.add(new Parameter(test.column().kind(), test.values(), true));
            } else {
                combinations(List.of(), test, test.values());
            }
        }
        return this;
    }

    /** The number of values is rounded up, by repetition, so that few different statements arise. */
    private void combinations(List<Test> leading, Test list, List<Object> values) {
        int size = values.size() == 1 ? 1 : Integer.highestOneBit(values.size() - 1) * 2;
        List<Column<?>> columns = new ArrayList<>();
        leading.forEach(test -> columns.add(test.column()));
        columns.add(list.column());
        String marks = leading.isEmpty() ? "?" : "(" + Sql.marks(columns.size()) + ")";
        text.append('(').append(sql.names(columns)).append(") IN (");
        text.append(String.join(", ", Collections.nCopies(size, marks))).append(')');
        for (int i = 0; i < size; i++) {
            leading.forEach(test -> add(test.column(), test.value()));
            add(list.column(), values.get(Math.min(i, values.size() - 1)));
        }
    }

    private void and() {
        text.append(text.length() == 0 ? " WHERE " : " AND ");
    }

    private void add(Column<?> column, Object value) {
        parameters.add(new Parameter(column.kind(), value, false));
    }
}
