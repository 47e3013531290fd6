// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a row, as stored, by column position. Compared by identity; {@link Index} compares by key. */
final class Cells implements Position {

    private final @Nullable Object[] values;

    Cells(@Nullable Object[] values) {
        this.values = values;
    }

    @Nullable
    Object get(Column<?> column) {
        return values[column.position()];
    }

    Cells with(List<Assignments.Bound> assignments) {
        @Nullable Object[] copy = values.clone();
        for (Assignments.Bound assignment : assignments) {
            copy[assignment.column().position()] =
                    assignment.after(values[assignment.column().position()]);
        }
        return new Cells(copy);
    }

    @Override
    public int length(Index<?> index) {
        return index.order().size();
    }

    @Override
    public @Nullable Object at(Index<?> index, int i) {
        return values[index.position(i)];
    }

    @Override
    public int side() {
        return 0;
    }
}
