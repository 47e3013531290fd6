// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

/** A row that is all key, in columns named by reserved words; users are grouped by their last character. */
record Tag(String user, String value) {

    static final Table<Tag> TABLE = Table.of(Tag.class, "order")
            .text("user", Tag::user)
            .grouped(1, user -> user.substring(user.length() - 1))
            .text("value", Tag::value)
            .key("user", "value")
            .lookup("value")
            .build(row -> new Tag(row.text("user"), row.text("value")));
}
