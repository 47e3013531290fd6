// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * In which columns some rows all have the same value: of such a column a statement takes the value once, of any other it takes
 * an array, after all those values.
 */
record Sameness(BitSet columns) {

    /** @param rows at least one */
    static Sameness of(Table<?> table, List<Cells> rows) {
        BitSet same = new BitSet();
        for (Column<?> column : table.columns()) {
            @Nullable Object first = rows.get(0).get(column);
            same.set(column.position(), rows.stream().allMatch(row -> Objects.equals(first, row.get(column))));
        }
        return new Sameness(same);
    }

    boolean holds(Column<?> column) {
        return columns.get(column.position());
    }

    /** These rows as parameters. */
    List<Parameter> parameters(Table<?> table, List<Cells> rows) {
        List<Parameter> parameters = new ArrayList<>();
        List<Parameter> arrays = new ArrayList<>();
        for (Column<?> column : table.columns()) {
            if (holds(column)) {
                parameters.add(Parameter.of(column, rows.get(0).get(column)));
            } else {
                List<@Nullable Object> values = new ArrayList<>(rows.size());
                rows.forEach(row -> values.add(row.get(column)));
                arrays.add(new Parameter(column.kind(), values, true));
            }
        }
        parameters.addAll(arrays);
        return parameters;
    }
}
