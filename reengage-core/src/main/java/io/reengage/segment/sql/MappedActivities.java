// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import java.sql.SQLException;
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

    static MappedActivities of(Lookup lookup, Table table, ActivityColumns said, Key people) throws SQLException {
        String field = "activities " + table.name();
        if ((said.type == null) == (said.always == null)) {
            throw new IllegalArgumentException(field + ": say either type(column) or always(type)");
        }
        if (said.type != null && said.words.isEmpty()) {
            throw new IllegalArgumentException(
                    field + ": say which words the type column holds, with types(...) or means(word, type)");
        }
        Key subscriber = lookup.key(table, field + ".subscriber", said.subscriber);
        subscriber.requireLike(people, field + ".subscriber");
        Map<String, Column> properties = new LinkedHashMap<>();
        for (Map.Entry<String, String> each : said.properties.entrySet()) {
            properties.put(each.getKey(), property(lookup, table, field, each.getKey(), each.getValue()));
        }
        return new MappedActivities(
                table,
                subscriber,
                lookup.time(table, field + ".at", said.at),
                said.type == null ? null : table.column(field + ".type", said.type, Column.Kind.TEXT, Column.Kind.WORD),
                said.always,
                said.id == null ? null : table.column(field + ".id", said.id),
                Map.copyOf(said.words),
                properties);
    }

    private static Column property(Lookup lookup, Table table, String field, String name, String column)
            throws SQLException {
        return name.equals(Activity.VALUE)
                ? lookup.checked(
                        table,
                        field + ".value",
                        table.column(field + ".value", column, Column.Kind.NUMBER, Column.Kind.APPROXIMATE))
                : table.column(field + ".property " + name, column);
    }

    /** Tells it from other tables, and from others of the same table. */
    String name() {
        return table.name() + "." + at.column().name();
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
        return type == null ? Sql.TRUE : dialect.oneOf(type, alias, words(wanted));
    }
}
