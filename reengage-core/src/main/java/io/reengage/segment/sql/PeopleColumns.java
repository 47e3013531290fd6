// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.activity.ActivityType;
import io.reengage.subscriber.Address;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Names the columns of the host's table of people. What is left out, the host does not know. */
public final class PeopleColumns {
    String id = "id";

    @Nullable
    String zone;

    @Nullable
    String language;

    @Nullable
    String joinedAt;

    @Nullable
    String json;

    final Map<String, String> addresses = new LinkedHashMap<>();
    final Map<String, String> attributes = new LinkedHashMap<>();
    final Map<String, ListColumns> lists = new LinkedHashMap<>();
    final Map<ActivityType, Last> last = new LinkedHashMap<>();

    record Last(String at, @Nullable String count) {}

    PeopleColumns() {}

    /** The unique key: text, a whole number or a UUID. Named {@code id} unless said otherwise. */
    public PeopleColumns id(String column) {
        id = column;
        return this;
    }

    /** The e-mail address. */
    public PeopleColumns email(String column) {
        return address(Address.EMAIL, column);
    }

    /** An address of another kind, such as {@code phone}. */
    public PeopleColumns address(String kind, String column) {
        addresses.put(kind, column);
        return this;
    }

    /** The name of the time zone, such as {@code Asia/Tokyo}. */
    public PeopleColumns zone(String column) {
        zone = column;
        return this;
    }

    /** The language tag. */
    public PeopleColumns language(String column) {
        language = column;
        return this;
    }

    /** When the person joined. */
    public PeopleColumns joinedAt(String column) {
        joinedAt = column;
        return this;
    }

    /** An attribute kept in the column of its name. */
    public PeopleColumns attribute(String name) {
        return attribute(name, name);
    }

    /** An attribute: text, number, boolean, moment or day, as the column is. */
    public PeopleColumns attribute(String name, String column) {
        attributes.put(name, column);
        return this;
    }

    /** Further attributes, as one JSON object in a column. They are tested in memory, never in the database. */
    public PeopleColumns attributesIn(String column) {
        json = column;
        return this;
    }

    /** A list whose members are marked in columns of this table. */
    public PeopleColumns list(String name, UnaryOperator<ListColumns> columns) {
        lists.put(name, columns.apply(new ListColumns()));
        return this;
    }

    /** When the person last did something, for hosts that keep no more than that. */
    public PeopleColumns last(ActivityType type, String column) {
        last.put(type, new Last(column, null));
        return this;
    }

    /** The same, with how often in all. */
    public PeopleColumns last(ActivityType type, String column, String count) {
        last.put(type, new Last(column, count));
        return this;
    }
}
