// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.Subscription;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The made-up list of the demo: the same people with the same two years behind them, every time. */
final class DemoPeople {

    static final int SIZE = 5_000;

    /** The list all of them once joined. */
    static final String NEWSLETTER = "newsletter";

    /** The moment the campaign is launched: nine in the morning of a Monday in Tokyo. */
    static final Instant LAUNCH = Instant.parse("2026-03-02T00:00:00Z");

    /** The day the shop began to keep a record. */
    static final Instant RECORD_BEGINS = LAUNCH.minus(Duration.ofDays(731));

    private static final long SEED = 20260302;
    private static final List<String> WESTERN_ZONES =
            List.of("America/New_York", "America/Los_Angeles", "Europe/London", "Europe/Berlin", "Australia/Sydney");
    private static final List<String> WESTERN_NAMES = List.of(
            "Alice", "Ben", "Chloe", "Daniel", "Emma", "Felix", "Grace", "Harry", "Isla", "Jack", "Zoë", "Liam", "Mía",
            "Noah", "Olive", "Peter", "Renée", "Sam", "Tessa", "William");
    private static final List<String> JAPANESE_FAMILIES =
            List.of("佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤", "吉田", "山田");
    private static final List<String> JAPANESE_NAMES =
            List.of("陽菜", "結衣", "さくら", "美咲", "蓮", "大翔", "悠真", "健太", "恵子", "直樹", "由美", "学");

    private DemoPeople() {}

    /** What kind of subscriber someone is; the campaign has to find out by itself. */
    enum Cohort {
        /** Reads, clicks, buys. */
        ACTIVE(40),
        /** Joined within the last ten months, some without a sign of life so far. */
        NEWCOMER(8),
        /** Nothing for more than twelve months. */
        SILENT(30),
        /** Nothing for almost twelve months: becomes silent while the campaign runs. */
        DRIFTING(4),
        /** Silent, but their mail program fetches every mail at once. */
        MACHINE_ONLY(6),
        /** Left the list. */
        OPTED_OUT(6),
        /** Buys regularly and never opens a mail. */
        BUYER(6);

        private final int percent;

        Cohort(int percent) {
            this.percent = percent;
        }

        private static Cohort of(SplittableRandom dice) {
            int left = dice.nextInt(100);
            for (Cohort each : values()) {
                left -= each.percent;
                if (left < 0) {
                    return each;
                }
            }
            throw new IllegalStateException("the percents do not add up to 100");
        }

        /** Whether the record says nothing of them for a year, at the launch or soon after. */
        boolean quiet() {
            return this == SILENT || this == MACHINE_ONLY || this == DRIFTING;
        }
    }

    /**
     * One of them.
     *
     * @param subscriber as the shop knows them
     * @param cohort what kind of subscriber
     * @param past what they did before the launch
     * @param later what they will buy after the launch, whether or not anybody writes to them
     */
    record DemoPerson(Subscriber subscriber, Cohort cohort, List<Activity> past, List<Activity> later) {

        DemoPerson {
            past = List.copyOf(past);
            later = List.copyOf(later);
        }
    }

    /** Everybody, one by one. */
    static Stream<DemoPerson> all() {
        return first(SIZE);
    }

    /** The first so many of them: a shorter list for a quick look. */
    static Stream<DemoPerson> first(int people) {
        return IntStream.rangeClosed(1, people).mapToObj(DemoPeople::person);
    }

    private static DemoPerson person(int number) {
        SplittableRandom dice = new SplittableRandom(SEED + 7919L * number);
        String id = String.format(Locale.ROOT, "p%05d", number);
        Cohort cohort = Cohort.of(dice);
        Instant joined = joined(cohort, dice);
        Subscriber subscriber = subscriber(id, cohort, joined, dice);
        Past past = new Past(id, joined, dice);
        past.live(cohort);
        return new DemoPerson(subscriber, cohort, past.activities, later(id, cohort, dice));
    }

    private static Instant joined(Cohort cohort, SplittableRandom dice) {
        int days = cohort == Cohort.NEWCOMER ? dice.nextInt(10, 300) : dice.nextInt(740, 1500);
        return ago(days, dice);
    }

