// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import io.reengage.ledger.rows.Where.Operator;
import io.reengage.ledger.rows.Where.Test;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A condition as the WHERE clause of a statement, or of several: where a database has to be given a long list value by
 * value, it gets it in portions.
 *
 * <p>H2 reads all of a = 1 for a = 1 AND b IN (2, 3), whatever indexes there are. What is only read is joined to the list
 * there, by an outer join, since that alone is not turned round; for a change each value is a portion.
 */
final class Filter {

    private static final int PORTION = 512;

    private final Sql sql;
    private final StringBuilder text;
    private final List<Parameter> parameters = new ArrayList<>();
    private String conjunction;

    private Filter(Sql sql, String begin, String conjunction) {
        this.sql = sql;
        this.text = new StringBuilder(begin);
        this.conjunction = conjunction;
    }

    /** The text from FROM on for reading, from WHERE on for a change. */
    String text() {
        return text.toString();
    }

    List<Parameter> parameters() {
        return parameters;
    }

    /** For reading. */
    static List<Filter> reading(Sql sql, Selection<?> selection) {
        Optional<Test> indexed = indexedList(selection);
        return sql.dialect() == Dialect.POSTGRESQL || indexed.isEmpty()
                ? locking(sql, selection)
                : List.of(joined(sql, sql.name(selection.table().name()), selection, indexed.get()));
    }

    private static Filter joined(Sql sql, String name, Selection<?> selection, Test list) {
        Filter filter = new Filter(sql, " FROM UNNEST(?) AS \"L\" (\"LISTED\") LEFT JOIN " + name, " ON ");
        filter.parameters.add(new Parameter(list.column().kind(), list.values(), true));
        filter.begin(list.column()).text.append(" = \"LISTED\"");
        List<Test> others = new ArrayList<>(selection.tests());
        others.remove(list);
        filter.all(others);
        filter.text.append(" WHERE ").append(sql.quoted(list.column().name())).append(" IS NOT NULL");
        return filter;
    }

    /** For reading and locking, which goes without a join. */
    static List<Filter> locking(Sql sql, Selection<?> selection) {
        return of(
                sql, selection, List.of(), " FROM " + sql.name(selection.table().name()));
    }

    static List<Filter> of(Sql sql, Selection<?> selection) {
        return of(sql, selection, List.of());
    }

    /**
     * The portion with a value that is being assigned to the listed column comes first, lest rows be counted twice; where
     * something is added to that column, the values come in the order in which no row moves to a later one.
     */
    static List<Filter> of(Sql sql, Selection<?> selection, List<Assignments.Bound> assignments) {
        return of(sql, selection, assignments, "");
    }

    private static List<Filter> of(Sql sql, Selection<?> selection, List<Assignments.Bound> assignments, String begin) {
        Optional<Test> list = sql.dialect() == Dialect.POSTGRESQL ? Optional.empty() : longestList(selection);
        if (list.isEmpty()) {
            return List.of(new Filter(sql, begin, " WHERE ").all(selection.tests()));
        }
        List<Object> values = new ArrayList<>(list.get().values());
        for (Assignments.Bound assignment : assignments) {
            if (list.get().on(assignment.column()) && assignment.added()) {
                Comparator<Object> ascending = Kind::compare;
                values.sort(assignment.delta() < 0 ? ascending : ascending.reversed());
            } else if (list.get().on(assignment.column()) && values.remove(assignment.value())) {
                values.add(0, assignment.value());
            }
        }
        int portion = selection.prefix().indexOf(list.get()) > 0 ? 1 : PORTION;
        List<Test> others = new ArrayList<>(selection.tests());
        others.remove(list.get());
        List<Filter> filters = new ArrayList<>();
        for (int from = 0; from < values.size(); from += portion) {
            List<Object> some = values.subList(from, Math.min(values.size(), from + portion));
            filters.add(new Filter(sql, begin, " WHERE ")
                    .listed(list.get().column(), some)
                    .all(others));
        }
        return filters;
    }

    private static Optional<Test> longestList(Selection<?> selection) {
        Comparator<Test> longer = Comparator.comparing(test -> test.values().size());
        Optional<Test> indexed = indexedList(selection);
        return indexed.isPresent()
                ? indexed
                : selection.tests().stream().filter(Filter::isList).max(longer);
    }

    private static Optional<Test> indexedList(Selection<?> selection) {
        return selection.prefix().stream().filter(Filter::isList).findFirst();
    }

    private static boolean isList(Test test) {
        return test.operator() == Operator.IN;
    }

    private Filter all(List<Test> tests) {
        for (Test test : tests) {
            if (isList(test)) {
                listed(test.column(), test.values());
            } else {
                compared(test);
            }
        }
        return this;
    }

    private void compared(Test test) {
        begin(test.column());
        text.append(test.operator().sql());
        test.values().forEach(value -> parameters.add(Parameter.of(test.column(), value)));
    }

    /**
     * The number of values is rounded up, by repetition, so that few different statements arise. A list of one is none:
     * PostgreSQL would make a plan for it each time.
     */
    private Filter listed(Column<?> column, Collection<Object> values) {
        begin(column);
        if (sql.dialect() == Dialect.POSTGRESQL && values.size() != 1) {
            text.append(" = ANY(?)");
            parameters.add(new Parameter(column.kind(), values, true));
            return this;
        }
        int size = values.size() == 1 ? 1 : Integer.highestOneBit(values.size() - 1) * 2;
        text.append(size == 1 ? " = ?" : " IN (" + Sql.marks(size) + ")");
        Object last = "";
        for (Object value : values) {
            parameters.add(Parameter.of(column, value));
            last = value;
        }
        for (int i = values.size(); i < size; i++) {
            parameters.add(Parameter.of(column, last));
        }
        return this;
    }

    private Filter begin(Column<?> column) {
        text.append(conjunction).append(sql.quoted(column.name()));
        conjunction = " AND ";
        return this;
    }
}
