// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.activity.ActivityType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The people's table, every column found and of a kind that serves. */
record MappedPeople(
        Table table,
        Key id,
        @Nullable Column zone,
        @Nullable Column language,
        @Nullable Time joinedAt,
        @Nullable Column json,
        Map<String, Column> addresses,
        Map<String, Attribute> attributes,
        Map<String, Member> lists,
        Map<ActivityType, Last> last) {

    /** An attribute in a column; moments know how they are stored. */
    record Attribute(Column column, @Nullable Time time) {}

    /** A list marked in columns. */
    record Member(
            Column member,
            Column consented,
            @Nullable Time consentedAt,
            @Nullable Column evidence) {}

    /** The last time of a type, and perhaps how often in all. */
    record Last(Time at, @Nullable Column count) {}

    static MappedPeople of(Dialect dialect, Table table, PeopleColumns said, boolean seconds) {
        Key id = new Key(table.column("people.id", said.id, Key.KINDS));
        table.requireKey("people.id", id.column());
        Map<String, Column> addresses = new LinkedHashMap<>();
        said.addresses.forEach((kind, name) -> addresses.put(kind, text(table, "people.address " + kind, name)));
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        said.attributes.forEach((name, column) ->
                attributes.put(name, attribute(dialect, table, "people.attribute " + name, column, seconds)));
        Map<String, Member> lists = new LinkedHashMap<>();
        said.lists.forEach((name, columns) -> lists.put(name, member(dialect, table, name, columns, seconds)));
        Map<ActivityType, Last> last = new LinkedHashMap<>();
        said.last.forEach((type, columns) -> last.put(
                type,
                new Last(
                        Time.of(dialect, table.column("people.last " + type, columns.at(), Time.KINDS), seconds),
                        columns.count() == null
                                ? null
                                : table.column(
                                        "people.last " + type + " count", columns.count(), Column.Kind.NUMBER))));
        return new MappedPeople(
                table,
                id,
                said.zone == null ? null : text(table, "people.zone", said.zone),
                said.language == null ? null : text(table, "people.language", said.language),
                said.joinedAt == null
                        ? null
                        : Time.of(dialect, table.column("people.joinedAt", said.joinedAt, Time.KINDS), seconds),
                said.json == null ? null : table.column("people.attributesIn", said.json),
                addresses,
                attributes,
                lists,
                last);
    }

    private static Column text(Table table, String field, String name) {
        return table.column(field, name, Column.Kind.TEXT, Column.Kind.PADDED, Column.Kind.FOLDED, Column.Kind.WORD);
    }

    private static Attribute attribute(Dialect dialect, Table table, String field, String name, boolean seconds) {
        Column column = table.column(
                field,
                name,
                Column.Kind.TEXT,
                Column.Kind.PADDED,
                Column.Kind.FOLDED,
                Column.Kind.WORD,
                Column.Kind.NUMBER,
                Column.Kind.APPROXIMATE,
                Column.Kind.FLAG,
                Column.Kind.MOMENT,
                Column.Kind.CLOCK,
                Column.Kind.DATE);
        boolean moment = column.kind() == Column.Kind.MOMENT || column.kind() == Column.Kind.CLOCK;
        return new Attribute(column, moment ? Time.of(dialect, column, seconds) : null);
    }

    private static Member member(Dialect dialect, Table table, String list, ListColumns said, boolean seconds) {
        String field = "people.list " + list;
        if (said.member == null || said.consented == null) {
            throw new IllegalArgumentException(field + ": name both the column of members and the column of consent,"
                    + " so that taking somebody off the list is not taken for their own word");
        }
        return new Member(
                table.column(field + " member", said.member, Column.Kind.FLAG),
                table.column(field + " consented", said.consented, Column.Kind.FLAG),
                said.consentedAt == null
                        ? null
                        : Time.of(dialect, table.column(field + " consentedAt", said.consentedAt, Time.KINDS), seconds),
                said.evidence == null ? null : text(table, field + " evidence", said.evidence));
    }
}
