// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.activity.History;
import io.reengage.activity.Observation;
import io.reengage.subscriber.Subscriber;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes people for tests: by default observed since 2020, joined in 2021, without any activity, in UTC. */
final class People {
    static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
    static final Instant OBSERVED_SINCE = Instant.parse("2020-01-01T00:00:00Z");

    private Subscriber.Builder subscriber = Subscriber.withId("42").joinedAt(Instant.parse("2021-01-01T00:00:00Z"));
    private ActivitySummary activity = ActivitySummary.EMPTY;
    private Observation observed = Observation.live(OBSERVED_SINCE, everything());
    private int depth = 20;
    private boolean oneByOne = true;
    private final List<Activity> all = new ArrayList<>();

    private People() {}

    static People aPerson() {
        return new People();
    }

    static Set<ActivityType> everything() {
        Set<ActivityType> all = new HashSet<>(ActivityType.ENGAGEMENT);
        all.add(ActivityType.RECEIVED);
        return all;
    }

    static Instant daysAgo(int days) {
        return NOW.minusSeconds(days * 86_400L);
    }

    People who(UnaryOperator<Subscriber.Builder> words) {
        subscriber = words.apply(subscriber);
        return this;
    }

    People in(@Nullable String zone) {
        return who(person -> person.zone(zone));
    }

    People did(ActivityType type, Instant... times) {
        for (Instant time : times) {
            did(type, time, Map.of());
        }
        return this;
    }

    People did(ActivityType type, Instant time, Map<String, String> properties) {
        activity = activity.plus(type, time, depth);
        all.add(new Activity(String.valueOf(all.size()), "42", type, time, null, properties));
        return this;
    }

    People withoutHistory() {
        oneByOne = false;
        return this;
    }

    /** So many messages, one a day, the newest 30 days ago. */
    People received(int messages) {
        for (int i = 0; i < messages; i++) {
            did(ActivityType.RECEIVED, daysAgo(30 + i));
        }
        return this;
    }

    People keepingOnly(int newest) {
        depth = newest;
        return this;
    }

    People observed(Observation range) {
        observed = range;
        return this;
    }

    Profile profile() {
        return profile(ZoneOffset.UTC);
    }

    Profile profile(ZoneId fallback) {
        return new Profile(
                subscriber.build(), activity, observed, fallback, oneByOne ? new History(Instant.MIN, all) : null);
    }

    Verdict answer(Condition condition) {
        return answer(condition, NOW);
    }

    Verdict answer(Condition condition, Instant asOf) {
        return new Segment("test", condition).evaluate(profile(), asOf);
    }

    Explanation explain(Condition condition) {
        return new Segment("test", condition).explain(profile(), NOW);
    }
}
