// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.OPENED;
import static io.reengage.activity.ActivityType.PURCHASED;
import static io.reengage.activity.ActivityType.RECEIVED;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityTimes;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Timeline;
import io.reengage.segment.Profile;
import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.Subscription;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Two ways in which hosts keep the same people. */
enum Shape {
    /** Activities as rows of two tables, lists and consents in tables of their own. */
    ROWS {
        @Override
        HostTablesBuilder map(DataSource database, HostDatabase kind) {
            HostDatabase.run(database, "CREATE TABLE customer (" + PEOPLE.formatted(kind.clock(), kind.moment()) + ")");
            HostDatabase.run(
                    database,
                    "CREATE TABLE consent (customer VARCHAR(40), purpose VARCHAR(40), granted BOOLEAN, said BIGINT,"
                            + " form VARCHAR(40), PRIMARY KEY (customer, purpose))");
            HostDatabase.run(
                    database,
                    "CREATE TABLE place (customer VARCHAR(40), list VARCHAR(40), status VARCHAR(20), since BIGINT,"
                            + " PRIMARY KEY (customer, list))");
            HostDatabase.run(
                    database, "CREATE TABLE event (id VARCHAR(60), customer VARCHAR(40), kind VARCHAR(20), at BIGINT)");
            HostDatabase.run(database, "CREATE INDEX event_by_customer ON event (customer, kind, at)");
            HostDatabase.run(
                    database, "CREATE TABLE orders (id VARCHAR(60), customer VARCHAR(40), at " + kind.moment() + ")");
            HostDatabase.run(database, "CREATE INDEX orders_by_customer ON orders (customer, at)");
            return HostTables.in(database)
                    .people("customer", Shape::columns)
                    .consents(
                            "consent",
                            consents ->
                                    consents.subscriber("customer").at("said").evidence("form"))
                    .subscriptions("place", places -> places.subscriber("customer"))
                    .activities(
                            "event",
                            events -> events.subscriber("customer")
                                    .type("kind")
                                    .means("click", CLICKED)
                                    .means("tap", CLICKED)
                                    .types(OPENED, RECEIVED)
                                    .id("id"))
                    .activities(
                            "orders",
                            orders -> orders.subscriber("customer")
                                    .always(PURCHASED)
                                    .id("id"));
        }

        @Override
        void fill(DataSource database, HostDatabase kind, Crowd crowd) {
            for (String table : List.of("customer", "consent", "place", "event", "orders")) {
                HostDatabase.run(database, "DELETE FROM " + table);
            }
            List<@Nullable Object[]> consents = new ArrayList<>();
            List<@Nullable Object[]> places = new ArrayList<>();
            List<@Nullable Object[]> events = new ArrayList<>();
            List<@Nullable Object[]> orders = new ArrayList<>();
            List<@Nullable Object[]> people = new ArrayList<>();
            for (Crowd.Person person : crowd.people()) {
                String id = person.subscriber().id();
                people.add(row(kind, person.subscriber()).toArray());
                for (Consent each : person.subscriber().consents().values()) {
                    consents.add(new Object[] {
                        id, each.purpose(), each.granted(), each.at().toEpochMilli(), each.evidence()
                    });
                }
                for (Subscription each : person.subscriber().subscriptions().values()) {
                    places.add(new Object[] {
                        id, each.name(), each.status().name(), each.since().toEpochMilli()
                    });
                }
                for (Activity each : person.activities()) {
                    if (each.type().equals(PURCHASED)) {
                        orders.add(new Object[] {each.id(), id, kind.value(each.at())});
                    } else {
                        String word = each.type().equals(CLICKED)
                                ? each.at().toEpochMilli() % 2 == 0 ? "click" : "tap"
                                : each.type().name();
                        events.add(new Object[] {each.id(), id, word, each.at().toEpochMilli()});
                    }
                }
            }
            events.add(new Object[] {"loud", "P0", "click", crowd.asOf().toEpochMilli()});
            events.add(new Object[] {"orphan", null, "click", crowd.asOf().toEpochMilli()});
            events.add(new Object[] {"stranger", "nobody", "click", crowd.asOf().toEpochMilli()});
            events.add(new Object[] {"odd", "p0", "CLICK", crowd.asOf().toEpochMilli()});
            events.add(new Object[] {"timeless", "p0", "click", null});
            insert(database, "customer", people);
            insert(database, "consent", consents);
            insert(database, "place", places);
            insert(database, "event", events);
            insert(database, "orders", orders);
        }

        @Override
        ActivitySummary summary(Crowd crowd, Crowd.Person person, int depth) {
            return ActivitySummary.of(
                    person.activities().stream()
                            .filter(each ->
                                    !ActivityTimes.second(each.at()).isAfter(ActivityTimes.second(crowd.asOf())))
                            .toList(),
                    depth);
        }
    },

