// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryRowStoreTest extends RowStoreContract {

    @Override
    RowStore open() {
        return new MemoryRowStore(() -> NOON);
    }

    @Test
    void tellsTheTimeOfTheClockItWasGiven() {
        assertThat(store.now()).isEqualTo(NOON);
    }

    @Test
    void refusesASecondDescriptionOfATable() {
        Table<Tag> other =
                Table.of(Tag.class, "visit").text("user", Tag::user).key("user").build(row -> new Tag("", ""));
        assertThatThrownBy(() -> store.createSchema(List.of(other))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ordersTextByCodePoints() {
        insert(Visit.of("\ud83d\ude00"), Visit.of("\uff21"));
        assertThat(all()).extracting(Visit::person).containsExactly("\uff21", "\ud83d\ude00");
    }
}
