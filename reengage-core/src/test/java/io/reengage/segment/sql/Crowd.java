// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.OPENED;
import static io.reengage.activity.ActivityType.PURCHASED;
import static io.reengage.activity.ActivityType.RECEIVED;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import io.reengage.segment.Span;
import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.Subscription;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random people with what they did, much of it at the very edges of windows, in zones with odd clocks; as plain objects.
 *
 * @param asOf the moment they are looked at
 * @param observed when which type is on record
 */
record Crowd(Instant asOf, List<Person> people, Observation observed) {

    static final ZoneId FALLBACK = ZoneId.of("Asia/Tokyo");

    static final List<ActivityType> TYPES = List.of(CLICKED, OPENED, PURCHASED, RECEIVED);

    static final List<Span> SPANS =
            List.of(Span.minutes(30), Span.hours(24), Span.days(1), Span.days(30), Span.months(1), Span.months(12));

    private static final List<@Nullable String> ZONES = zones();

    /** The night before, of and after a clock change, or of a skipped or repeated day. */
    private static final List<Instant> NIGHTS = List.of(
            Instant.parse("2011-12-30T10:00:00Z"), // Apia left a day out
            Instant.parse("2018-11-04T03:00:00Z"), // Sao Paulo, forward at midnight
            Instant.parse("2018-02-18T02:00:00Z"), // Sao Paulo, back at midnight
            Instant.parse("2024-04-06T15:00:00Z"), // Lord Howe, back by half an hour
            Instant.parse("2024-10-05T15:30:00Z"), // Lord Howe, forward by half an hour
            Instant.parse("2024-02-29T18:15:00Z"), // midnight in Kathmandu, at the end of a leap February
            Instant.parse("2025-03-31T10:00:00Z"), // midnight in Kiritimati, at the end of a long month
            Instant.parse("2025-05-31T11:00:00Z")); // midnight in Niue

    /** One of them. */
    record Person(Subscriber subscriber, List<Activity> activities) {}

    private static List<@Nullable String> zones() {
        List<@Nullable String> zones = new ArrayList<>(List.of(
                "UTC",
                "Pacific/Kiritimati",
                "Pacific/Niue",
                "Asia/Kathmandu",
                "Australia/Lord_Howe",
                "America/Sao_Paulo",
                "Pacific/Apia",
                "Europe/Kiev",
                "+05:37",
                "Mars/Olympus",
                " "));
        zones.add(null);
        return zones;
    }

