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
 * What rows must be like: a conjunction of comparisons of columns with values, and of {@linkplain #either alternatives}.
 * Immutable.
 *
 * <p>As in SQL, a null satisfies no comparison, not even {@link #notEqual}; ask for it with {@link #isNull}.
 */
public final class Where {

    private static final Where ALL = new Where(List.of(), List.of());

    private final List<Comparison> comparisons;
    private final List<Either> alternatives;

    private Where(List<Comparison> comparisons, List<Either> alternatives) {
        this.comparisons = comparisons;
        this.alternatives = alternatives;
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

    /**
     * What satisfies one of two conditions, or both; no index serves that.
     *
     * @throws IllegalArgumentException if one of them compares nothing, or has a list or alternatives of its own
     */
    public Where either(Where one, Where other) {
        if (!one.isPlain() || !other.isPlain()) {
            throw new IllegalArgumentException("An alternative must consist of comparisons with one value each");
        }
        List<Either> more = new ArrayList<>(alternatives);
        more.add(new Either(one, other));
        return new Where(comparisons, List.copyOf(more));
    }

    private boolean isPlain() {
        return alternatives.isEmpty()
                && !comparisons.isEmpty()
                && comparisons.stream().noneMatch(each -> each.operator == Operator.IN);
    }

    private Where and(String column, Operator operator, List<?> values) {
        List<Comparison> more = new ArrayList<>(comparisons);
        more.add(new Comparison(column, operator, values));
        return new Where(List.copyOf(more), alternatives);
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

    List<Alternatives> bindAlternatives(Table<?> table) {
        return alternatives.stream()
                .map(each -> new Alternatives(each.one.bind(table), each.other.bind(table)))
                .toList();
    }

    private record Either(Where one, Where other) {}

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

    /** Two conjunctions of which one must hold. */
    record Alternatives(List<Test> one, List<Test> other) {

        boolean accepts(Cells cells) {
            return all(one, cells) || all(other, cells);
        }

        private static boolean all(List<Test> tests, Cells cells) {
            return tests.stream().allMatch(test -> test.accepts(cells));
        }
    }
}
