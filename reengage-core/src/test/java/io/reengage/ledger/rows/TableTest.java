// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "Upper", "1st", "two words", "quote\"", "a234567890123456789012345678x"})
    void refusesOddNames(String name) {
        assertThatThrownBy(() -> Table.of(Tag.class, name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tag().text(name, Tag::value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAnUnfinishedOrContradictoryDescription() {
        assertThatThrownBy(() -> tag().build(row -> new Tag("", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key");
        assertThatThrownBy(() -> tag().text("user", Tag::user)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tag().key("nope")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tag().index("user", "user")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tag().key("user").key("user")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tag().nullable().key("user")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tag().integer("number", each -> 1).grouped(1, user -> "g"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("number");
    }

    @Test
    void refusesAnAssignmentMadeTwice() {
        assertThatThrownBy(() -> Assignments.set("note", "a").and("note", "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("note");
    }

    @Test
    void aRowSaysWhichColumnIsNullOrOfAnotherKind() {
        Row row = new Row(Visit.TABLE, Visit.TABLE.cells(Visit.of("a")));
        assertThat(row.text("person")).isEqualTo("a");
        assertThatThrownBy(() -> row.instant("due"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("due", "visit");
        assertThatThrownBy(() -> row.big("shard"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("shard", "Integer", "Long");
        assertThatThrownBy(() -> row.text("nope")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Table.Builder<Tag> tag() {
        return Table.of(Tag.class, "tag").text("user", Tag::user);
    }
}
