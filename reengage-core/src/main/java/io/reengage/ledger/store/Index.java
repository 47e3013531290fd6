// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The primary key, or an index, of a table.
 *
 * @param number its place in the table, 0 for the primary key
 * @param columns the columns it was declared with
 * @param order these, and the rest of the primary key: a total order of the rows
 */
record Index<R>(int number, String name, boolean unique, List<Column<R>> columns, List<Column<R>> order) {

    /** Orders rows, and the edges of ranges of rows. */
    int compare(Position left, Position right) {
        int common = Math.min(left.length(this), right.length(this));
        for (int i = 0; i < common; i++) {
            int result = compareValues(left.at(this, i), right.at(this, i));
            if (result != 0) {
                return result;
            }
        }
        if (left.length(this) != right.length(this)) {
            return left.length(this) < right.length(this) ? left.side() : -right.side();
        }
        return Integer.compare(left.side(), right.side());
    }

    private static int compareValues(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return left == right ? 0 : left == null ? -1 : 1;
        }
        return Kind.compare(left, right);
    }
}
