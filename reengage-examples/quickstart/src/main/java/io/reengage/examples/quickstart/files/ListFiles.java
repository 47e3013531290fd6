// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart.files;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A list and its history, read whole from two CSV files.
 *
 * @param people everybody on the list
 * @param activities what they did up to the moment the files are complete to, and after
 * @param ofStrangers how many activities were left aside, as the list lacks their people
 * @param asOf the moment the files are complete up to
 */
public record ListFiles(List<Subscriber> people, List<Activity> activities, long ofStrangers, Instant asOf) {

    /**
     * Reads both files, or neither.
     *
     * @param moreColumns whether columns we do not know become attributes and properties
     * @throws BadInputException at the first thing wrong
     */
    public static ListFiles read(Path subscribers, Path activity, boolean moreColumns, Assumptions assumptions) {
        List<Subscriber> people = SubscriberFile.read(subscribers, moreColumns, assumptions);
        Set<String> ids = people.stream().map(Subscriber::id).collect(Collectors.toSet());
        ActivityFile history = ActivityFile.read(activity, moreColumns, ids);
        return new ListFiles(people, history.activities(), history.ofStrangers(), assumptions.asOf());
    }

    public SubscriberStore store() {
        return SubscriberStore.inMemory(people);
    }

    /** The history, taken as complete from its first line up to {@link #asOf}, for the types it holds. */
    public ActivitySource source() {
        Set<ActivityType> types = activities.stream().map(Activity::type).collect(Collectors.toSet());
        Observation observed = activities.stream()
                .map(Activity::at)
                .min(Comparator.naturalOrder())
                .filter(first -> first.isBefore(asOf))
                .map(first -> Observation.through(first, asOf, types))
                .orElseGet(() -> new Observation(Map.of()));
        return ActivitySource.inMemory(activities, observed);
    }

    /** The newest activity. */
    public Optional<Instant> newest() {
        return activities.stream().map(Activity::at).max(Comparator.naturalOrder());
    }
}
