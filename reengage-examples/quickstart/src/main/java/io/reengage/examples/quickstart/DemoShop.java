// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import io.reengage.subscriber.Subscription;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.h2.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/** A small shop's own tables, and the two interfaces through which the library works with them. */
final class DemoShop implements SubscriberStore, ActivitySource {

    private static final String PERSON =
            "select id, email, first_name, last_name, language, zone, joined_at, consent, consent_at, evidence, status,"
                    + " status_since from subscriber ";
    private static final String ACTIVITY = "select subscriber_id, type, at, amount"
            + " from unnest(cast(? as varchar array)) as wanted(id) join activity on subscriber_id = wanted.id ";
    /** Three columns that the key's index holds: the rows themselves are not read. */
    private static final String TIMES = "select subscriber_id, type, at"
            + " from unnest(cast(? as varchar array)) as wanted(id) join activity on subscriber_id = wanted.id"
            + " where type = any(?) and at <= ?";

    private final ShopDatabase database;

    DemoShop(ShopDatabase database) {
        this.database = database;
    }

    @Override
    public Page<Subscriber> page(String cursor, int limit) {
        List<Subscriber> items =
                database.query(PERSON + "where id > ? order by id limit ?", DemoShop::person, cursor, limit);
        return items.size() < limit
                ? Page.last(items)
                : Page.of(items, items.get(items.size() - 1).id());
    }

    @Override
    public Map<String, Subscriber> find(Set<String> ids) {
        Map<String, Subscriber> found = new HashMap<>();
        database.query(PERSON + "where id = any(?)", DemoShop::person, (Object) ids.toArray())
                .forEach(person -> found.put(person.id(), person));
        return found;
    }

    @Override
    public Set<String> apply(List<StatusChange> changes) {
        database.inTransaction(connection -> {
            for (StatusChange change : changes) {
                apply(connection, change);
            }
        });
        return Set.of();
    }

    /** Notes a change; the key refuses one noted before, and nothing else is undone by that. */
    private static boolean isNew(Connection connection, StatusChange change) throws SQLException {
        try {
            ShopDatabase.update(
                    connection,
                    "insert into status_change(id, subscriber_id, kind, at, reason) values (?, ?, ?, ?, ?)",
                    change.id(),
                    change.subscriberId(),
                    change.kind().name(),
                    change.at(),
                    change.reason());
            return true;
        } catch (SQLException e) {
            if (e.getErrorCode() == ErrorCode.DUPLICATE_KEY_1) {
                return false;
            }
            throw e;
        }
    }

    /** Writes a change once; the person's own word is stronger than the campaign's. */
    private static void apply(Connection connection, StatusChange change) throws SQLException {
        if (!isNew(connection, change)) {
            return;
        }
        switch (change.kind()) {
            case UNSUBSCRIBED ->
                ShopDatabase.update(
                        connection,
                        "update subscriber set status = 'UNSUBSCRIBED', status_since = ?, consent = false, consent_at = ?,"
                                + " evidence = ? where id = ?",
                        change.at(),
                        change.at(),
                        change.reason(),
                        change.subscriberId());
            case RETIRED -> move(connection, change, "SUBSCRIBED", "RETIRED");
            case RESTORED -> move(connection, change, "RETIRED", "SUBSCRIBED");
            case PAUSED, FEWER -> {
                // the library keeps to it; this shop sends nothing else
            }
        }
    }

    private static void move(Connection connection, StatusChange change, String from, String to) throws SQLException {
        ShopDatabase.update(
                connection,
                "update subscriber set status = ?, status_since = ? where id = ? and status = ?",
                to,
                change.at(),
                change.subscriberId(),
                from);
    }

