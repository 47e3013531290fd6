// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import java.util.function.UnaryOperator;

/**
 * Keeps texts behind the name of their group, so that those of one group lie together in an index. The empty text has none:
 * it stays the first of all.
 *
 * @param length characters of a group's name
 * @param group names the group of a text
 */
record Grouping(int length, UnaryOperator<String> group) {

    String behind(String text) {
        return text.isEmpty() ? text : group.apply(text) + text;
    }

    String without(String stored) {
        return stored.isEmpty() ? stored : stored.substring(length);
    }
}