    /** The last time of each type in a column, of some with how often; lists as booleans. */
    COLUMNS {
        @Override
        HostTablesBuilder map(DataSource database, HostDatabase kind) {
            HostDatabase.run(
                    database,
                    "CREATE TABLE customer (" + PEOPLE.formatted(kind.clock(), kind.moment())
                            + ", newsletter BOOLEAN, newsletter_ok BOOLEAN, sms BOOLEAN, sms_ok BOOLEAN"
                            + ", last_click BIGINT, clicks INTEGER, last_open BIGINT, last_order " + kind.moment()
                            + ", orders INTEGER, last_mail BIGINT)");
            return HostTables.in(database)
                    .people(
                            "customer",
                            people -> columns(people)
                                    .list(
                                            "newsletter",
                                            list -> list.member("newsletter").consented("newsletter_ok"))
                                    .list("sms", list -> list.member("sms").consented("sms_ok"))
                                    .last(CLICKED, "last_click", "clicks")
                                    .last(OPENED, "last_open")
                                    .last(PURCHASED, "last_order", "orders")
                                    .last(RECEIVED, "last_mail"));
        }

        @Override
        void fill(DataSource database, HostDatabase kind, Crowd crowd) {
            HostDatabase.run(database, "DELETE FROM customer");
            List<@Nullable Object[]> people = new ArrayList<>();
            for (Crowd.Person person : crowd.people()) {
                List<@Nullable Object> row = row(kind, person.subscriber());
                for (String list : List.of("newsletter", "sms")) {
                    Consent word = person.subscriber().consents().get(list);
                    row.add(person.subscriber().subscribed(list));
                    row.add(word == null ? null : word.granted());
                }
                @Nullable Instant click = last(person, CLICKED);
                row.add(click == null ? null : click.toEpochMilli());
                row.add(times(person, CLICKED));
                @Nullable Instant open = last(person, OPENED);
                row.add(open == null ? null : open.toEpochMilli());
                @Nullable Instant order = last(person, PURCHASED);
                row.add(order == null ? null : kind.value(order));
                row.add(times(person, PURCHASED));
                @Nullable Instant mail = last(person, RECEIVED);
                row.add(mail == null ? null : mail.toEpochMilli());
                people.add(row.toArray());
            }
            insert(database, "customer", people);
        }

        /** Two booleans: nothing on when, on what evidence, or on who left without a word. */
        @Override
        Subscriber kept(Subscriber person) {
            Subscriber clocked = clocked(person);
            Instant since = clocked.joinedAt() == null ? Instant.EPOCH : clocked.joinedAt();
            Map<String, Consent> consents = new HashMap<>();
            Map<String, Subscription> places = new HashMap<>();
            for (String list : List.of("newsletter", "sms")) {
                Consent word = person.consents().get(list);
                if (word != null) {
                    consents.put(list, new Consent(list, word.granted(), since, ""));
                }
                Subscription.Status status = person.subscribed(list)
                        ? Subscription.Status.SUBSCRIBED
                        : word != null && word.granted()
                                ? Subscription.Status.RETIRED
                                : Subscription.Status.UNSUBSCRIBED;
                places.put(list, new Subscription(list, status, since));
            }
            return new Subscriber(
                    person.id(),
                    person.addresses(),
                    person.language(),
                    person.zone(),
                    clocked.joinedAt(),
                    person.attributes(),
                    consents,
                    places);
        }

        @Override
        ActivitySummary summary(Crowd crowd, Crowd.Person person, int depth) {
            Map<ActivityType, Timeline> timelines = new HashMap<>();
            for (ActivityType type : Crowd.TYPES) {
                @Nullable Instant last = last(person, type);
                if (last != null) {
                    boolean counted = Set.of(CLICKED, PURCHASED).contains(type);
                    int times = counted ? times(person, type) : 2;
                    boolean only = counted && times == 1;
                    if (!only || !ActivityTimes.second(last).isAfter(ActivityTimes.second(crowd.asOf()))) {
                        timelines.put(
                                type,
                                only ? Timeline.of(1, last, List.of(last)) : Timeline.ofNewest(times, List.of(last)));
                    }
                }
            }
            return ActivitySummary.of(timelines);
        }
    };

