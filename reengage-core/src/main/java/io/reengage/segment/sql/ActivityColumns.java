// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names the columns of a table with one row per activity. Rows without a person, a time or a known type are left aside. */
public final class ActivityColumns {
    String subscriber = "subscriber_id";
    String at = "at";

    @Nullable
    String type;

    @Nullable
    ActivityType always;

    @Nullable
    String id;

    final Map<String, ActivityType> words = new LinkedHashMap<>();
    final Map<String, String> properties = new LinkedHashMap<>();

    ActivityColumns() {}

    /** Who did it. */
    public ActivityColumns subscriber(String column) {
        subscriber = column;
        return this;
    }

    /** When. */
    public ActivityColumns at(String column) {
        at = column;
        return this;
    }

    /** What, as a word; say with {@link #types} or {@link #means} which words there are. */
    public ActivityColumns type(String column) {
        type = column;
        return this;
    }

    /** Types that the type column names as the library does. */
    public ActivityColumns types(ActivityType... named) {
        for (ActivityType each : named) {
            words.put(each.name(), each);
        }
        return this;
    }

    /** A word of the type column, and what it means. */
    public ActivityColumns means(String word, ActivityType meaning) {
        words.put(word, meaning);
        return this;
    }

    /** Every row is of this type: a table of orders, say. */
    public ActivityColumns always(ActivityType meaning) {
        always = meaning;
        return this;
    }

    /** The unique key. With it or without, each row counts as one activity. */
    public ActivityColumns id(String column) {
        id = column;
        return this;
    }

    /** What it was worth: a column of numbers. */
    public ActivityColumns value(String column) {
        return property(Activity.VALUE, column);
    }

    /** Something else that is known. */
    public ActivityColumns property(String name, String column) {
        properties.put(name, column);
        return this;
    }
}
