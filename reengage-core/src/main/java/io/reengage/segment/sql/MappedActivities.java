// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.activity.ActivityType;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A table of activities, every column found and of a kind that serves. */
record MappedActivities(
        Table table,
        Key subscriber,
        Time at,
        @Nullable Column type,
        @Nullable ActivityType always,
        @Nullable Column id,
        Map<String, ActivityType> words,
        Map<String, Column> properties) {

    static MappedActivities of(Dialect dialect, Table table, ActivityColumns said, Key people, boolean seconds) {
        String field = "activities " + table.name();
        if ((said.type == null) == (said.always == null)) {
            throw new IllegalArgumentException(field + ": say either type(column) or always(type)");
        }
        if (said.type != null && said.words.isEmpty()) {
            throw new IllegalArgumentException(
                    field + ": say which words the type column holds, with types(...) or means(word, type)");
        }
        Key subscriber = new Key(table.column(field + ".subscriber", said.subscriber, Key.KINDS));
        subscriber.requireLike(people, field + ".subscriber");
        Map<String, Column> properties = new LinkedHashMap<>();
        said.properties.forEach(
                (name, column) -> properties.put(name, table.column(field + ".property " + name, column)));
        return new MappedActivities(
                table,
                subscriber,
                Time.of(dialect, table.column(field + ".at", said.at, Time.KINDS), seconds),
                said.type == null ? null : table.column(field + ".type", said.type, Column.Kind.TEXT, Column.Kind.WORD),
                said.always,
                said.id == null ? null : table.column(field + ".id", said.id),
                Map.copyOf(said.words),
                properties);
    }

    Set<ActivityType> types() {
        return always == null ? new LinkedHashSet<>(words.values()) : Set.of(always);
    }

    /** The words that mean any of these. */
    List<String> words(Set<ActivityType> wanted) {
        return words.entrySet().stream()
                .filter(entry -> wanted.contains(entry.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Only rows of these types. */
    Sql isOf(Dialect dialect, String alias, Set<ActivityType> wanted) {
        return type == null ? Sql.TRUE : dialect.oneOf(MappedActivities.text(type, alias), words(wanted));
    }

    /** A text column, or a word of a type of its own as text. */
    static String text(Column column, String alias) {
        return column.kind() == Column.Kind.WORD ? "CAST(" + column.of(alias) + " AS VARCHAR)" : column.of(alias);
    }
}
