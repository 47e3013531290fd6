// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lower (side -1) or upper (side 1) edge of all rows whose index columns begin with these values. */
record Edge(List<@Nullable Object> prefix, int side) implements Position {

    @Override
    public int length(Index<?> index) {
        return prefix.size();
    }

    @Override
    public @Nullable Object at(Index<?> index, int i) {
        return prefix.get(i);
    }
}
