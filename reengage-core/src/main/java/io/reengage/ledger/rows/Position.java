// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import org.jspecify.annotations.Nullable;

/** A place in the order of an index: a row, or the edge of a range. */
sealed interface Position permits Cells, Edge {

    /** How many leading columns of the index this place fixes. */
    int length(Index<?> index);

    /** The value in the i-th column of the index. */
    @Nullable
    Object at(Index<?> index, int i);

    /** Before (-1) or after (1) everything that begins with the same values; 0 for a row. */
    int side();
}
