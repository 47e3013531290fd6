// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The primary key, or an index, of a table. */
final class Index<R> {

    private final int number;
    private final String name;
    private final boolean unique;
    private final boolean bare;
    private final List<Column<R>> columns;
    private final List<Column<R>> order;
    private final int[] positions;

    Index(int number, String name, boolean unique, boolean bare, List<Column<R>> columns, List<Column<R>> order) {
        this.number = number;
        this.name = name;
        this.unique = unique;
        this.bare = bare;
        this.columns = columns;
        this.order = order;
        this.positions = order.stream().mapToInt(Column::position).toArray();
    }

    /** Its place in the table, 0 for the primary key. */
    int number() {
        return number;
    }

    String name() {
        return name;
    }

    boolean unique() {
        return unique;
    }

    /** The columns it was declared with. */
    List<Column<R>> columns() {
        return columns;
    }

    /** These, and the rest of the primary key: a total order of the rows. */
    List<Column<R>> order() {
        return order;
    }

    /** The columns it has in a database: a unique one must do without the rest of the key, and a bare one may. */
    List<Column<R>> stored() {
        return unique || bare ? columns : order;
    }

    /** The position in the row of the i-th column of the order. */
    int position(int i) {
        return positions[i];
    }

    /** Orders rows, and the edges of ranges of rows. */
    int compare(Position left, Position right) {
        int leftLength = left.length(this);
        int rightLength = right.length(this);
        int common = Math.min(leftLength, rightLength);
        for (int i = 0; i < common; i++) {
            int result = compareValues(left.at(this, i), right.at(this, i));
            if (result != 0) {
                return result;
            }
        }
        if (leftLength != rightLength) {
            return leftLength < rightLength ? left.side() : -right.side();
        }
        return Integer.compare(left.side(), right.side());
    }

    private static int compareValues(@Nullable Object left, @Nullable Object right) {
        if (left == right) {
            return 0;
        }
        if (left == null || right == null) {
            return left == null ? -1 : 1;
        }
        return Kind.compare(left, right);
    }
}
