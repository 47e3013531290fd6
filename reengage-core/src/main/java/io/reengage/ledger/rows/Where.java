// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What rows must be like: a conjunction of comparisons of columns with values. Immutable.
 *
 * <p>As in SQL, a null satisfies no comparison, not even {@link #notEqual}; ask for it with {@link #isNull}.
 */
public final class Where {

    private static final Where ALL = new Where(List.of());

    private final List<Comparison> comparisons;

    private Where(List<Comparison> comparisons) {
        this.comparisons = comparisons;
    }

    /** Every row; the beginning of every condition. */
    public static Where all() {
        return ALL;
    }

    public Where eq(String column, Object value) {
        return and(column, Operator.EQUAL, List.of(value));
    }

    public Where notEqual(String column, Object value) {
        return and(column, Operator.NOT_EQUAL, List.of(value));
    }

    /** One of the values, of which there may be any number; of none, no row matches. */
    public Where in(String column, Collection<?> values) {
        return and(column, Operator.IN, List.copyOf(values));
    }

    public Where below(String column, Object value) {
        return and(column, Operator.BELOW, List.of(value));
    }

    public Where atMost(String column, Object value) {
        return and(column, Operator.AT_MOST, List.of(value));
    }

    public Where atLeast(String column, Object value) {
        return and(column, Operator.AT_LEAST, List.of(value));
    }

    public Where above(String column, Object value) {
        return and(column, Operator.ABOVE, List.of(value));
    }

    public Where isNull(String column) {
        return and(column, Operator.IS_NULL, List.of());
    }

    public Where notNull(String column) {
        return and(column, Operator.NOT_NULL, List.of());
    }

    private Where and(String column, Operator operator, List<?> values) {
        List<Comparison> more = new ArrayList<>(comparisons);
        more.add(new Comparison(column, operator, values));
        return new Where(List.copyOf(more));
    }

    List<Test> bind(Table<?> table) {
        List<Test> tests = new ArrayList<>(comparisons.size());
        for (Comparison comparison : comparisons) {
            Column<?> column = table.column(comparison.column);
            ImmutableSet.Builder<Object> values = ImmutableSet.builderWithExpectedSize(comparison.values.size());
            for (Object value : comparison.values) {
                values.add(column.present(value));
            }
            tests.add(new Test(column, comparison.operator, values.build()));
        }
        return tests;
    }

    private record Comparison(String column, Operator operator, List<?> values) {}

    /** How a column is compared, and how SQL says it; {@link #IN} depends on the database. */
    enum Operator {
        EQUAL(" = ?"),
        NOT_EQUAL(" <> ?"),
        IN(""),
        BELOW(" < ?"),
        AT_MOST(" <= ?"),
        AT_LEAST(" >= ?"),
        ABOVE(" > ?"),
        IS_NULL(" IS NULL"),
        NOT_NULL(" IS NOT NULL");

        private final String sql;

        Operator(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }
    }

    /**
     * A comparison checked against its table.
     *
     * @param values none for the null tests, one for the others, any number for IN
     */
    record Test(Column<?> column, Operator operator, Set<Object> values) {

        /** The one value compared with. */
        Object value() {
            return values.iterator().next();
        }

        boolean on(Column<?> other) {
            return column.position() == other.position();
        }

        boolean isFixed() {
            return operator == Operator.EQUAL || operator == Operator.IS_NULL;
        }

        boolean accepts(Cells cells) {
            return holds(cells.get(column));
        }

        private boolean holds(@Nullable Object found) {
            if (found == null) {
                return operator == Operator.IS_NULL;
            }
            return switch (operator) {
                case IS_NULL -> false;
                case NOT_NULL -> true;
                case IN -> values.contains(found);
                case EQUAL -> found.equals(value());
                case NOT_EQUAL -> !found.equals(value());
                case BELOW -> Kind.compare(found, value()) < 0;
                case AT_MOST -> Kind.compare(found, value()) <= 0;
                case AT_LEAST -> Kind.compare(found, value()) >= 0;
                case ABOVE -> Kind.compare(found, value()) > 0;
            };
        }
    }
}
