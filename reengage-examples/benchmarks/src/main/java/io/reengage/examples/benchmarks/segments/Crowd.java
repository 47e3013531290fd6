// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.segments;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * People made up from their number alone, the same in every run: 49 activities each in two years. A person gets 12 to 36
 * mails, opens up to 16, clicks up to 5; 60 of 100 buy 1 to 4 times; up to 6 carts and 20 launches of the app. Engagement
 * ends at some moment, for 35 of 100 more than 366 days ago.
 */
final class Crowd {

    private static final long SPAN = Duration.between(Rule.START, Rule.NOW).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final String[] ELSEWHERE = {"DE", "FR", "BR", "IN"};

    private Crowd() {}

    static List<Person> of(int people) {
        return IntStream.range(0, people).mapToObj(Crowd::person).toList();
    }

    static Person person(int number) {
        SplittableRandom random = new SplittableRandom(0x5eed0000L + number);
        Subscriber subscriber = subscriber(number, random);
        List<Activity> activities = new ArrayList<>();
        boolean dormant = random.nextInt(100) < 35;
        long end = dormant ? 366 + random.nextInt(360) : random.nextInt(366);
        long until = SPAN - end * DAY - random.nextLong(DAY);
        add(activities, random, subscriber, 0, 12 + random.nextInt(25), SPAN);
        add(activities, random, subscriber, 1, random.nextInt(17), until);
        add(activities, random, subscriber, 2, random.nextInt(6), until);
        add(activities, random, subscriber, 3, random.nextInt(100) < 60 ? 1 + random.nextInt(4) : 0, until);
        add(activities, random, subscriber, 4, random.nextInt(7), until);
        add(activities, random, subscriber, 5, random.nextInt(21), until);
        activities.sort(Comparator.comparing(Activity::at));
        return new Person(number, subscriber, List.copyOf(activities));
    }

    private static Subscriber subscriber(int number, SplittableRandom random) {
        Subscription.Status status =
                random.nextInt(100) < 80 ? Subscription.Status.SUBSCRIBED : Subscription.Status.UNSUBSCRIBED;
        return Subscriber.withId("person-" + number)
                .joinedAt(Rule.START)
                .attribute(
                        Rule.COUNTRY,
                        random.nextInt(100) < 60
                                ? random.nextBoolean() ? "JP" : "US"
                                : ELSEWHERE[random.nextInt(ELSEWHERE.length)])
                .attribute("plan", random.nextBoolean() ? "free" : "paid")
                .consent(new Consent(Rule.LIST, random.nextInt(100) < 80, Rule.START, "form"))
                .subscription(new Subscription(Rule.LIST, status, Rule.START))
                .build();
    }

    private static void add(
            List<Activity> activities, SplittableRandom random, Subscriber who, int type, int often, long until) {
        ActivityType kind = Rule.TYPES.get(type);
        for (int i = 0; i < often && until > 0; i++) {
            activities.add(Activity.of(kind)
                    .id(who.id() + "-" + type + "-" + i)
                    .by(who.id())
                    .at(Rule.START.plusMillis(random.nextLong(until))));
        }
    }
}
