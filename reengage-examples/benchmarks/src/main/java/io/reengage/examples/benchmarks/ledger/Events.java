// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.ledger;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What people did, made up: spread over people and time, every tenth told twice. */
final class Events {
    static final List<ActivityType> TYPES =
            List.of(ActivityType.OPENED, ActivityType.CLICKED, ActivityType.PURCHASED, ActivityType.VISITED);

    private static final Instant FROM = Instant.parse("2025-06-01T00:00:00Z");
    private static final int SECONDS = 200 * 86_400;
    private static final int ONE_TWICE_IN = 10;

    private Events() {}

    /** So many events of one round; the ids of different rounds differ. */
    static List<Activity> of(Crowd crowd, int round, int number) {
        Random random = new Random(round);
        List<Activity> events = new ArrayList<>(number);
        while (events.size() < number) {
            if (events.size() % ONE_TWICE_IN == ONE_TWICE_IN - 1) {
                events.add(events.get(events.size() - ONE_TWICE_IN / 2));
            } else {
                events.add(Activity.of(TYPES.get(random.nextInt(TYPES.size())))
                        .by(crowd.id(random.nextInt(crowd.size())))
                        .id(String.format("%08x-%016x", round, random.nextLong()))
                        .at(FROM.plusSeconds(random.nextInt(SECONDS))));
            }
        }
        return events;
    }
}
