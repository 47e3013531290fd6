// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.store;

import io.reengage.ledger.rows.Migration;
import java.util.List;

/**
 * How ledgers made by earlier releases become like {@link Schema}.
 *
 * <p>To change a table: change its description in {@link Schema} and add one entry at the end of the list, such as
 * {@code Migration.to(2).column(Schema.RUN, "priority", 0).index(Schema.RUN, "priority")}. What was released stays.
 */
final class Migrations {

    static final List<Migration> ALL = List.of();

    private Migrations() {}
}
