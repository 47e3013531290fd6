// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.activity.ActivityType;
import java.sql.SQLException;
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

    static MappedPeople of(Lookup lookup, Table table, PeopleColumns said) throws SQLException {
        Key id = lookup.key(table, "people.id", said.id);
        lookup.requireAlone(table, "people.id", id);
        Map<String, Column> addresses = new LinkedHashMap<>();
        said.addresses.forEach((kind, name) -> addresses.put(kind, text(table, "people.address " + kind, name)));
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        for (Map.Entry<String, String> each : said.attributes.entrySet()) {
            attributes.put(
                    each.getKey(), attribute(lookup, table, "people.attribute " + each.getKey(), each.getValue()));
        }
        Map<String, Member> lists = new LinkedHashMap<>();
        for (Map.Entry<String, ListColumns> each : said.lists.entrySet()) {
            lists.put(each.getKey(), member(lookup, table, "people.list " + each.getKey(), each.getValue()));
        }
        Map<ActivityType, Last> last = new LinkedHashMap<>();
        for (Map.Entry<ActivityType, PeopleColumns.Last> each : said.last.entrySet()) {
            last.put(each.getKey(), last(lookup, table, "people.last " + each.getKey(), each.getValue()));
        }
        return new MappedPeople(
                table,
                id,
                said.zone == null ? null : text(table, "people.zone", said.zone),
                said.language == null ? null : text(table, "people.language", said.language),
                said.joinedAt == null ? null : lookup.time(table, "people.joinedAt", said.joinedAt),
                said.json == null ? null : table.column("people.attributesIn", said.json),
                addresses,
                attributes,
                lists,
                last);
    }

    /** All of them, after what is selected. */
    Sql from() {
        Sql from = Sql.of(" FROM " + table.quoted() + " p");
        Sql present = id.present("p");
        return present.equals(Sql.TRUE) ? from : from.then(" WHERE ").then(present);
    }

    private static Column text(Table table, String field, String name) {
        return table.column(field, name, Column.Kind.TEXT, Column.Kind.PADDED, Column.Kind.FOLDED, Column.Kind.WORD);
    }

    private static Last last(Lookup lookup, Table table, String field, PeopleColumns.Last said) throws SQLException {
        return new Last(
                lookup.time(table, field, said.at()),
                said.count() == null ? null : table.column(field + " count", said.count(), Column.Kind.NUMBER));
    }

    private static Attribute attribute(Lookup lookup, Table table, String field, String name) throws SQLException {
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
                Column.Kind.SESSION_CLOCK,
                Column.Kind.DATE);
        return column.kind().isMoment()
                ? new Attribute(column, lookup.time(table, field, column))
                : new Attribute(lookup.checked(table, field, column), null);
    }

    private static Member member(Lookup lookup, Table table, String field, ListColumns said) throws SQLException {
        if (said.member == null || said.consented == null) {
            throw new IllegalArgumentException(field + ": name both the column of members and the column of consent,"
                    + " so that taking somebody off the list is not taken for their own word");
        }
        return new Member(
                lookup.flag(table, field + " member", said.member),
                lookup.flag(table, field + " consented", said.consented),
                said.consentedAt == null ? null : lookup.time(table, field + " consentedAt", said.consentedAt),
                said.evidence == null ? null : text(table, field + " evidence", said.evidence));
    }
}