    static Crowd random(Random random, int size) {
        Instant night = NIGHTS.get(random.nextInt(NIGHTS.size()));
        long later = List.of(0, 0, 1, 30).get(random.nextInt(4));
        Instant asOf = night.plus(later, ChronoUnit.DAYS)
                .plusMillis(random.nextInt(3) == 0 ? random.nextInt(7) - 3 : random.nextInt(172_800_000) - 86_400_000L);
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            people.add(person(random, "p" + i, asOf));
        }
        return new Crowd(asOf, people, observed(random, asOf));
    }

    /** Nights of clock changes and midnights, each with people of all zones who clicked just at the beginning of every window, a second before and a second after. */
    static List<Crowd> atTheEdges() {
        List<Crowd> crowds = new ArrayList<>();
        Observation always = Observation.live(Instant.EPOCH, TYPES);
        for (Instant night : NIGHTS) {
            for (int days : List.of(0, 1, 30)) {
                Instant asOf = night.plus(days, ChronoUnit.DAYS);
                List<Person> people = new ArrayList<>();
                for (String zone : ZONES) {
                    for (Span span : SPANS) {
                        for (int second = -1; second <= 1; second++) {
                            String id = "p" + people.size();
                            Instant at = span.before(asOf, resolved(zone)).plusSeconds(second);
                            people.add(new Person(
                                    Subscriber.withId(id)
                                            .zone(zone)
                                            .joinedAt(Instant.parse("2000-01-01T00:00:00Z"))
                                            .build(),
                                    List.of(Activity.of(CLICKED).by(id).id(id).at(at))));
                        }
                    }
                }
                crowds.add(new Crowd(asOf, people, always));
            }
        }
        return crowds;
    }

    private static Observation observed(Random random, Instant asOf) {
        Map<ActivityType, Observation.Range> ranges = new HashMap<>();
        for (ActivityType type : TYPES) {
            int kind = random.nextInt(6);
            Instant since = kind < 3
                    ? asOf.minus(3000, ChronoUnit.DAYS)
                    : edge(random, asOf, ZoneId.of("UTC")).minus(random.nextInt(400), ChronoUnit.DAYS);
            Instant nightly = asOf.minusMillis(random.nextInt(100_000_000));
            boolean live = random.nextInt(4) > 0 || nightly.isBefore(since);
            if (kind > 0) {
                ranges.put(type, new Observation.Range(since, live ? Instant.MAX : nightly));
            }
        }
        return new Observation(ranges);
    }

    /** A moment at, shortly before or shortly after the beginning of some window, or anywhere in the last year or two. */
    private static Instant edge(Random random, Instant asOf, ZoneId zone) {
        if (random.nextInt(3) == 0) {
            return asOf.minusMillis((long) (random.nextDouble() * 86_400_000L * 500));
        }
        Instant start = random.nextInt(12) == 0
                ? asOf
                : SPANS.get(random.nextInt(SPANS.size())).before(asOf, zone);
        return random.nextInt(4) == 0
                ? start.plusMillis((random.nextInt(49) - 24) * 3_600_000L)
                : start.plusMillis(random.nextInt(5) - 2);
    }

    private static ZoneId resolved(@Nullable String zone) {
        try {
            return zone == null || zone.isBlank() ? FALLBACK : ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            return FALLBACK;
        }
    }

    private static Person person(Random random, String id, Instant asOf) {
        @Nullable String zone = ZONES.get(random.nextInt(ZONES.size()));
        Subscriber.Builder person = Subscriber.withId(id).zone(zone);
        if (random.nextInt(4) > 0) {
            person.joinedAt(
                    random.nextInt(3) == 0
                            ? edge(random, asOf, resolved(zone))
                            : asOf.minus(400 + random.nextInt(2000), ChronoUnit.DAYS));
        }
        attributes(random, person, asOf);
        for (String list : List.of("newsletter", "sms")) {
            standing(random, person, list, asOf);
        }
        List<Activity> activities = new ArrayList<>();
        for (ActivityType type : TYPES) {
            int often = random.nextInt(3) == 0 ? 0 : random.nextInt(type.equals(RECEIVED) ? 9 : 5);
            for (int i = 0; i < often; i++) {
                Instant at = edge(random, asOf, resolved(zone));
                activities.add(Activity.of(type).by(id).id(id + type + i).at(at));
            }
        }
        return new Person(person.build(), activities);
    }

    private static void attributes(Random random, Subscriber.Builder person, Instant asOf) {
        if (random.nextInt(4) > 0) {
            person.language(List.of("ja", "en", "pt-BR").get(random.nextInt(3)));
        }
        if (random.nextInt(4) > 0) {
            person.attribute(
                    "country",
                    List.of("JP", "jp", "BR", "", "Côte d'Ivoire", "日本").get(random.nextInt(6)));
        }
        if (random.nextInt(4) > 0) {
            person.attribute("age", BigDecimal.valueOf(random.nextInt(6)));
        }
        if (random.nextInt(4) > 0) {
            person.attribute("score", BigDecimal.valueOf(random.nextInt(300) - 100, 2));
        }
        if (random.nextInt(4) > 0) {
            person.attribute("vip", random.nextBoolean());
        }
        if (random.nextInt(4) > 0) {
            person.attribute("birthday", LocalDate.of(2000, 1, 1).plusDays(random.nextInt(4)));
        }
        if (random.nextInt(4) > 0) {
            person.attribute("trial", asOf.plusSeconds(random.nextInt(3)));
        }
        if (random.nextInt(3) > 0) {
            person.attribute("address", Map.of("country", random.nextBoolean() ? "JP" : "BR"));
        }
    }

    private static void standing(Random random, Subscriber.Builder person, String list, Instant asOf) {
        boolean agreed = random.nextInt(4) > 0;
        if (random.nextInt(5) > 0) {
            person.consent(new Consent(list, agreed, asOf.minus(100, ChronoUnit.DAYS), "form"));
        }
        if (random.nextInt(5) > 0) {
            Subscription.Status[] all = Subscription.Status.values();
            person.subscription(new Subscription(
                    list, random.nextBoolean() ? all[0] : all[random.nextInt(3)], asOf.minus(90, ChronoUnit.DAYS)));
        }
    }
}