    @Override
    public Map<String, ActivitySummary> summaries(Set<String> ids, ActivityNeed need, Instant asOf) {
        Map<String, ActivityType> types = new HashMap<>();
        need.types().forEach(type -> types.put(type.name(), type));
        Map<String, ActivitySummary> summaries = new HashMap<>();
        database.query(TIMES, DemoShop::moment, ids.toArray(), types.keySet().toArray(), asOf)
                .forEach(each -> summaries.merge(
                        each.subscriberId(),
                        ActivitySummary.EMPTY.plus(types.get(each.type()), each.at(), need.depth()),
                        (before, one) -> before.plus(types.get(each.type()), each.at(), need.depth())));
        return summaries;
    }

    @Override
    public void history(Set<String> ids, Instant from, Instant to, Consumer<Activity> sink) {
        database.query(ACTIVITY + "where at >= ? and at < ?", DemoShop::activity, ids.toArray(), from, to)
                .forEach(sink);
    }

    /** The shop has seen every kind of activity since its record began, and sees it at once. */
    @Override
    public Observation observed() {
        Set<ActivityType> types = new TreeSet<>(ActivityType.ENGAGEMENT);
        types.add(ActivityType.RECEIVED);
        types.add(ActivityType.OPENED.machine());
        return Observation.live(DemoPeople.RECORD_BEGINS, types);
    }

    /** Keeps what people did on the shop's own site. The same again changes nothing. */
    void record(List<Activity> activities) {
        database.inTransaction(connection -> insert(
                connection,
                "merge into activity(subscriber_id, type, at, amount) key(subscriber_id, type, at)",
                activities));
    }

    /** Fills the empty tables, all at once. */
    static void fill(Connection connection, List<Subscriber> people, List<Activity> past) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into subscriber values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Subscriber person : people) {
                Consent consent = person.consents().values().iterator().next();
                Subscription place = person.subscriptions().values().iterator().next();
                ShopDatabase.set(
                        insert,
                        person.id(),
                        person.addresses().get(0).value(),
                        person.attributes().get("firstName"),
                        person.attributes().get("lastName"),
                        person.language(),
                        person.zone(),
                        person.joinedAt(),
                        consent.granted(),
                        consent.at(),
                        consent.evidence(),
                        place.status().name(),
                        place.since());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        insert(connection, "insert into activity(subscriber_id, type, at, amount)", past);
    }

    private static void insert(Connection connection, String into, List<Activity> activities) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(into + " values (?, ?, ?, ?)")) {
            for (Activity each : activities) {
                ShopDatabase.set(
                        insert,
                        each.subscriberId(),
                        each.type().name(),
                        each.at(),
                        each.value().orElse(null));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static Subscriber person(ResultSet row) throws SQLException {
        Subscriber.Builder person = Subscriber.withId(row.getString("id"))
                .email(row.getString("email"))
                .language(row.getString("language"))
                .zone(row.getString("zone"))
                .joinedAt(row.getObject("joined_at", Instant.class))
                .consent(new Consent(
                        DemoPeople.NEWSLETTER,
                        row.getBoolean("consent"),
                        row.getObject("consent_at", Instant.class),
                        row.getString("evidence")))
                .subscription(new Subscription(
                        DemoPeople.NEWSLETTER,
                        Subscription.Status.valueOf(row.getString("status")),
                        row.getObject("status_since", Instant.class)));
        attribute(person, "firstName", row.getString("first_name"));
        attribute(person, "lastName", row.getString("last_name"));
        return person.build();
    }

    private static void attribute(Subscriber.Builder person, String name, @Nullable String value) {
        if (value != null) {
            person.attribute(name, value);
        }
    }

    /** That something was done, and when. */
    private record Moment(String subscriberId, String type, Instant at) {}

    private static Moment moment(ResultSet row) throws SQLException {
        return new Moment(row.getString(1), row.getString(2), row.getObject(3, Instant.class));
    }

    private static Activity activity(ResultSet row) throws SQLException {
        Activity.Builder activity =
                Activity.of(ActivityType.of(row.getString("type"))).by(row.getString("subscriber_id"));
        @Nullable BigDecimal amount = row.getBigDecimal("amount");
        if (amount != null) {
            activity.value(amount);
        }
        return activity.at(row.getObject("at", Instant.class));
    }
}