    private static Subscriber subscriber(String id, Cohort cohort, Instant joined, SplittableRandom dice) {
        Subscriber.Builder person =
                Subscriber.withId(id).email(id + "@list.example").joinedAt(joined);
        boolean named = dice.nextInt(20) > 0;
        if (dice.nextInt(100) < 30) {
            person.language("ja").zone("Asia/Tokyo");
            if (named) {
                person.attribute("lastName", pick(JAPANESE_FAMILIES, dice))
                        .attribute("firstName", pick(JAPANESE_NAMES, dice));
            }
        } else {
            person.language("en").zone(dice.nextInt(25) > 0 ? pick(WESTERN_ZONES, dice) : null);
            if (named) {
                person.attribute("firstName", pick(WESTERN_NAMES, dice));
            }
        }
        if (cohort != Cohort.OPTED_OUT) {
            return person.subscribed(NEWSLETTER, joined, "sign-up form").build();
        }
        Instant left = ago(dice.nextInt(30, 700), dice);
        return person.consent(new Consent(NEWSLETTER, false, left, "unsubscribe link"))
                .subscription(new Subscription(NEWSLETTER, Subscription.Status.UNSUBSCRIBED, left))
                .build();
    }

    /** One in 25 of the quiet ones comes back to the shop by themselves: what a campaign must not take the credit for. */
    private static List<Activity> later(String id, Cohort cohort, SplittableRandom dice) {
        if (!cohort.quiet() || dice.nextInt(25) > 0) {
            return List.of();
        }
        Instant at = LAUNCH.plus(Duration.ofDays(dice.nextInt(1, 30))).plus(Duration.ofHours(3L * dice.nextInt(8)));
        return List.of(purchase(id, at, dice));
    }

    /** A purchase of an ordinary amount. */
    private static Activity purchase(String id, Instant at, SplittableRandom dice) {
        return Activity.of(ActivityType.PURCHASED)
                .by(id)
                .value(BigDecimal.valueOf(dice.nextInt(900, 9_900), 2))
                .at(at);
    }

    private static Instant ago(int days, SplittableRandom dice) {
        return LAUNCH.minus(Duration.ofDays(days)).minusSeconds(dice.nextInt(86_400));
    }

    private static <T> T pick(List<T> from, SplittableRandom dice) {
        return from.get(dice.nextInt(from.size()));
    }

    /** Two years of one person: a newsletter every 60 days, and what they made of it. */
    private static final class Past {
        private final String id;
        private final Instant joined;
        private final SplittableRandom dice;
        private final List<Activity> activities = new ArrayList<>();

        Past(String id, Instant joined, SplittableRandom dice) {
            this.id = id;
            this.joined = joined;
            this.dice = dice;
        }

        void live(Cohort cohort) {
            int lastSignal = lastSignal(cohort);
            for (int days = 724; days >= 4; days -= 60) {
                Instant issue = LAUNCH.minus(Duration.ofDays(days)).plus(Duration.ofHours(7));
                if (!issue.isBefore(joined)) {
                    add(ActivityType.RECEIVED, issue);
                    read(cohort, issue, days > lastSignal);
                }
            }
            if (cohort != Cohort.NEWCOMER || dice.nextBoolean()) {
                sign(cohort == Cohort.BUYER ? ActivityType.PURCHASED : ActivityType.CLICKED, ago(lastSignal, dice));
            }
        }

        /** How many days before the launch the person was last heard of. */
        private int lastSignal(Cohort cohort) {
            return switch (cohort) {
                case ACTIVE -> dice.nextInt(3, 200);
                case NEWCOMER -> dice.nextInt(1, 10);
                case BUYER -> dice.nextInt(3, 90);
                case DRIFTING -> dice.nextInt(336, 364);
                case SILENT, MACHINE_ONLY, OPTED_OUT -> dice.nextInt(380, 700);
            };
        }

        private void read(Cohort cohort, Instant issue, boolean stillThere) {
            if (cohort == Cohort.MACHINE_ONLY) {
                add(ActivityType.OPENED.machine(), issue.plusSeconds(dice.nextInt(5, 300)));
            }
            Instant later = issue.plusSeconds(dice.nextInt(600, 200_000));
            if (!stillThere) {
                return;
            }
            if (cohort == Cohort.BUYER) {
                if (dice.nextInt(3) == 0) {
                    sign(ActivityType.PURCHASED, later);
                }
            } else if (dice.nextInt(3) > 0) {
                sign(ActivityType.OPENED, later);
                if (dice.nextInt(4) == 0) {
                    sign(ActivityType.CLICKED, later.plusSeconds(30));
                    if (dice.nextInt(3) == 0) {
                        sign(ActivityType.PURCHASED, later.plusSeconds(900));
                    }
                }
            }
        }

        private void sign(ActivityType type, Instant at) {
            if (at.isBefore(joined)) {
                return;
            }
            if (type.equals(ActivityType.PURCHASED)) {
                activities.add(purchase(id, at, dice));
            } else {
                add(type, at);
            }
        }

        private void add(ActivityType type, Instant at) {
            activities.add(Activity.of(type).by(id).at(at));
        }
    }
}
