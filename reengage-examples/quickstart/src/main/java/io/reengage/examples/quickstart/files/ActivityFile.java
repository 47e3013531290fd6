// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart.files;

import static io.reengage.examples.quickstart.files.BadInputException.quote;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes activities of the lines of an activity file. */
final class ActivityFile {

    private static final Set<String> REQUIRED = CsvTable.columns("subscriber_id", "type", "at");
    private static final Set<String> OPTIONAL = CsvTable.columns("id", "value", "quantity", "reason", "about");

    private final Set<String> people;
    private final Set<String> seen = new HashSet<>();
    private final List<Activity> activities = new ArrayList<>();
    private long ofStrangers;

    private ActivityFile(Set<String> people) {
        this.people = people;
    }

    /** Activities of these people; those of others are only counted. */
    static ActivityFile read(Path file, boolean moreColumns, Set<String> people) {
        ActivityFile reader = new ActivityFile(people);
        new CsvTable(file, REQUIRED, OPTIONAL, moreColumns).read(reader::add);
        return reader;
    }

    List<Activity> activities() {
        return activities;
    }

    long ofStrangers() {
        return ofStrangers;
    }

    private void add(CsvRow row) {
        Activity activity = activity(row);
        if (!people.contains(activity.subscriberId())) {
            ofStrangers++;
        } else if (seen.add(activity.id())) {
            activities.add(activity);
        }
    }

    private static Activity activity(CsvRow row) {
        Instant at = row.instant("at").orElseThrow(() -> row.bad("at is blank", "every activity needs its date"));
        Activity.Builder activity = Activity.of(type(row))
                .by(row.required("subscriber_id"))
                .id(row.text("id").orElse("line " + row.line()));
        row.money(Activity.VALUE).ifPresent(activity::value);
        row.without(CsvTable.union(REQUIRED, Set.of("id", Activity.VALUE))).forEach(activity::property);
        try {
            return activity.at(at);
        } catch (IllegalArgumentException e) {
            throw row.bad(String.valueOf(e.getMessage()), "correct the value");
        }
    }

    private static ActivityType type(CsvRow row) {
        String name = row.required("type");
        try {
            return ActivityType.of(name);
        } catch (IllegalArgumentException e) {
            throw row.bad(
                    "type " + quote(name) + " is no activity type",
                    "write lower-case words such as opened, clicked, purchased, received");
        }
    }
}