    static final String PEOPLE = "id VARCHAR(40) PRIMARY KEY, zone VARCHAR(40), language VARCHAR(9), joined %s,"
            + " country VARCHAR(40), age INTEGER, score DECIMAL(9, 2), vip BOOLEAN, birthday DATE, trial %s,"
            + " extra VARCHAR(400)";

    /** Makes the tables, empty, and maps them. */
    abstract HostTablesBuilder map(DataSource database, HostDatabase kind);

    /** Puts these people in the place of those before. */
    abstract void fill(DataSource database, HostDatabase kind, Crowd crowd);

    /** What of their activity is known in this shape. */
    abstract ActivitySummary summary(Crowd crowd, Crowd.Person person, int depth);

    Profile profile(HostDatabase kind, Crowd crowd, Crowd.Person person, int depth) {
        return new Profile(
                kept(kind.kept(person.subscriber())), summary(crowd, person, depth), crowd.observed(), Crowd.FALLBACK);
    }

    /** What of a person is known in this shape. */
    Subscriber kept(Subscriber person) {
        return clocked(person);
    }

    /** When somebody joined is kept as a wall clock shows it: of half an hour shown twice, nobody knows which. */
    static Subscriber clocked(Subscriber person) {
        @Nullable Instant joined = person.joinedAt();
        Instant known = joined == null
                ? null
                : LocalDateTime.ofInstant(joined, HostDatabase.CLOCKS)
                        .atZone(HostDatabase.CLOCKS)
                        .toInstant();
        return new Subscriber(
                person.id(),
                person.addresses(),
                person.language(),
                person.zone(),
                known,
                person.attributes(),
                person.consents(),
                person.subscriptions());
    }

    static PeopleColumns columns(PeopleColumns people) {
        UnaryOperator<PeopleColumns> attributes = columns -> columns.attribute("country")
                .attribute("age")
                .attribute("score")
                .attribute("vip")
                .attribute("birthday")
                .attribute("trial")
                .attributesIn("extra");
        return attributes.apply(people.zone("zone").language("language").joinedAt("joined"));
    }

    private static List<@Nullable Object> row(HostDatabase kind, Subscriber person) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(person.id());
        row.add(person.zone());
        row.add(person.language());
        row.add(kind.shown(person.joinedAt()));
        for (String name : List.of("country", "age", "score", "vip", "birthday", "trial")) {
            row.add(kind.value(person.attributes().get(name)));
        }
        row.add(
                person.attributes().get("address") instanceof Map<?, ?> address
                        ? "{\"address\": {\"country\": \"" + address.get("country") + "\"}, \"nothing\": null}"
                        : null);
        return row;
    }

    private static @Nullable Instant last(Crowd.Person person, ActivityType type) {
        return person.activities().stream()
                .filter(each -> each.type().equals(type))
                .map(Activity::at)
                .max(Instant::compareTo)
                .orElse(null);
    }

    private static int times(Crowd.Person person, ActivityType type) {
        return (int) person.activities().stream()
                .filter(each -> each.type().equals(type))
                .count();
    }

    private static void insert(DataSource database, String table, List<@Nullable Object[]> rows) {
        if (!rows.isEmpty()) {
            HostDatabase.runAll(
                    database, "INSERT INTO " + table + " VALUES (" + Dialect.marks(rows.get(0).length) + ")", rows);
        }
    }
}
